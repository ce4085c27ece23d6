import { ArrowLeftRight, Replace } from 'lucide-react'
import { useState } from 'react'
import type { RequestId } from '#shared/domain/ids.ts'
import { diffHeaders, diffQueries } from '#shared/domain/pair-diff.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { isSecretHeader } from '#shared/domain/secret-headers.ts'
import { messageOf } from '../../client/call-error.ts'
import { useRequest } from '../../state/queries.ts'
import { go, useRoute } from '../../state/route.ts'
import { MethodChip } from '../../ui/badge.tsx'
import { formatDateTime, formatIsoLocal } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SegmentedControl } from '../../ui/segmented.tsx'
import { BodyDiff } from './body/body-diff.tsx'
import { Chooser, wordsFor } from './choose/chooser.tsx'
import styles from './compare.module.css'
import { diffFacts } from './facts.ts'
import { PairTable } from './pair-table.tsx'

/** Two requests side by side; or, while there is only one, the list to choose the other from. */
export function CompareView({ request }: { request: RequestDetail }) {
  const other = useRoute((route) => route.compareWith)
  if (other === null || other === request.id) return <Chooser request={request} />
  return <WithOther key={`${request.id}-${other}`} request={request} otherId={other} />
}

function WithOther({ request, otherId }: { request: RequestDetail; otherId: RequestId }) {
  const other = useRequest(otherId)
  if (other.isError) {
    return (
      <div className={styles.failure}>
        <Notice tone="warning">The other request could not be read: {messageOf(other.error)}</Notice>
        <Chooser request={request} />
      </div>
    )
  }
  return other.data === undefined ? null : <Comparison request={request} other={other.data} />
}

type Part = 'body' | 'headers' | 'query' | 'facts'

function Comparison({ request, other }: { request: RequestDetail; other: RequestDetail }) {
  const [turned, setTurned] = useState(false)
  const [part, setPart] = useState<Part>('body')
  // The older one comes first, whichever is open.
  const forward = other.id < request.id !== turned
  const before = forward ? other : request
  const after = forward ? request : other
  const headers = diffHeaders(before.headers, after.headers)
  const query = diffQueries(before.target, after.target)
  const facts = diffFacts(before, after)
  const label = (name: string, differences: number) => (
    <>
      {name} <span className={styles.count}>{differences === 0 ? 'same' : differences}</span>
    </>
  )
  const count = (lines: readonly { kind: string }[]): number =>
    lines.filter((line) => line.kind !== 'same').length
  return (
    <div className={styles.comparison}>
      <div className={styles.sides}>
        <SideHead name="Before" request={before} />
        <SideHead name="After" request={after} />
        <div className={styles.sideTools}>
          <IconButton size="small" label="Swap the sides" onClick={() => setTurned(!turned)}>
            <ArrowLeftRight />
          </IconButton>
          <IconButton size="small" label="Compare with another one" onClick={() => go({ compareWith: null })}>
            <Replace />
          </IconButton>
        </div>
      </div>
      <div className={styles.bar}>
        <SegmentedControl
          label="What to compare"
          value={part}
          options={[
            { value: 'body', label: before.bodySha256 === after.bodySha256 ? label('Body', 0) : 'Body' },
            { value: 'headers', label: label('Headers', count(headers)) },
            ...(query.length > 0 ? [{ value: 'query' as const, label: label('Query', count(query)) }] : []),
            { value: 'facts', label: label('Facts', count(facts)) },
          ]}
          onChange={setPart}
        />
      </div>
      <div className={styles.part}>
        {part === 'body' && <BodyDiff before={before} after={after} />}
        {part === 'headers' && (
          <PairTable
            lines={headers}
            label="Headers compared"
            same="The headers are the same."
            secret={isSecretHeader}
          />
        )}
        {part === 'query' && (
          <PairTable
            lines={query}
            label="Query compared"
            same="The queries are the same."
            secret={isSecretHeader}
          />
        )}
        {part === 'facts' && <PairTable lines={facts} label="Facts compared" same="Nothing differs." />}
      </div>
    </div>
  )
}

function SideHead({ name, request }: { name: string; request: RequestDetail }) {
  return (
    <div className={styles.side}>
      <span className={styles.sideName}>{name}</span>
      <span className={styles.sideWhat}>
        <MethodChip method={request.method === '' ? '?' : request.method} />
        <span className={styles.words} title={request.target}>
          {wordsFor(request)}
        </span>
      </span>
      <time className={styles.time} title={formatIsoLocal(request.receivedAt)}>
        {formatDateTime(request.receivedAt)}
      </time>
    </div>
  )
}
