import type { SchemeOptions } from './options.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { hasCode, messageOf } from '../../../client/call-error.ts'
import { call } from '../../../client/host.ts'
import { remember, remembered } from '../../../state/storage.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Spinner } from '../../../ui/progress.tsx'
import { Select } from '../../../ui/select.tsx'
import { CodeBlock } from './code-block.tsx'
import styles from './code.module.css'
import { languageName } from './frameworks.ts'

const isText = (value: unknown): value is string => typeof value === 'string' && value.length < 60

/** Code for the reader's own receiver that verifies this scheme. Opened on demand. */
export function VerifierCode({ scheme, options }: { scheme: SchemeId; options?: SchemeOptions | undefined }) {
  const [open, setOpen] = useState(false)
  return (
    <section className={styles.part} aria-label="Verifier code">
      <div className={styles.head}>
        <button type="button" className={styles.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          Verifier code
        </button>
      </div>
      {open && <Code scheme={scheme} options={options} />}
    </section>
  )
}

/** Every scheme has code for it. */
const anyLanguage = 'express'

function Code({ scheme, options }: { scheme: SchemeId; options?: SchemeOptions | undefined }) {
  const [language, setLanguage] = useState(() => remembered('signature.language', isText) ?? anyLanguage)
  const code = useQuery({
    queryKey: ['verifier-code', scheme, language, options],
    queryFn: async ({ signal }) => {
      const read = async (wanted: string) => ({
        language: wanted,
        ...(await call(
          'signatures.code',
          { scheme, language: wanted, ...(options === undefined ? {} : { options }) },
          { signal },
        )),
      })
      try {
        return await read(language)
      } catch (error) {
        // The language that was chosen last may be there for another scheme only.
        if (language === anyLanguage || hasCode(error, 'cancelled')) throw error
        return read(anyLanguage)
      }
    },
    placeholderData: keepPreviousData,
  })
  if (code.isError) {
    return (
      <div className={styles.body}>
        <Notice copy={messageOf(code.error)}>{messageOf(code.error)}</Notice>
      </div>
    )
  }
  if (code.data === undefined) {
    return (
      <div className={styles.body}>
        <Spinner />
      </div>
    )
  }
  const { languages } = code.data
  const shown = code.data.language
  return (
    <div className={styles.body}>
      <p className={styles.text}>
        A receiver that checks this scheme, to paste into your own code. The secret stays in your environment.
      </p>
      <CodeBlock code={code.data.code} language={languageName(shown)} label="Verifier code">
        {languages.length > 0 && (
          <Select
            aria-label="Language of the verifier code"
            className={styles.language}
            value={shown}
            onChange={(next) => {
              remember('signature.language', next)
              setLanguage(next)
            }}
            options={languages.map(({ id, title }) => ({ value: id, label: title }))}
          />
        )}
      </CodeBlock>
    </div>
  )
}
