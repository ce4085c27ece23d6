import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react'
import { flushSync } from 'react-dom'
import { cx } from '../../ui/cx.ts'
import styles from './fixed-rows.module.css'

/** Browsers stop laying out elements at some 33 million pixels (Firefox: 17 million); beyond this the scrollbar is scaled. */
const safeHeight = 8_000_000
const overscan = 8

export interface FixedRowsHandle {
  /** Brings a row into view; `centre` puts it in the middle when it is not in view already. */
  reveal(row: number, where?: 'nearest' | 'centre'): void
  /** The row at the top. */
  topRow(): number
  /** Rows that fit. */
  pageRows(): number
  focus(): void
}

export interface FixedRowsProps {
  ref?: Ref<FixedRowsHandle>
  count: number
  rowHeight: number
  renderRow: (row: number) => ReactNode
  className?: string | undefined
  role?: string
  label: string
  activeId?: string | undefined
  onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void
  /** Rows that are on screen now, with some around. */
  onRange?: (from: number, to: number) => void
  /** Room around the rows, in pixels. */
  padding?: number
  /** Pixels from the first row to the upper edge, at each change. */
  onTop?: (top: number) => void
  /** Rows are as wide as the box, not as their text. */
  fit?: boolean
  /** Several rows may be marked: for screen readers. */
  multiselectable?: boolean
  /** Pixels beyond which the scrollbar is scaled. */
  maxHeight?: number
}

/**
 * Any number of rows of one height. Only those on screen exist. Beyond eight million pixels the scrollbar stands for the
 * whole while the wheel and the keys still move by rows, so that 12 million rows can be gone through one by one.
 */
export function FixedRows({
  ref,
  count,
  rowHeight,
  renderRow,
  className,
  role = 'region',
  label,
  activeId,
  onKeyDown,
  onRange,
  onTop,
  padding = 0,
  fit = false,
  multiselectable,
  maxHeight = safeHeight,
}: FixedRowsProps) {
  const box = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(0)
  const [top, setTop] = useState(0)
  /** The scroll position that was set here, to tell it from the user's. */
  const expected = useRef<number | null>(null)
  const total = count * rowHeight + 2 * padding
  const spacer = Math.min(total, maxHeight)
  const reach = Math.max(0, total - height)
  const ratio = total > maxHeight && spacer > height ? reach / (spacer - height) : 1
  const live = useRef({ ratio, reach, top, height, count, rowHeight, padding })
  useLayoutEffect(() => {
    live.current = { ratio, reach, top, height, count, rowHeight, padding }
  })

  const moveTo = useCallback((wanted: number) => {
    const element = box.current
    if (element === null) return
    const now = live.current
    const next = Math.max(0, Math.min(now.reach, wanted))
    const scroll = Math.round(next / now.ratio)
    expected.current = scroll
    live.current.top = next
    setTop(next)
    if (element.scrollTop !== scroll) element.scrollTop = scroll
  }, [])

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    setHeight(element.clientHeight)
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    const onScroll = (): void => {
      const now = live.current
      if (expected.current !== null && Math.abs(element.scrollTop - expected.current) <= 1) return
      expected.current = null
      const next = Math.max(0, Math.min(now.reach, element.scrollTop * now.ratio))
      live.current.top = next
      // Rows must be there in the very frame in which the browser moves them.
      flushSync(() => setTop(next))
    }
    const onWheel = (event: WheelEvent): void => {
      const now = live.current
      if (
        now.ratio === 1 ||
        event.ctrlKey ||
        event.shiftKey ||
        Math.abs(event.deltaX) > Math.abs(event.deltaY)
      )
        return
      event.preventDefault()
      const unit = event.deltaMode === 1 ? now.rowHeight : event.deltaMode === 2 ? now.height : 1
      moveTo(now.top + event.deltaY * unit)
    }
    element.addEventListener('scroll', onScroll)
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', onWheel)
    }
  }, [moveTo])

  // Fewer rows than before: stay within them.
  const shownTop = Math.min(top, reach)
  const from = Math.max(0, Math.floor((shownTop - padding) / rowHeight) - overscan)
  const to = Math.min(count, Math.ceil((shownTop - padding + height) / rowHeight) + overscan)
  useEffect(() => {
    onRange?.(from, to)
  }, [from, to, onRange])

  useEffect(() => {
    onTop?.(shownTop)
  }, [shownTop, onTop])

  useImperativeHandle(
    ref,
    () => ({
      reveal(row, where = 'nearest') {
        const now = live.current
        const first = row * now.rowHeight + now.padding
        const last = first + now.rowHeight
        if (first >= now.top && last <= now.top + now.height) return
        if (where === 'centre') moveTo(first - now.height / 2 + now.rowHeight / 2)
        else moveTo(first < now.top ? first - now.padding : last - now.height + now.padding)
      },
      topRow: () => Math.floor(live.current.top / live.current.rowHeight),
      pageRows: () => Math.max(1, Math.floor(live.current.height / live.current.rowHeight) - 1),
      focus: () => box.current?.focus({ preventScroll: true }),
    }),
    [moveTo],
  )

  const shift = ratio === 1 ? 0 : Math.round(shownTop / ratio) - shownTop
  const rows: ReactNode[] = []
  for (let row = from; row < to; row++) {
    const style: CSSProperties = {
      transform: `translateY(${row * rowHeight + padding + shift}px)`,
      height: rowHeight,
    }
    rows.push(
      <div key={row} className={fit ? styles.fit : styles.row} style={style} role="presentation">
        {renderRow(row)}
      </div>,
    )
  }
  return (
    <div
      ref={box}
      className={cx(styles.box, className)}
      role={role}
      aria-label={label}
      aria-activedescendant={activeId}
      aria-multiselectable={multiselectable}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={styles.spacer} style={{ height: spacer }} role="presentation">
        {rows}
      </div>
    </div>
  )
}
