import { useDeferredValue, useState } from 'react'
import type { RequestDetail, RequestSummary } from '#shared/domain/request.ts'
import { messageOf } from '../../../client/call-error.ts'
import { compareRequests } from '../../../state/route.ts'
import { MethodChip } from '../../../ui/badge.tsx'
import { formatBytes, formatClock, formatDateTime } from '../../../ui/format.ts'
import { Notice } from '../../../ui/notice.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import styles from './chooser.module.css'
import { useChoices } from './candidates.ts'

/** A list of requests of the same endpoint, to choose the other side from. */
export function Chooser({ request, onChosen }: { request: RequestDetail; onChosen?: () => void }) {
  const [words, setWords] = useState('')
  const choices = useChoices(request, useDeferredValue(words))
  return (
    <div className={styles.chooser}>
      <p className={styles.hint}>
        Compare with another request of this endpoint, or mark two in the list and run “Compare” from the
        palette.
      </p>
      <TextField
        aria-label="Find the request to compare with"
        placeholder="Find: words, or a filter such as status:4xx"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {choices.isError && <Notice tone="warning">{messageOf(choices.error)}</Notice>}
      {choices.data?.length === 0 && (
        <p className={styles.hint}>
          {words === '' ? 'There is no other request at this endpoint yet.' : 'No request fits.'}
        </p>
      )}
      <ul className={styles.list} aria-label="Requests to compare with">
        {choices.data?.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={styles.choice}
              onClick={() => {
                compareRequests(request.id, item.id)
                onChosen?.()
              }}
            >
              <MethodChip method={item.method === '' ? '?' : item.method} />
              <span className={styles.what}>{wordsFor(item)}</span>
              <span className={styles.size}>{formatBytes(item.bodySize)}</span>
              <time className={styles.time} title={formatDateTime(item.receivedAt)}>
                {formatClock(item.receivedAt)}
              </time>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What tells a request from others of its endpoint: event and summary, else the path. */
export function wordsFor(item: Pick<RequestSummary, 'event' | 'summary' | 'target'>): string {
  const known = [item.event, item.summary].filter((text) => text !== null)
  return known.length > 0 ? known.join(' · ') : item.target
}
