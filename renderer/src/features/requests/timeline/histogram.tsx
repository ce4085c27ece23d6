import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ZoomOut } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { call } from '../../../client/host.ts'
import { useListView } from '../../../state/list.ts'
import { queryKeys } from '../../../state/query-keys.ts'
import { go, useRoute } from '../../../state/route.ts'
import { cx } from '../../../ui/cx.ts'
import { formatCount } from '../../../ui/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { barsPath } from './bars-path.ts'
import { formatSpanTime } from './span-time.ts'
import styles from './histogram.module.css'
import { hasTimeTerms, withoutTime, withTime } from './time-terms.ts'

const buckets = 120

interface Data {
  from: number
  to: number
  counts: number[]
}

/** When the listed requests came. A span drawn with the mouse, or set with the two handles, becomes part of the filter. */
export function Histogram() {
  const endpointId = useRoute((route) => route.endpointId)
  const filter = useRoute((route) => route.filter)
  const { data } = useQuery({
    queryKey: queryKeys.histogram(endpointId, filter, buckets),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call(
        'requests.histogram',
        { ...(endpointId === null ? {} : { endpointId }), filter, buckets },
        { signal },
      ),
  })
  if (data === undefined) return <div className={styles.box} />
  return (
    <Plot
      key={`${endpointId ?? ''}\n${filter}`}
      data={data.to > data.from ? data : oneMoment(data)}
      filter={filter}
    />
  )
}

/** Requests of a single moment: a minute around it, with all of them in the middle. */
function oneMoment({ from, counts }: Data): Data {
  const all = counts.reduce((sum, count) => sum + count, 0)
  const middle = Math.floor(buckets / 2)
  return {
    from: from - 30_000,
    to: from + 30_000,
    counts: Array.from({ length: buckets }, (_, index) => (index === middle ? all : 0)),
  }
}

function Plot({ data, filter }: { data: Data; filter: string }) {
  const plot = useRef<HTMLDivElement>(null)
  const [brush, setBrush] = useState<readonly [number, number] | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const start = useRef<number | null>(null)
  const size = data.counts.length
  const span = (data.to - data.from) / size
  const timeAt = (bucket: number): number => data.from + bucket * span
  const bucketAt = (event: PointerEvent): number => {
    const box = plot.current?.getBoundingClientRect()
    if (box === undefined || box.width === 0) return 0
    return Math.max(0, Math.min(size, ((event.clientX - box.left) / box.width) * size))
  }
  const apply = (from: number, to: number): void => {
    if (to > from) go({ filter: withTime(filter, timeAt(from), timeAt(to)) })
  }
  const [low, high] = brush ?? [0, size]
  const hovered = over === null ? null : Math.min(size - 1, Math.floor(over))
  const all = useListView().total
  const total = data.counts.slice(low, high).reduce((sum, count) => sum + count, 0)

  return (
    <div className={styles.box}>
      <div
        ref={plot}
        className={styles.plot}
        onPointerDown={(event) => {
          if (event.button !== 0 || (event.target as HTMLElement).role === 'slider') return
          event.currentTarget.setPointerCapture(event.pointerId)
          start.current = bucketAt(event)
        }}
        onPointerMove={(event) => {
          const at = bucketAt(event)
          setOver(at)
          if (start.current === null) return
          const [from, to] = [Math.min(start.current, at), Math.max(start.current, at)]
          setBrush(to - from < 0.5 ? null : [Math.floor(from), Math.ceil(to)])
        }}
        onPointerUp={(event) => {
          if (start.current === null) return
          start.current = null
          event.currentTarget.releasePointerCapture(event.pointerId)
          if (brush !== null) apply(brush[0], brush[1])
        }}
        onPointerCancel={() => {
          start.current = null
          setBrush(null)
        }}
        onPointerLeave={() => setOver(null)}
      >
        <svg className={styles.bars} viewBox={`0 0 ${size} 30`} preserveAspectRatio="none" aria-hidden>
          <path d={barsPath(data.counts)} />
          {brush !== null && <path className={styles.chosen} d={barsPath(data.counts, low, high)} />}
          {brush === null && hovered !== null && (
            <path className={styles.chosen} d={barsPath(data.counts, hovered, hovered + 1)} />
          )}
        </svg>
        <div className={styles.base} />
        {brush !== null && (
          <div
            className={styles.brush}
            style={{ left: `${(low / size) * 100}%`, right: `${100 - (high / size) * 100}%` }}
          />
        )}
        <Handle
          label="From"
          at={low}
          min={0}
          max={high - 1}
          size={size}
          brushed={brush !== null}
          timeAt={timeAt}
          onMove={(at) => setBrush([at, high])}
          onApply={() => apply(low, high)}
          onCancel={() => setBrush(null)}
        />
        <Handle
          label="To"
          at={high}
          min={low + 1}
          max={size}
          size={size}
          brushed={brush !== null}
          timeAt={timeAt}
          onMove={(at) => setBrush([low, at])}
          onApply={() => apply(low, high)}
          onCancel={() => setBrush(null)}
        />
      </div>
      <div className={styles.labels} aria-hidden>
        <span>{formatSpanTime(timeAt(low), span)}</span>
        <span className={cx((hovered !== null || brush !== null) && styles.now)}>
          {brush === null && hovered !== null
            ? `${formatSpanTime(timeAt(hovered), span)}: ${formatCount(data.counts[hovered] ?? 0)}`
            : `${formatCount(brush === null ? all : total)} requests`}
        </span>
        <span>{formatSpanTime(timeAt(high), span)}</span>
      </div>
      {hasTimeTerms(filter) && (
        <IconButton
          size="small"
          label="Show all times"
          variant="default"
          className={styles.reset}
          onClick={() => go({ filter: withoutTime(filter) })}
        >
          <ZoomOut />
        </IconButton>
      )}
    </div>
  )
}

/** One end of the span, for the keyboard: arrows move it, Enter (or leaving it) sets the filter, Esc does not. */
function Handle({
  label,
  at,
  min,
  max,
  size,
  brushed,
  timeAt,
  onMove,
  onApply,
  onCancel,
}: {
  label: string
  at: number
  min: number
  max: number
  size: number
  brushed: boolean
  timeAt: (bucket: number) => number
  onMove: (bucket: number) => void
  onApply: () => void
  onCancel: () => void
}) {
  const moved = useRef(false)
  useEffect(() => {
    if (!brushed) moved.current = false
  }, [brushed])
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.shiftKey ? 10 : 1
    const steps: Record<string, number> = { ArrowLeft: at - by, ArrowRight: at + by, Home: min, End: max }
    const next = steps[event.key]
    if (next !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      moved.current = true
      onMove(Math.max(min, Math.min(max, next)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      onApply()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    }
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`${label}: start or end of the time shown`}
      aria-valuemin={0}
      aria-valuemax={size}
      aria-valuenow={at}
      aria-valuetext={new Date(timeAt(at)).toLocaleString()}
      className={cx(styles.handle, brushed && styles.brushed)}
      style={{ left: `${(at / size) * 100}%` }}
      onKeyDown={onKeyDown}
    />
  )
}
