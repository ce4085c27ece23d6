import { useMemo, type ReactNode } from 'react'
import { CopyTextButton } from '../../../ui/copy-button.tsx'
import styles from './code.module.css'
import { tokensOf } from './highlight.ts'

/** A few lines of code with colours and a way to copy them; `children` stand above it on the left. */
export function CodeBlock({
  code,
  language,
  label,
  children,
}: {
  code: string
  language: string
  label: string
  children?: ReactNode
}) {
  const tokens = useMemo(() => tokensOf(code, language), [code, language])
  return (
    <div className={styles.block}>
      <div className={styles.blockHead}>
        {children}
        <CopyTextButton text={code} size="small" className={styles.copy}>
          Copy
        </CopyTextButton>
      </div>
      <pre className={styles.code} aria-label={label} tabIndex={0}>
        <code>
          {tokens.map((token, index) => (
            <span key={index} className={token.kind === 'plain' ? undefined : styles[token.kind]}>
              {token.text}
            </span>
          ))}
        </code>
      </pre>
    </div>
  )
}
