import { Fragment } from 'react'

/** A sentence in which `words between backticks` stand as code. */
export function CodeWords({ text }: { text: string }) {
  return text
    .split(/`([^`]+)`/)
    .map((piece, index) =>
      index % 2 === 0 ? <Fragment key={index}>{piece}</Fragment> : <code key={index}>{piece}</code>,
    )
}
