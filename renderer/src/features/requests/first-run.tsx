import type { ReactNode } from 'react'
import { unmatchedId, useEndpoint, useEndpoints } from '../../state/queries.ts'
import { useRoute } from '../../state/route.ts'
import { CopyButton, CopyTextButton } from '../../ui/copy-button.tsx'
import { curlLine } from './curl-line.ts'
import styles from './first-run.module.css'

/** Nothing has arrived yet: the address, a line to paste, a sample to send. */
export function FirstRun({ samples }: { samples: ReactNode }) {
  const chosen = useEndpoint(useRoute((route) => route.endpointId))
  const first = (useEndpoints().data ?? []).find((endpoint) => endpoint.id !== unmatchedId)
  const endpoint = chosen ?? first
  if (endpoint === undefined) return null
  return (
    <section className={styles.page} aria-label="First request">
      <div className={styles.card}>
        <div className={styles.head}>
          <h1 className={styles.title}>
            {endpoint.url === null ? 'The receiver does not listen' : 'Waiting for the first request'}
          </h1>
          <p className={styles.text}>
            {endpoint.url === null
              ? 'Start it, or move it to a free port, with the buttons above. The address to send to then appears here.'
              : 'Everything that is sent to this address shows up here, byte for byte, as soon as it arrives.'}
          </p>
        </div>
        {endpoint.url !== null && (
          <>
            <div className={styles.step}>
              <span className={styles.label}>Give this URL to the sender</span>
              <div className={`${styles.line ?? ''} ${styles.url ?? ''}`}>
                <code>{endpoint.url}</code>
                <CopyTextButton variant="primary" text={endpoint.url}>
                  Copy URL
                </CopyTextButton>
              </div>
            </div>
            <div className={styles.step}>
              <span className={styles.label}>Or paste this into a terminal</span>
              <div className={styles.line}>
                <code>{curlLine(endpoint.url)}</code>
                <CopyButton size="medium" text={curlLine(endpoint.url)} label="Copy the line" />
              </div>
            </div>
            <div className={styles.step}>
              <span className={styles.label}>Or let Hookbench send a real-shaped event over HTTP</span>
              <div>{samples}</div>
            </div>
            <p className={styles.wait} role="status">
              <span className={styles.pulse} aria-hidden />
              Listening for requests to {endpoint.name}
            </p>
          </>
        )}
      </div>
    </section>
  )
}
