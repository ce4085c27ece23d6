type Token =
  | { kind: 'open'; text: string; selfClosed: boolean }
  | { kind: 'close'; text: string }
  | { kind: 'text'; text: string }
  /** Comments, CDATA, declarations and processing instructions: kept as they are. */
  | { kind: 'other'; text: string; inline: boolean }

/** Cuts XML into tags and what is between them; null when a tag is not closed. */
function tokenize(source: string): Token[] | null {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    if (source[at] !== '<') {
      const end = source.indexOf('<', at)
      tokens.push({ kind: 'text', text: source.slice(at, end < 0 ? source.length : end) })
      at = end < 0 ? source.length : end
      continue
    }
    const special: [string, string][] = [
      ['<!--', '-->'],
      ['<![CDATA[', ']]>'],
      ['<?', '?>'],
      ['<!', '>'],
    ]
    const found = special.find(([start]) => source.startsWith(start, at))
    if (found !== undefined) {
      const inside = found[0] === '<!' ? source.indexOf('[', at) : -1
      const plainEnd = source.indexOf(found[1], at + found[0].length)
      // A DOCTYPE with an internal subset ends at "]>".
      const end = inside >= 0 && inside < plainEnd ? source.indexOf(']>', inside) + 1 : plainEnd
      if (plainEnd < 0 || end <= 0) return null
      const text = source.slice(at, end + found[1].length)
      tokens.push({ kind: 'other', text, inline: found[0] === '<![CDATA[' })
      at = end + found[1].length
      continue
    }
    const end = tagEnd(source, at)
    if (end < 0) return null
    const text = source.slice(at, end)
    if (text.startsWith('</')) tokens.push({ kind: 'close', text })
    else tokens.push({ kind: 'open', text, selfClosed: text.endsWith('/>') })
    at = end
  }
  return tokens
}

/** The offset after a tag, `>` within quotes left aside. */
function tagEnd(source: string, start: number): number {
  let quote = ''
  for (let at = start + 1; at < source.length; at++) {
    const character = source.charAt(at)
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '>') return at + 1
    else if (character === '<') return -1
  }
  return -1
}

/**
 * XML with one element a line. Elements that hold text are left as they are inside: there white space may carry meaning.
 * Null when the text is not well-formed enough to be laid out.
 */
export function prettyXml(source: string): string | null {
  const tokens = tokenize(source)
  if (tokens === null) return null
  const closing = matchTags(tokens)
  if (closing === null) return null
  const lines: string[] = []
  let depth = 0
  const line = (text: string): void => {
    lines.push('  '.repeat(depth) + text)
  }
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]
    if (token === undefined) break
    if (token.kind === 'text') {
      const text = token.text.trim()
      if (text !== '') line(text)
    } else if (token.kind === 'other') line(token.text)
    else if (token.kind === 'close') {
      depth--
      line(token.text)
    } else {
      const end = closing.get(index)
      if (end === undefined) line(token.text)
      else if (holdsText(tokens, index, end)) {
        line(
          tokens
            .slice(index, end + 1)
            .map((part) => part.text)
            .join(''),
        )
        index = end
      } else {
        line(token.text)
        depth++
      }
    }
  }
  return lines.join('\n')
}

/** Pairs each opening tag with its closing one; null when they do not fit. */
function matchTags(tokens: readonly Token[]): Map<number, number> | null {
  const pairs = new Map<number, number>()
  const open: number[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'open' && !token.selfClosed) open.push(index)
    else if (token.kind === 'close') {
      const start = open.pop()
      const opener = start === undefined ? undefined : tokens[start]
      if (start === undefined || opener === undefined || nameOf(opener.text) !== nameOf(token.text))
        return null
      pairs.set(start, index)
    }
  }
  return open.length === 0 ? pairs : null
}

function nameOf(tag: string): string {
  return /^<\/?([^\s/>]+)/.exec(tag)?.[1] ?? ''
}

/** Whether an element has text of its own (or nothing at all), so that it stays on its line. */
function holdsText(tokens: readonly Token[], start: number, end: number): boolean {
  if (end === start + 1) return true
  let depth = 0
  for (let index = start + 1; index < end; index++) {
    const token = tokens[index]
    if (token === undefined) break
    if (
      depth === 0 &&
      ((token.kind === 'text' && token.text.trim() !== '') || (token.kind === 'other' && token.inline))
    )
      return true
    if (token.kind === 'open' && !token.selfClosed) depth++
    else if (token.kind === 'close') depth--
  }
  return false
}
