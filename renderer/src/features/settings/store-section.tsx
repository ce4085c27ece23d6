import type { Settings } from '#shared/domain/settings.ts'
import { useRef, useState } from 'react'
import { CallError, messageOf } from '../../client/call-error.ts'
import { call } from '../../client/host.ts'
import { useAppInfo, useStatus } from '../../state/queries.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { FormSection } from '../../ui/form.tsx'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { ProgressBar } from '../../ui/progress.tsx'
import { saveSettings } from './save-settings.ts'
import styles from './settings-screen.module.css'

type Outcome = { tone: 'info' | 'error'; text: string; problems?: readonly string[] }

/** Where requests are kept, and its upkeep. */
export function StoreSection({ settings }: { settings: Settings }) {
  const info = useAppInfo().data
  const status = useStatus().data
  const [unmatched, setUnmatched] = useState<number | null>(settings.unmatchedCount)
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <FormSection title="Storage">
      <dl className={styles.facts}>
        <dt>Data folder</dt>
        <dd>
          <code>{info?.dataFolder}</code>
          {info !== undefined && <CopyButton text={info.dataFolder} label="Copy the path" />}
        </dd>
        <dt>Kept</dt>
        <dd>
          {status === undefined
            ? ''
            : `${formatCount(status.requestCount)} requests, ${formatBytes(status.storeBytes)} on disk`}
        </dd>
      </dl>
      <Field
        label="Unmatched requests kept"
        hint="Requests whose address named no endpoint; the oldest go first."
      >
        {(ids) => (
          <div className={styles.actions}>
            <NumberField
              {...ids}
              className={styles.short}
              value={unmatched}
              max={100_000}
              onChange={setUnmatched}
            />
            <Button
              disabled={unmatched === null || unmatched === settings.unmatchedCount}
              onClick={() =>
                void saveSettings({ unmatchedCount: Math.round(unmatched ?? 0) }).then(setProblem)
              }
            >
              Save
            </Button>
          </div>
        )}
      </Field>
      {problem !== null && <Notice copy={problem}>{problem}</Notice>}
      <Upkeep />
    </FormSection>
  )
}

/** Check and compact: long enough on a large store to need a way out. */
function Upkeep() {
  const [running, setRunning] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const control = useRef<AbortController | null>(null)
  const run = async (label: string, work: (signal: AbortSignal) => Promise<Outcome>): Promise<void> => {
    control.current = new AbortController()
    setRunning(label)
    setOutcome(null)
    try {
      setOutcome(await work(control.current.signal))
    } catch (error) {
      const cancelled = error instanceof CallError && error.code === 'cancelled'
      setOutcome(cancelled ? null : { tone: 'error', text: messageOf(error) })
    } finally {
      setRunning(null)
    }
  }
  const check = (): Promise<void> =>
    run('Checking the store', async (signal) => {
      const { ok, problems } = await call('store.check', {}, { signal })
      return ok
        ? { tone: 'info', text: 'The database and every body file are sound.' }
        : { tone: 'error', text: 'The store has problems:', problems }
    })
  const compact = (): Promise<void> =>
    run('Compacting the store', async (signal) => {
      const { beforeBytes, afterBytes } = await call('store.compact', {}, { signal })
      return { tone: 'info', text: `${formatBytes(beforeBytes)} before, ${formatBytes(afterBytes)} now.` }
    })
  return (
    <>
      <div className={styles.actions}>
        {running === null ? (
          <>
            <Button onClick={() => void check()}>Check the store</Button>
            <Button onClick={() => void compact()}>Compact</Button>
            <span className={styles.muted}>Reads everything once; gives freed space back to the disk.</span>
          </>
        ) : (
          <>
            <div className={styles.wait}>
              <span>{running}…</span>
              <ProgressBar value={null} label={running} />
            </div>
            <Button onClick={() => control.current?.abort()}>Cancel</Button>
          </>
        )}
      </div>
      {outcome !== null && (
        <Notice tone={outcome.tone} copy={[outcome.text, ...(outcome.problems ?? [])].join('\n')}>
          {outcome.text}
          {outcome.problems !== undefined && (
            <ul className={styles.problems}>
              {outcome.problems.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
    </>
  )
}
