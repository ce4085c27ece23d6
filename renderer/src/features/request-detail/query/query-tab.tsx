import { useMemo } from 'react'
import type { FormField } from '#shared/domain/form.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { requestBody } from '../../../state/body-source.ts'
import { FormView } from '../body/form-view.tsx'
import { CopyTextButton } from '../../../ui/copy-button.tsx'
import { Section } from '../section.tsx'
import { FieldTable } from './field-table.tsx'
import styles from './fields.module.css'

/** Parameters of the query, and fields of the body when that is a form. */
export function QueryTab({
  request,
  query,
  form,
}: {
  request: RequestDetail
  query: readonly FormField[]
  form: FormSource | null
}) {
  const rawQuery = request.target.slice(request.target.indexOf('?') + 1)
  return (
    <div className={styles.tab}>
      {query.length > 0 && (
        <Section
          title="Query"
          count={query.length}
          actions={
            <CopyTextButton size="small" variant="ghost" text={rawQuery}>
              Copy as sent
            </CopyTextButton>
          }
        >
          <FieldTable fields={query} label="Parameters of the query" />
        </Section>
      )}
      {form !== null && (
        <Section title="Form">
          <Form request={request} form={form} />
        </Section>
      )}
    </div>
  )
}

/** A body that is an urlencoded form. */
export interface FormSource {
  readonly size: number
  readonly decoded: boolean
}

function Form({ request, form }: { request: RequestDetail; form: FormSource }) {
  const source = useMemo(
    () => requestBody(request.id, form.size, form.decoded),
    [request.id, form.size, form.decoded],
  )
  return <FormView source={source} charset="utf-8" />
}
