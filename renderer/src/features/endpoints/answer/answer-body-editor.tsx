import type { AnswerBody } from '#shared/domain/answer.ts'
import type { DialogAnswer } from '#shared/contract/dialogs.ts'
import { useId } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { SwitchRow } from '../../../ui/switch.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { sayError } from '../../../ui/toast.tsx'
import styles from '../settings/endpoint-dialog.module.css'
import { jsonProblem } from './json-problem.ts'

const types = [
  { value: 'json', label: 'JSON' },
  { value: 'text', label: 'Text' },
  { value: 'file', label: 'File' },
  { value: 'empty', label: 'Empty' },
] as const

/** The answer's body: text, JSON or a file. */
export function AnswerBodyEditor({
  body,
  onChange,
}: {
  body: AnswerBody
  onChange: (body: AnswerBody) => void
}) {
  const id = useId()
  const text = 'text' in body ? body.text : ''
  const template = 'template' in body && body.template
  const choose = (type: AnswerBody['type']): void => {
    if (type === 'empty') onChange({ type })
    else if (type === 'file') onChange({ type, path: '' })
    else onChange({ type, text, template })
  }
  const problem = body.type === 'json' ? jsonProblem(text, template) : null
  return (
    <div className={styles.headers}>
      <div className={styles.bodyHead}>
        <label className={styles.label} htmlFor={id}>
          Body
        </label>
        <Select id={id} value={body.type} options={types} onChange={choose} />
      </div>
      {(body.type === 'text' || body.type === 'json') && (
        <>
          <TextArea
            mono
            rows={7}
            aria-label="Text of the body"
            value={text}
            onChange={(event) => onChange({ ...body, text: event.target.value })}
          />
          {problem !== null && <span className={styles.muted}>Not valid JSON, sent as it is: {problem}</span>}
          <SwitchRow
            label="Fill in values from the request"
            hint={
              <>
                <code>{'{{method}}'}</code> <code>{'{{path}}'}</code> <code>{'{{query.page}}'}</code>{' '}
                <code>{'{{header.x-event}}'}</code> <code>{'{{json.data.id}}'}</code>
              </>
            }
            checked={body.template}
            onChange={(on) => onChange({ ...body, template: on })}
          />
        </>
      )}
      {body.type === 'file' && (
        <FileField path={body.path} onChange={(path) => onChange({ type: 'file', path })} />
      )}
    </div>
  )
}

function FileField({ path, onChange }: { path: string; onChange: (path: string) => void }) {
  const bridge =
    window.hookbench?.capabilities.includes('fileDialogs') === true ? window.hookbench : undefined
  const choose = async (): Promise<void> => {
    const reply = await bridge?.dialog({ kind: 'open-file', title: 'The file to answer with' })
    if (reply === undefined) return
    if (!reply.ok) sayError('The file could not be chosen.', reply.error.message)
    else if (reply.value !== null) onChange((reply.value as NonNullable<DialogAnswer>).path)
  }
  return (
    <div style={{ width: '100%' }}>
      <Field label="Path" hint="A file of this machine, read anew for each answer.">
        {(ids) => (
          <div className={styles.bodyHead}>
            <TextField
              {...ids}
              mono
              value={path}
              placeholder="/home/me/answer.pdf"
              onChange={(event) => onChange(event.target.value)}
            />
            {bridge !== undefined && <Button onClick={() => void choose()}>Choose…</Button>}
          </div>
        )}
      </Field>
    </div>
  )
}
