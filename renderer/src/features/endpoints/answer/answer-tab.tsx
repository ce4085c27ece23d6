import type { Answer } from '#shared/domain/answer.ts'
import { useRef } from 'react'
import { Field } from '../../../ui/field.tsx'
import { FormRow, FormSection, WithUnit } from '../../../ui/form.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { SegmentedControl } from '../../../ui/segmented.tsx'
import { AnswerBodyEditor } from './answer-body-editor.tsx'
import styles from '../settings/endpoint-dialog.module.css'
import type { TabProps } from '../settings/tab-props.ts'
import { HeadersEditor } from './headers-editor.tsx'

type Respond = Extract<Answer, { kind: 'respond' }>

/** Same value as in shared/domain/answer.ts, which the window must not load for its schemas. */
const standardAnswer: Respond = {
  kind: 'respond',
  status: 200,
  headers: [],
  body: { type: 'json', text: '{"ok":true}', template: false },
  delayMs: 0,
}

const explanations: Record<Answer['kind'], string> = {
  respond: 'Every request is stored, then answered with this.',
  close:
    'Every request is stored, then the connection is closed without an answer: to see how a sender takes it.',
  hang: 'Every request is stored and never answered; the sender’s own time-out ends it.',
}

/** What a sender gets. */
export function AnswerTab({ draft, change }: TabProps) {
  const { answer } = draft
  // Going through the kinds and back must not lose what was written.
  const respond = useRef<Respond>(answer.kind === 'respond' ? answer : standardAnswer)
  const set = (next: Answer): void => change({ answer: next })
  const choose = (kind: Answer['kind']): void => {
    if (answer.kind === 'respond') respond.current = answer
    if (kind === 'respond') set(respond.current)
    else if (kind === 'close') set({ kind, delayMs: 0 })
    else set({ kind })
  }
  return (
    <FormSection>
      <div className={styles.headers}>
        <SegmentedControl
          label="What happens once a request is stored"
          value={answer.kind}
          onChange={choose}
          options={[
            { value: 'respond', label: 'Respond' },
            { value: 'close', label: 'Close the connection' },
            { value: 'hang', label: 'Never answer' },
          ]}
        />
        <p className={styles.muted}>{explanations[answer.kind]}</p>
      </div>
      {answer.kind === 'respond' && (
        <>
          <FormRow>
            <Field label="Status" hint={`${answer.status} ${reasonOf(answer.status)}`}>
              {(ids) => (
                <NumberField
                  {...ids}
                  value={answer.status}
                  min={200}
                  max={599}
                  onChange={(status) => set({ ...answer, status: status ?? 200 })}
                />
              )}
            </Field>
            <Delay answer={answer} set={set} />
          </FormRow>
          <HeadersEditor headers={answer.headers} onChange={(headers) => set({ ...answer, headers })} />
          <AnswerBodyEditor body={answer.body} onChange={(body) => set({ ...answer, body })} />
        </>
      )}
      {answer.kind === 'close' && (
        <FormRow>
          <Delay answer={answer} set={set} />
        </FormRow>
      )}
    </FormSection>
  )
}

function Delay({
  answer,
  set,
}: {
  answer: Exclude<Answer, { kind: 'hang' }>
  set: (answer: Answer) => void
}) {
  return (
    <Field label="Delay" hint="Before the answer, at most 60,000 ms. Other requests do not wait.">
      {(ids) => (
        <WithUnit unit="ms">
          <NumberField
            {...ids}
            value={answer.delayMs}
            max={60_000}
            onChange={(delayMs) => set({ ...answer, delayMs: Math.round(delayMs ?? 0) })}
          />
        </WithUnit>
      )}
    </Field>
  )
}

const reasons: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

function reasonOf(status: number): string {
  return (
    reasons[status] ??
    ['', '', 'Success', 'Redirection', 'Client error', 'Server error'][Math.floor(status / 100)] ??
    ''
  )
}
