import type { ReactNode } from 'react'
import styles from './marked.module.css'

/** A text with every occurrence of the words that are looked for marked. */
export function Marked({
  text,
  query,
  now = false,
}: {
  text: string
  query: string
  now?: boolean
}): ReactNode {
  if (query === '') return text
  const parts: ReactNode[] = []
  const lower = text.toLowerCase()
  const needle = query.toLowerCase()
  // Lower-casing may change a text's length (İ); then positions would not fit, and nothing is marked.
  if (lower.length !== text.length) return text
  let from = 0
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    if (at > from) parts.push(text.slice(from, at))
    parts.push(
      <mark key={at} className={now ? styles.now : styles.hit}>
        {text.slice(at, at + needle.length)}
      </mark>,
    )
    from = at + needle.length
  }
  if (from === 0) return text
  parts.push(text.slice(from))
  return parts
}
