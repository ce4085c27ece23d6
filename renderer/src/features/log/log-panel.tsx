import type { LogEntry } from '#shared/domain/app.ts'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { messageOf } from '../../client/call-error.ts'
import { call } from '../../client/host.ts'
import { showPanels } from '../../state/panels.ts'
import { queryKeys } from '../../state/query-keys.ts'
import { CopyTextButton } from '../../ui/copy-button.tsx'
import { cx } from '../../ui/cx.ts'
import { formatClock, formatIsoLocal } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SegmentedControl } from '../../ui/segmented.tsx'
import styles from './log-panel.module.css'

type Least = 'debug' | 'info' | 'warn' | 'error'
const ranks: Record<LogEntry['level'], number> = { debug: 0, info: 1, warn: 2, error: 3 }

function asText(entry: LogEntry): string {
  return `${formatIsoLocal(entry.at)} ${entry.level} ${entry.source}: ${entry.message}`
}

/** What Hookbench itself did and what went wrong, newest at the end. */
export function LogPanel() {
  const [least, setLeast] = useState<Least>('info')
  const log = useQuery({
    queryKey: queryKeys.log,
    queryFn: ({ signal }) => call('app.log', { limit: 1_000 }, { signal }),
  })
  const entries = (log.data ?? []).filter((entry) => ranks[entry.level] >= ranks[least])
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  useLayoutEffect(() => {
    if (atEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight
  })
  return (
    <section className={styles.panel} aria-label="Log">
      <header className={styles.head}>
        <h2 className={styles.title}>Log</h2>
        <SegmentedControl
          label="Least level shown"
          value={least}
          onChange={setLeast}
          options={[
            { value: 'debug', label: 'All' },
            { value: 'info', label: 'Info' },
            { value: 'warn', label: 'Warnings' },
            { value: 'error', label: 'Errors' },
          ]}
        />
        <CopyTextButton size="small" text={() => entries.map(asText).join('\n')}>
          Copy
        </CopyTextButton>
        <IconButton size="small" label="Hide the log" onClick={() => showPanels({ log: false })}>
          <X />
        </IconButton>
      </header>
      <div
        ref={box}
        className={styles.entries}
        role="log"
        aria-label="Entries"
        tabIndex={0}
        onScroll={({ currentTarget: element }) => {
          atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 24
        }}
      >
        {log.error && <Notice copy={messageOf(log.error)}>{messageOf(log.error)}</Notice>}
        {log.data !== undefined && entries.length === 0 && (
          <p className={styles.empty}>Nothing of this level has been logged since the start.</p>
        )}
        {entries.map((entry) => (
          <div key={entry.seq} className={styles.entry}>
            <time className={styles.time} title={formatIsoLocal(entry.at)}>
              {formatClock(entry.at)}
            </time>
            <span className={styles[entry.level]}>{entry.level}</span>
            <span className={styles.source}>{entry.source}</span>
            <span className={cx(styles.message, entry.level === 'error' && styles.error)}>
              {entry.message}
            </span>
          </div>
        ))}
      </div>
    </section>
  )
}
