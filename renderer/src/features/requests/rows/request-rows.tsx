import type { RequestId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { ArrowUp } from 'lucide-react'
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react'
import { FixedRows, type FixedRowsHandle } from '../../../editor/viewers/fixed-rows.tsx'
import { requestList, useListView, useLive } from '../../../state/list.ts'
import { useEndpoints } from '../../../state/queries.ts'
import { openRequest, useRoute } from '../../../state/route.ts'
import { clearSelection, toggleSelected, useSelection } from '../../../state/selection.ts'
import { Button } from '../../../ui/button.tsx'
import { cx } from '../../../ui/cx.ts'
import { formatCount } from '../../../ui/format.ts'
import { RequestRow, SkeletonRow } from './request-row.tsx'
import styles from './request-rows.module.css'
import { pathColumn } from './row-text.ts'
import { selectRange } from './select-range.ts'

const rowHeight = 28
/** Chromium lays out up to 33 million pixels, Firefox up to 17: within that the browser's own scrolling is the smoothest. */
const maxHeight = CSS.supports('-moz-appearance', 'none') ? 8_000_000 : 30_000_000

const rowId = (id: RequestId): string => `request-${id}`

function choose(item: RequestSummary, position: number, event: MouseEvent): void {
  const open = useRoute.getState().requestId
  if (event.shiftKey) {
    void selectRange(position, open)
    return
  }
  if (event.ctrlKey || event.metaKey) {
    toggleSelected(item.id, open)
    return
  }
  clearSelection()
  openRequest(item.id)
}

/** The rows themselves: any number of them, live. */
export function RequestRows({
  handle,
  onKeyDown,
}: {
  handle: RefObject<FixedRowsHandle | null>
  onKeyDown: (event: KeyboardEvent) => void
}) {
  const view = useListView()
  const open = useRoute((route) => route.requestId)
  const { ids, all } = useSelection()
  const onRange = useCallback((from: number, to: number) => requestList.show(from, to - 1), [])
  const onTop = useCallback((top: number) => {
    const scrolled = top > rowHeight / 2
    if (scrolled !== useLive.getState().scrolled) useLive.setState({ scrolled })
  }, [])
  useEffect(() => () => useLive.setState({ scrolled: false }), [])
  const known = useEndpoints().data
  const endpoints = useMemo(() => new Map(known?.map((endpoint) => [endpoint.id, endpoint])), [known])
  // All, where there are more than the one endpoint and Unmatched.
  const mixed = useRoute((route) => route.endpointId) === null && endpoints.size > 2
  const openPosition = open === null ? -1 : requestList.positionOf(open)
  const [pathChars, setPathChars] = useState(0)
  const needed = pathColumn(requestList.visible())
  // Only ever wider: a column that follows what is on screen would never rest.
  if (needed > pathChars) setPathChars(needed)
  const renderRow = (position: number) => {
    const item = requestList.at(position)
    if (item === undefined) return <SkeletonRow position={position} />
    return (
      <RequestRow
        id={rowId(item.id)}
        item={item}
        position={position}
        total={view.total}
        open={item.id === open}
        marked={all || ids.has(item.id)}
        endpoint={mixed ? endpoints.get(item.endpointId) : undefined}
        onChoose={choose}
      />
    )
  }
  return (
    <div
      className={cx(styles.box, openPosition !== -1 && styles.hasOpen)}
      style={{ '--path-width': `${pathChars}ch` } as CSSProperties}
    >
      <FixedRows
        ref={handle}
        fit
        label="Requests"
        role="listbox"
        multiselectable
        count={view.total}
        rowHeight={rowHeight}
        maxHeight={maxHeight}
        renderRow={renderRow}
        onRange={onRange}
        onTop={onTop}
        onKeyDown={onKeyDown}
        activeId={open !== null && openPosition !== -1 ? rowId(open) : undefined}
      />
      <NewPill waiting={view.waiting} handle={handle} />
    </div>
  )
}

function NewPill({ waiting, handle }: { waiting: number; handle: RefObject<FixedRowsHandle | null> }) {
  const button = useRef<HTMLButtonElement>(null)
  if (waiting === 0) return null
  const show = (): void => {
    handle.current?.reveal(0)
    // Scrolling to the top lets go of the list by itself; while it is paused only this click does.
    if (useLive.getState().paused) void requestList.takeWaiting()
    handle.current?.focus()
  }
  return (
    <Button ref={button} size="small" variant="primary" className={styles.pill} onClick={show}>
      <ArrowUp />
      {formatCount(waiting)} new
    </Button>
  )
}
