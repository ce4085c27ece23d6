import { useState } from 'react'
import type { RequestDetail } from '#shared/domain/request.ts'
import { isSecretHeader } from '#shared/domain/secret-headers.ts'
import { messageOf } from '../../../client/call-error.ts'
import { DiffView } from '../../../editor/viewers/diff-view.tsx'
import { formatBytes, formatCount } from '../../../ui/format.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Spinner } from '../../../ui/progress.tsx'
import { SegmentedControl } from '../../../ui/segmented.tsx'
import styles from '../compare.module.css'
import { PairTable } from '../pair-table.tsx'
import { ChangeList } from './change-list.tsx'
import { ChangeTree } from './change-tree.tsx'
import type { BodyComparison } from './compare-bodies.ts'
import { useBodyComparison } from './use-body-comparison.ts'

/** The bodies of two requests: by meaning where they are JSON or forms, as text, or byte by byte. */
export function BodyDiff({ before, after }: { before: RequestDetail; after: RequestDetail }) {
  const comparison = useBodyComparison(before, after)
  if (before.bodySha256 === after.bodySha256) {
    return (
      <p className={styles.message}>
        {before.bodySize === 0
          ? 'Neither request has a body.'
          : `The bodies are the same, byte for byte (${formatBytes(before.bodySize)}).`}
      </p>
    )
  }
  if (comparison.isError) {
    return (
      <div className={styles.failure}>
        <Notice copy={messageOf(comparison.error)}>
          The bodies could not be compared: {messageOf(comparison.error)}
        </Notice>
      </div>
    )
  }
  if (comparison.data === undefined) {
    return (
      <p className={styles.message}>
        <Spinner label="Comparing" /> Comparing {formatBytes(before.bodySize)} with{' '}
        {formatBytes(after.bodySize)}
      </p>
    )
  }
  return <Result comparison={comparison.data} />
}

type View = 'list' | 'tree' | 'fields' | 'text'

function Result({ comparison }: { comparison: BodyComparison }) {
  const views = viewsOf(comparison)
  const [chosen, setChosen] = useState<View | null>(null)
  const view = chosen !== null && views.some(({ value }) => value === chosen) ? chosen : views[0]?.value
  const json = comparison.kind === 'text' && comparison.json?.ok === true ? comparison.json : null
  const notes = comparison.kind === 'text' ? comparison.notes : []
  return (
    <div className={styles.result}>
      {(views.length > 1 || json !== null) && (
        <div className={styles.resultBar}>
          {views.length > 1 && (
            <SegmentedControl
              label="How to compare"
              value={view ?? 'text'}
              options={views}
              onChange={setChosen}
            />
          )}
          {json !== null && <span className={styles.summary}>{countWords(json.changes)}</span>}
        </div>
      )}
      {notes.map((note) => (
        <p key={note} className={styles.resultNote}>
          {note}
        </p>
      ))}
      <div className={styles.resultBody}>
        {comparison.kind === 'bytes' ? (
          <BytesResult comparison={comparison} />
        ) : view === 'list' && json !== null ? (
          <ChangeList changes={json.changes} before={comparison.before} after={comparison.after} />
        ) : view === 'tree' && json !== null ? (
          <ChangeTree changes={json.changes} before={comparison.before} after={comparison.after} />
        ) : view === 'fields' && comparison.fields !== null ? (
          <PairTable
            lines={comparison.fields}
            label="Fields compared"
            same="The fields are the same."
            secret={isSecretHeader}
          />
        ) : (
          <DiffView
            before={comparison.shownBefore}
            after={comparison.shownAfter}
            language={comparison.language}
            label="Body"
          />
        )}
      </div>
    </div>
  )
}

function viewsOf(comparison: BodyComparison): { value: View; label: string }[] {
  if (comparison.kind === 'bytes') return []
  const views: { value: View; label: string }[] = []
  if (comparison.json?.ok === true)
    views.push({ value: 'list', label: 'Changes' }, { value: 'tree', label: 'Tree' })
  if (comparison.fields !== null) views.push({ value: 'fields', label: 'Fields' })
  views.push({ value: 'text', label: 'Text' })
  return views
}

function countWords(changes: readonly { kind: string }[]): string {
  if (changes.length === 0) return 'The same in meaning; only spelling, order of keys or blanks differ.'
  return (['changed', 'added', 'removed', 'moved'] as const)
    .map((kind) => ({ kind, count: changes.filter((change) => change.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${formatCount(count)} ${kind}`)
    .join(', ')
}

function BytesResult({ comparison }: { comparison: Extract<BodyComparison, { kind: 'bytes' }> }) {
  const { sizes, firstDifference, compared, reason } = comparison
  return (
    <div className={styles.message}>
      <p>{reason}</p>
      <p>
        {formatCount(sizes[0])} bytes before, {formatCount(sizes[1])} bytes after.
      </p>
      <p>
        {firstDifference === null
          ? compared === Math.min(...sizes)
            ? 'One begins with all of the other.'
            : `The first ${formatBytes(compared)} are the same; the rest was not compared.`
          : `The first difference is at byte ${formatCount(firstDifference)} (0x${firstDifference.toString(16)}).`}
      </p>
    </div>
  )
}
