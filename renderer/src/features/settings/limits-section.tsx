import type { Limits, Settings } from '#shared/domain/settings.ts'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { FormSection, WithUnit } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { say } from '../../ui/toast.tsx'
import { saveSettings } from './save-settings.ts'
import styles from './settings-screen.module.css'

interface LimitField {
  key: keyof Limits
  label: string
  unit: string | null
  hint: string
  /** How many of the stored units one shown unit holds. */
  factor: number
  min: number
  max: number
}

const fields: readonly LimitField[] = [
  {
    key: 'bodyBytes',
    label: 'Body',
    unit: 'MB',
    factor: 1_000_000,
    min: 0.001024,
    max: 10_737,
    hint: 'A larger one is answered with 413; what came is kept.',
  },
  {
    key: 'headerBytes',
    label: 'Headers',
    unit: 'kB',
    factor: 1_000,
    min: 1.024,
    max: 1_048,
    hint: 'Request line and headers together; more is answered with 431.',
  },
  {
    key: 'connections',
    label: 'Connections',
    unit: null,
    factor: 1,
    min: 1,
    max: 65_535,
    hint: 'At once; a further one is answered with 503.',
  },
  {
    key: 'queuedRequests',
    label: 'Waiting requests',
    unit: null,
    factor: 1,
    min: 1,
    max: 1_000_000,
    hint: 'For the store; a further one is answered with 503 and Retry-After.',
  },
  {
    key: 'headerTimeoutMs',
    label: 'Time for the headers',
    unit: 's',
    factor: 1_000,
    min: 0.1,
    max: 600,
    hint: 'From the first byte to the last header.',
  },
  {
    key: 'bodyIdleTimeoutMs',
    label: 'Pause in a body',
    unit: 's',
    factor: 1_000,
    min: 0.1,
    max: 3_600,
    hint: 'Longest silence before an upload counts as broken off.',
  },
  {
    key: 'keepAliveMs',
    label: 'Keep-alive',
    unit: 's',
    factor: 1_000,
    min: 0,
    max: 600,
    hint: 'How long an idle connection stays open.',
  },
]

/** What the receiver accepts. */
export function LimitsSection({ settings }: { settings: Settings }) {
  const [limits, setLimits] = useState(settings.receiver.limits)
  const [problem, setProblem] = useState<string | null>(null)
  const changed = JSON.stringify(limits) !== JSON.stringify(settings.receiver.limits)
  const save = async (): Promise<void> => {
    const failure = await saveSettings({ receiver: { limits } })
    setProblem(failure)
    if (failure === null) say('Limits saved')
  }
  return (
    <FormSection title="Limits" text="Senders that exceed one get a clear error, and you see what came.">
      <div className={styles.limits}>
        {fields.map(({ key, label, unit, hint, factor, min, max }) => (
          <Field key={key} label={label} hint={hint}>
            {(ids) => (
              <WithUnit unit={unit}>
                <NumberField
                  {...ids}
                  value={limits[key] / factor}
                  min={min}
                  max={max}
                  onChange={(value) => {
                    if (value !== null) setLimits({ ...limits, [key]: Math.round(value * factor) })
                  }}
                />
              </WithUnit>
            )}
          </Field>
        ))}
      </div>
      {problem !== null && <Notice copy={problem}>{problem}</Notice>}
      <div className={styles.actions}>
        <Button disabled={!changed} onClick={() => void save()}>
          Save limits
        </Button>
        {changed && (
          <Button variant="ghost" onClick={() => setLimits(settings.receiver.limits)}>
            Discard
          </Button>
        )}
      </div>
    </FormSection>
  )
}
