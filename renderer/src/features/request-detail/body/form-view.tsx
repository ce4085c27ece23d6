import { useMemo } from 'react'
import { parseForm } from '#shared/domain/form.ts'
import type { ByteSource } from '../../../editor/document/byte-source.ts'
import { messageOf } from '../../../client/call-error.ts'
import { formatBytes } from '../../../ui/format.ts'
import { Notice } from '../../../ui/notice.tsx'
import { FieldTable } from '../query/field-table.tsx'
import styles from './body.module.css'
import { useBytes } from './use-bytes.ts'

/** A longer form is shown as far as this. */
const formLimit = 4_000_000

/** The fields of an urlencoded body, in their order. */
export function FormView({ source, charset }: { source: ByteSource; charset: string }) {
  const bytes = useBytes(source, formLimit)
  const form = useMemo(
    () => (bytes.data === undefined ? null : parseForm(bytes.data, charset)),
    [bytes.data, charset],
  )
  if (bytes.isError) {
    return (
      <div className={styles.notes}>
        <Notice>The form could not be read: {messageOf(bytes.error)}</Notice>
      </div>
    )
  }
  if (form === null) return null
  return (
    <div className={styles.scroll}>
      <FieldTable fields={form.fields} label="Fields of the form" />
      {(form.omitted > 0 || source.size > formLimit) && (
        <p className={styles.after}>
          {source.size > formLimit
            ? `Only the first ${formatBytes(formLimit)} are taken apart. Raw shows all of it.`
            : `${form.omitted.toLocaleString()} more fields are left out. Raw shows them.`}
        </p>
      )}
    </div>
  )
}
