import { useLayoutEffect, useState, type ReactNode, type RefObject } from 'react'
import styles from './hex-view.module.css'

/** Width of one character of the viewers' font, in pixels. */
export function useCharWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const measure = (): void => {
      const probe = document.createElement('span')
      probe.className = styles.probe ?? ''
      probe.textContent = '0'.repeat(100)
      box.current?.append(probe)
      setWidth(probe.getBoundingClientRect().width / 100)
      probe.remove()
    }
    measure()
    void document.fonts.ready.then(measure)
  }, [box])
  return width
}

/** Where the columns of a line stand, in characters. */
function columns(digits: number, perRow: number): { hex: number; text: number } {
  const hex = digits + 2
  return { hex, text: hex + perRow * 3 + (perRow > 8 ? 1 : 0) + 1 }
}

/** The byte of a line under a pixel; null beside them. */
export function columnAt(x: number, charWidth: number, digits: number, perRow: number): number | null {
  if (charWidth === 0) return null
  const { hex, text } = columns(digits, perRow)
  const column = (x - linePadding) / charWidth
  if (column >= text) return column < text + perRow ? Math.floor(column - text) : null
  if (column < hex) return null
  const within = column - hex
  const index =
    within < 24 || perRow <= 8 ? Math.floor(within / 3) : Math.max(8, Math.floor((within - 1) / 3))
  return Math.min(perRow - 1, index)
}

const linePadding = 12

function hexOf(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) {
    text += (bytes[at] ?? 0).toString(16).padStart(2, '0')
    text += at === 7 ? '  ' : ' '
  }
  return text
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'
  }
  return text
}

/** One line: offset, bytes in hex, characters. Three pieces at most in each column, whatever is selected. */
export function HexLine(props: {
  offset: number
  bytes: Uint8Array | null
  perRow: number
  digits: number
  selection: readonly [number, number]
}) {
  const { offset, bytes, perRow, digits } = props
  const { text } = columns(digits, perRow)
  const from = Math.max(0, Math.min(perRow, props.selection[0] - offset))
  const to = Math.max(0, Math.min(perRow, props.selection[1] - offset))
  const cut = (read: (bytes: Uint8Array, from: number, to: number) => string, trim: boolean): ReactNode => {
    if (bytes === null) return null
    const end = bytes.length
    if (from >= to) return read(bytes, 0, end)
    const marked = read(bytes, from, Math.min(to, end))
    const shown = trim ? marked.trimEnd() : marked
    return (
      <>
        {read(bytes, 0, from)}
        <span className={styles.selected}>{shown}</span>
        {marked.slice(shown.length)}
        {read(bytes, Math.min(to, end), end)}
      </>
    )
  }
  return (
    <div className={styles.line} data-offset={offset} style={{ paddingLeft: linePadding }}>
      <span className={styles.offset}>{offset.toString(16).padStart(digits, '0')}</span>
      <span className={styles.hex} style={{ width: `${text - digits}ch` }}>
        {'  '}
        {cut(hexOf, true)}
      </span>
      <span className={styles.text}>{bytes === null ? '' : cut(textOf, false)}</span>
    </div>
  )
}
