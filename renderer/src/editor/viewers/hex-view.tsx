import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react'
import { PageCache, type ByteSource } from '../document/byte-source.ts'
import { FixedRows, type FixedRowsHandle } from './fixed-rows.tsx'
import { HexFooter } from './hex-footer.tsx'
import { HexLine, columnAt, useCharWidth } from './hex-line.tsx'
import { HexSearch } from './hex-search.tsx'
import styles from './hex-view.module.css'

/** Bytes of a source as hex and characters. Only what is looked at is read, so the size does not matter. */
export function HexView({ source, label }: { source: ByteSource; label: string }) {
  const handle = useRef<FixedRowsHandle>(null)
  const box = useRef<HTMLDivElement>(null)
  const cache = useMemo(() => new PageCache(source), [source])
  const [, setArrivals] = useState(0)
  const [failure, setFailure] = useState<string | null>(null)
  const [anchor, setAnchor] = useState(0)
  const [focus, setFocus] = useState(0)
  const [perRow, setPerRow] = useState(16)
  const [searching, setSearching] = useState(false)
  const charWidth = useCharWidth(box)
  const count = Math.ceil(source.size / perRow)
  const digits = source.size > 0xffffffff ? 12 : 8
  const selection: [number, number] = [
    Math.min(anchor, focus),
    Math.min(source.size, Math.max(anchor, focus) + 1),
  ]

  useEffect(() => {
    const element = box.current
    if (element === null || charWidth === 0) return
    const fit = (): void => {
      // Sixteen bytes take the offset, three columns each, two gaps and the characters; eight take half of it.
      const columns = (element.clientWidth - 24) / charWidth
      setPerRow(columns >= digits + 16 * 4 + 6 ? 16 : 8)
    }
    fit()
    const observer = new ResizeObserver(fit)
    observer.observe(element)
    return () => observer.disconnect()
  }, [charWidth, digits])

  const onRange = useCallback(
    (from: number, to: number) => {
      const first = Math.floor((from * perRow) / cache.pageSize)
      const last = Math.floor(Math.max(0, Math.min(source.size, to * perRow) - 1) / cache.pageSize)
      for (let page = first; page <= last && page * cache.pageSize < source.size; page++) {
        if (cache.peek(page) !== null) continue
        cache.load(page).then(
          () => {
            setFailure(null)
            setArrivals((arrivals) => arrivals + 1)
          },
          (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
        )
      }
    },
    [cache, perRow, source.size],
  )

  const bytesAt = (offset: number, length: number): Uint8Array | null => {
    const page = cache.peek(Math.floor(offset / cache.pageSize))
    const within = offset % cache.pageSize
    if (page === null) return null
    if (within + length <= page.length) return page.subarray(within, within + length)
    const next = cache.peek(Math.floor(offset / cache.pageSize) + 1)
    const head = page.subarray(within)
    const rest = Math.min(length, source.size - offset) - head.length
    if (rest <= 0) return head
    if (next === null) return head
    const joined = new Uint8Array(head.length + rest)
    joined.set(head)
    joined.set(next.subarray(0, rest), head.length)
    return joined
  }

  const goTo = (offset: number, extend = false, length = 1): void => {
    const at = Math.max(0, Math.min(source.size - 1, offset))
    if (!extend) setAnchor(at)
    setFocus(extend ? at : Math.min(source.size - 1, at + length - 1))
    handle.current?.reveal(Math.floor(at / perRow), extend ? 'nearest' : 'centre')
  }
  const step = (by: number, extend: boolean): void => {
    const at = Math.max(0, Math.min(source.size - 1, focus + by))
    if (!extend) setAnchor(at)
    setFocus(at)
    handle.current?.reveal(Math.floor(at / perRow))
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const mod = event.ctrlKey || event.metaKey
    const page = (handle.current?.pageRows() ?? 10) * perRow
    const moves: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: perRow,
      ArrowUp: -perRow,
      PageDown: page,
      PageUp: -page,
      Home: mod ? -focus : -(focus % perRow),
      End: mod ? source.size : perRow - 1 - (focus % perRow),
    }
    const by = moves[event.key]
    if (by !== undefined && (!mod || event.key === 'Home' || event.key === 'End') && !event.altKey) {
      event.preventDefault()
      event.stopPropagation()
      step(by, event.shiftKey)
    } else if (mod && event.key === 'f') {
      event.preventDefault()
      setSearching(true)
    } else if (mod && event.key === 'a') {
      event.preventDefault()
      setAnchor(0)
      setFocus(source.size - 1)
    }
  }
  const byteUnder = (event: PointerEvent): number | null => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-offset]')
    if (row === null) return null
    const column = columnAt(event.clientX - row.getBoundingClientRect().left, charWidth, digits, perRow)
    const offset = Number(row.dataset['offset'])
    return column === null ? null : Math.min(source.size - 1, offset + column)
  }

  return (
    <div className={styles.view}>
      <div
        ref={box}
        className={styles.body}
        onPointerDown={(event) => {
          const at = event.button === 0 ? byteUnder(event) : null
          if (at === null) return
          if (!event.shiftKey) setAnchor(at)
          setFocus(at)
        }}
        onPointerMove={(event) => {
          const at = (event.buttons & 1) === 1 ? byteUnder(event) : null
          if (at !== null) setFocus(at)
        }}
      >
        {failure !== null && <p className={styles.failure}>The bytes could not be read: {failure}</p>}
        <FixedRows
          ref={handle}
          count={count}
          rowHeight={20}
          padding={6}
          label={label}
          className={styles.rows}
          onKeyDown={onKeyDown}
          onRange={onRange}
          renderRow={(row) => (
            <HexLine
              offset={row * perRow}
              bytes={bytesAt(row * perRow, Math.min(perRow, source.size - row * perRow))}
              perRow={perRow}
              digits={digits}
              selection={selection}
            />
          )}
        />
      </div>
      {searching && (
        <HexSearch
          source={source}
          from={selection[1]}
          onFound={(offset, length) => goTo(offset, false, length)}
          onClose={() => {
            setSearching(false)
            handle.current?.focus()
          }}
        />
      )}
      <HexFooter
        source={source}
        selection={selection}
        bytes={bytesAt(selection[0], 8)}
        onGoTo={goTo}
        onFind={() => setSearching(true)}
      />
    </div>
  )
}
