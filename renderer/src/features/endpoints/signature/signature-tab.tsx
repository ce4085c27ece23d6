import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import type { SchemeInfo } from '#shared/domain/signature.ts'
import { ExternalLink } from 'lucide-react'
import { schemeGroups, useSchemes } from '../../../state/schemes.ts'
import { CodeWords } from '../../../ui/code-words.tsx'
import { Combobox, type ComboboxGroup } from '../../../ui/combobox.tsx'
import { Field } from '../../../ui/field.tsx'
import { FormSection } from '../../../ui/form.tsx'
import { SwitchRow } from '../../../ui/switch.tsx'
import type { TabProps } from '../settings/tab-props.ts'
import { SchemeOptionFields } from './scheme-option-fields.tsx'
import { SecretsEditor } from '../secrets/secrets-editor.tsx'
import styles from './signature-tab.module.css'

type Choice = SchemeId | 'none'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** How the endpoint's requests are checked, and with which secrets. */
export function SignatureTab({ endpoint, draft, change }: TabProps) {
  const schemes = useSchemes().data ?? []
  const { signature } = draft
  const scheme = schemes.find(({ id }) => id === signature?.scheme)
  const groups: ComboboxGroup<Choice>[] = [
    { heading: null, options: [{ value: 'none', label: 'Signatures are not checked', words: 'none off' }] },
    ...schemeGroups(schemes),
  ]
  const choose = (choice: Choice): void => {
    if (choice === 'none') change({ signature: null })
    else if (choice !== signature?.scheme)
      change({ signature: { scheme: choice, options: {}, enforce: signature?.enforce ?? false } })
  }
  return (
    <>
      <FormSection
        title="Scheme"
        text="Each request is checked as it arrives, over the bytes that came. The verdict stands in the list and in the Signature tab of the request."
      >
        <Field label="Signed as" hint={scheme && <SchemeHint scheme={scheme} />}>
          {(ids) => (
            <Combobox
              {...ids}
              value={signature?.scheme ?? 'none'}
              groups={groups}
              onChange={choose}
              searchLabel="Find a scheme"
              placeholder="Choose a scheme"
            />
          )}
        </Field>
        {scheme !== undefined && signature !== null && (
          <>
            <SchemeOptionFields
              key={scheme.id}
              scheme={scheme}
              options={signature.options}
              onChange={(options) => change({ signature: { ...signature, options } })}
            />
            {scheme.notes.length > 0 && (
              <ul className={styles.notes}>
                {scheme.notes.map((note) => (
                  <li key={note}>
                    <CodeWords text={note} />
                  </li>
                ))}
              </ul>
            )}
            <SwitchRow
              label="Refuse what is not genuine"
              hint="A request whose signature is invalid, stale or missing is answered with 401 in place of the endpoint’s own answer. A copy is kept all the same, with the reason. Without a secret everything is refused."
              checked={signature.enforce}
              onChange={(enforce) => change({ signature: { ...signature, enforce } })}
            />
          </>
        )}
      </FormSection>
      <SecretsEditor
        endpoint={endpoint}
        purpose="signature"
        title={scheme?.keyKind === 'secret' || scheme === undefined ? 'Secrets' : 'Keys'}
        text="Each of them is tried, so an old and a new one can stand side by side while they are rotated. Encrypted on disk, never in logs, lists or exports. Changes here take effect at once."
        keyName={scheme === undefined ? 'Secret' : capital(scheme.keyName)}
        multiline={scheme?.keyKind === 'certificate'}
      />
    </>
  )
}

function SchemeHint({ scheme }: { scheme: SchemeInfo }) {
  return (
    <>
      Key: {scheme.keyName}. {scheme.coverage === 'nothing' && 'The body is not covered by it. '}
      {scheme.coverage === 'fields' && 'Only some fields of the body are covered by it. '}
      <a className={styles.link} href={scheme.documentation} target="_blank" rel="noreferrer">
        Documentation
        <ExternalLink aria-hidden />
      </a>
    </>
  )
}
