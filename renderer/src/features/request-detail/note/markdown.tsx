import type { ReactNode } from 'react'
import styles from './note.module.css'

/** The little of Markdown that a note needs: paragraphs, lists, headings, code, bold, italic. Links stay text; nothing is loaded. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={styles.markdown}>{blocks(text).map((block, index) => renderBlock(block, index))}</div>
  )
}

type Block =
  | { kind: 'code'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'text'; text: string }

const item = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/

function blocks(text: string): Block[] {
  const found: Block[] = []
  let code: string[] | null = null
  for (const line of text.split('\n')) {
    if (/^\s*```/.test(line)) {
      if (code === null) code = []
      else {
        found.push({ kind: 'code', text: code.join('\n') })
        code = null
      }
      continue
    }
    if (code !== null) {
      code.push(line)
      continue
    }
    const last = found.at(-1)
    const listed = item.exec(line)
    const heading = /^#{1,6}\s+(.*)$/.exec(line)
    if (heading !== null) found.push({ kind: 'heading', text: heading[1] ?? '' })
    else if (listed !== null) {
      const ordered = listed[1] !== undefined
      if (last?.kind === 'list' && last.ordered === ordered) last.items.push(listed[2] ?? '')
      else found.push({ kind: 'list', ordered, items: [listed[2] ?? ''] })
    } else if (line.trim() === '') found.push({ kind: 'text', text: '' })
    else if (last?.kind === 'text' && last.text !== '') last.text += `\n${line}`
    else found.push({ kind: 'text', text: line })
  }
  if (code !== null) found.push({ kind: 'code', text: code.join('\n') })
  return found.filter((block) => block.kind !== 'text' || block.text !== '')
}

function renderBlock(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case 'code':
      return <pre key={key}>{block.text}</pre>
    case 'heading':
      return <strong key={key}>{inline(block.text)}</strong>
    case 'list': {
      const items = block.items.map((text, index) => <li key={index}>{inline(text)}</li>)
      return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>
    }
    case 'text':
      return <p key={key}>{inline(block.text)}</p>
  }
}

const spans = /(`[^`]+`)|(\*\*[^*]+\*\*)|(\*[^*\s][^*]*\*|_[^_\s][^_]*_)/g

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  for (const match of text.matchAll(spans)) {
    const [whole, code, bold] = match
    // An underscore within a word is no emphasis: snake_case_names are common here.
    if (whole.startsWith('_') && /\w/.test(text.charAt(match.index - 1))) continue
    parts.push(text.slice(from, match.index))
    if (code !== undefined) parts.push(<code key={match.index}>{whole.slice(1, -1)}</code>)
    else if (bold !== undefined) parts.push(<strong key={match.index}>{whole.slice(2, -2)}</strong>)
    else parts.push(<em key={match.index}>{whole.slice(1, -1)}</em>)
    from = match.index + whole.length
  }
  parts.push(text.slice(from))
  return parts
}
