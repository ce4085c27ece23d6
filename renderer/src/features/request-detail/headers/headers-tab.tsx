import { useState } from 'react'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { CopyTextButton } from '../../../ui/copy-button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Section } from '../section.tsx'
import { HeaderTable } from './header-table.tsx'
import styles from './headers.module.css'

/** The request's header lines and trailers, exactly as received. */
export function HeadersTab({ request }: { request: RequestDetail }) {
  const [filter, setFilter] = useState('')
  const fits = ([name, value]: [string, string]): boolean =>
    `${name}: ${value}`.toLowerCase().includes(filter.trim().toLowerCase())
  const headers = request.headers.filter(fits)
  const trailers = request.trailers.filter(fits)
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <TextField
          aria-label="Filter headers"
          placeholder="Filter headers"
          className={styles.filter}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && filter !== '') {
              event.stopPropagation()
              setFilter('')
            }
          }}
        />
        <CopyTextButton size="small" variant="ghost" text={headerLines(request.headers)}>
          Copy all
        </CopyTextButton>
      </div>
      {headers.length === 0 && trailers.length === 0 ? (
        <p className={styles.none}>No header holds “{filter.trim()}”.</p>
      ) : (
        <HeaderTable pairs={headers} label="Headers" />
      )}
      {trailers.length > 0 && (
        <Section
          title="Trailers"
          count={trailers.length}
          actions={
            <CopyTextButton size="small" variant="ghost" text={headerLines(request.trailers)}>
              Copy all
            </CopyTextButton>
          }
        >
          <p className={styles.hint}>Sent after the body, in the last chunk.</p>
          <HeaderTable pairs={trailers} label="Trailers" />
        </Section>
      )}
    </div>
  )
}

function headerLines(pairs: HeaderPairs): string {
  return pairs.map(([name, value]) => `${name}: ${value}`).join('\n')
}
