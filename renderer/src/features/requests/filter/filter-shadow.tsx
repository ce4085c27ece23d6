import { scanFilter } from '#shared/domain/filter/scan.ts'
import { useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react'
import { cx } from '../../../ui/cx.ts'
import styles from './filter-bar.module.css'

interface Span {
  from: number
  to: number
  name: string | undefined
}

/** Where the colours are: names of fields, operators. */
function spansOf(text: string): Span[] {
  return scanFilter(text).tokens.flatMap((token): Span[] => {
    if (token.kind === 'field') return [{ from: token.from, to: token.value.from, name: styles.field }]
    if (token.kind === 'or' || token.kind === 'and' || token.kind === 'not') {
      return [{ from: token.from, to: token.to, name: styles.operator }]
    }
    return []
  })
}

/** The filter's text with colours and its fault underlined, under the input and scrolled with it. */
export function FilterShadow({
  text,
  problem,
  input,
}: {
  text: string
  problem: { from: number; to: number } | null
  input: RefObject<HTMLInputElement | null>
}) {
  const shadow = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = input.current
    if (element === null) return
    const follow = (): void => {
      if (shadow.current !== null) shadow.current.style.transform = `translateX(${-element.scrollLeft}px)`
    }
    follow()
    element.addEventListener('scroll', follow)
    return () => element.removeEventListener('scroll', follow)
  })
  const spans = spansOf(text)
  // Cut at every edge, so that a fault may lie across a field's name.
  const cuts = new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from, to])])
  if (problem !== null) {
    cuts.add(problem.from)
    cuts.add(Math.max(problem.to, problem.from + 1))
  }
  const edges = [...cuts].filter((edge) => edge <= text.length).sort((left, right) => left - right)
  const pieces: ReactNode[] = []
  edges.forEach((from, index) => {
    const to = edges[index + 1]
    if (to === undefined) return
    const span = spans.find((each) => from >= each.from && to <= each.to)
    const fault = problem !== null && from >= problem.from && to <= Math.max(problem.to, problem.from + 1)
    pieces.push(
      <span key={from} className={cx(span?.name, fault && styles.fault)}>
        {text.slice(from, to)}
      </span>,
    )
  })
  return (
    <div ref={shadow} className={styles.shadow} aria-hidden>
      {pieces}
    </div>
  )
}
