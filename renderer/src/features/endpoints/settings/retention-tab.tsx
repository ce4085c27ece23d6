import { Field } from '../../../ui/field.tsx'
import { FormSection, WithUnit } from '../../../ui/form.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import type { TabProps } from './tab-props.ts'

const hour = 3_600_000
const megabyte = 1_000_000

/** When old requests go by themselves. */
export function RetentionTab({ draft, change }: TabProps) {
  const { retention } = draft
  return (
    <FormSection
      title="How long requests are kept"
      text="The oldest go first, as soon as one of these is reached. An empty field means no limit. Pinned requests always stay."
    >
      <Field label="At most">
        {(ids) => (
          <WithUnit unit="requests">
            <NumberField
              {...ids}
              value={retention.maxCount}
              min={1}
              max={10_000_000}
              placeholder="no limit"
              onChange={(count) =>
                change({ retention: { ...retention, maxCount: count === null ? null : Math.round(count) } })
              }
            />
          </WithUnit>
        )}
      </Field>
      <Field label="Not older than">
        {(ids) => (
          <WithUnit unit="hours">
            <NumberField
              {...ids}
              value={retention.maxAgeMs === null ? null : retention.maxAgeMs / hour}
              min={0.02}
              max={1_000_000}
              placeholder="no limit"
              onChange={(hours) =>
                change({
                  retention: { ...retention, maxAgeMs: hours === null ? null : Math.round(hours * hour) },
                })
              }
            />
          </WithUnit>
        )}
      </Field>
      <Field label="Together not larger than" hint="Headers and bodies of this endpoint’s requests.">
        {(ids) => (
          <WithUnit unit="MB">
            <NumberField
              {...ids}
              value={retention.maxBytes === null ? null : retention.maxBytes / megabyte}
              min={1}
              max={10_000_000}
              placeholder="no limit"
              onChange={(size) =>
                change({
                  retention: { ...retention, maxBytes: size === null ? null : Math.round(size * megabyte) },
                })
              }
            />
          </WithUnit>
        )}
      </Field>
    </FormSection>
  )
}
