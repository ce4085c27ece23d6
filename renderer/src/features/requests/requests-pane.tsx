import { FilterX, Inbox, Settings2 } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import type { FixedRowsHandle } from '../../editor/viewers/fixed-rows.tsx'
import { requestList, useListView } from '../../state/list.ts'
import { unmatchedId, useEndpoint } from '../../state/queries.ts'
import { go, useRoute } from '../../state/route.ts'
import { runCommand } from '../../state/commands.ts'
import { clearSelection } from '../../state/selection.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FilterBar } from './filter/filter-bar.tsx'
import { Histogram } from './timeline/histogram.tsx'
import { SkeletonRow } from './rows/request-row.tsx'
import { RequestRows } from './rows/request-rows.tsx'
import styles from './requests-pane.module.css'
import { SelectionBar } from './selection-bar.tsx'
import { useListCommands } from './use-list-commands.ts'
import { useListMoves } from './use-list-moves.ts'

/** The list of requests with its filter, its timeline and what can be done with the marked ones. */
export function RequestsPane({ samples }: { samples: ReactNode }) {
  const rows = useRef<FixedRowsHandle>(null)
  const filter = useRef<HTMLInputElement>(null)
  const endpointId = useRoute((route) => route.endpointId)
  const applied = useRoute((route) => route.filter)
  const moves = useListMoves(rows)
  useListCommands({ moves, rows, filter })
  useEffect(() => {
    // Another list: what was marked is not in it.
    clearSelection()
  }, [endpointId, applied])
  return (
    <section className={styles.pane} aria-label="Requests">
      <Head samples={samples} />
      <FilterBar input={filter} onLeave={() => rows.current?.focus()} />
      <Histogram />
      <div className={styles.edge} />
      <List key={`${endpointId ?? ''}\n${applied}`} rows={rows} onKeyDown={moves.onKeyDown} />
      <SelectionBar />
    </section>
  )
}

function Head({ samples }: { samples: ReactNode }) {
  const endpointId = useRoute((route) => route.endpointId)
  const endpoint = useEndpoint(endpointId)
  const title =
    endpointId === null ? 'All requests' : endpointId === unmatchedId ? 'Unmatched' : (endpoint?.name ?? '')
  return (
    <header className={styles.head}>
      {endpoint !== undefined && endpointId !== unmatchedId && (
        <span className={styles.dot} style={{ background: `var(--dot-${endpoint.color})` }} />
      )}
      <h1 className={styles.title} title={title}>
        {title}
      </h1>
      {endpoint?.url != null && (
        <span className={styles.url}>
          <code title={endpoint.url}>{endpoint.url}</code>
          <CopyButton text={endpoint.url} label="Copy URL" />
        </span>
      )}
      <span className={styles.spacer} />
      {endpointId !== unmatchedId && samples}
      {endpoint !== undefined && endpointId !== unmatchedId && (
        <IconButton label="Answer and settings" keys={['E']} onClick={() => runCommand('endpoint.settings')}>
          <Settings2 />
        </IconButton>
      )}
    </header>
  )
}

function List({
  rows,
  onKeyDown,
}: {
  rows: React.RefObject<FixedRowsHandle | null>
  onKeyDown: (event: React.KeyboardEvent) => void
}) {
  const view = useListView()
  const filter = useRoute((route) => route.filter)
  if (view.state === 'failed') {
    return (
      <div className={styles.problem}>
        <Notice copy={view.error ?? ''}>{view.error}</Notice>
        <Button onClick={() => requestList.resync()}>Try again</Button>
      </div>
    )
  }
  if (view.state === 'loading') {
    return (
      <div className={styles.loading} role="status" aria-label="Loading requests">
        {Array.from({ length: 24 }, (_, position) => (
          <SkeletonRow key={position} position={position} />
        ))}
      </div>
    )
  }
  if (view.total === 0) {
    return (
      <div className={styles.center}>
        {filter === '' ? (
          <EmptyState icon={<Inbox />} title="Nothing here">
            Requests to addresses that no endpoint has are kept here, so that a mistyped URL is easy to spot.
          </EmptyState>
        ) : (
          <EmptyState
            icon={<FilterX />}
            title="No request fits this filter"
            actions={<Button onClick={() => go({ filter: '' })}>Clear the filter</Button>}
          >
            New ones that fit appear by themselves.
          </EmptyState>
        )}
      </div>
    )
  }
  return <RequestRows handle={rows} onKeyDown={onKeyDown} />
}
