import { Check, CircleAlert, Keyboard, ScrollText, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useDisconnected } from '../../state/connection.ts'
import { showPanels, usePanels } from '../../state/panels.ts'
import { useAppInfo, useStatus } from '../../state/queries.ts'
import { copyText } from '../../ui/clipboard.ts'
import { cx } from '../../ui/cx.ts'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { Popover } from '../../ui/popover.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { HeartbeatDot, receiverWord } from './receiver-indicator.tsx'
import styles from './status-bar.module.css'

/** The lower edge: where the receiver listens, how much is kept, and the last error. */
export function StatusBar() {
  const status = useStatus().data
  const lost = useDisconnected()
  const log = usePanels((panels) => panels.log)
  const receiver = status?.receiver
  return (
    <footer className={styles.bar} aria-label="Status">
      {receiver?.state === 'listening' && !lost ? (
        <ReceiverAddress url={receiver.url} />
      ) : (
        <span className={styles.item}>
          <HeartbeatDot receiver={receiver} lost={lost} />
          {receiverWord(receiver, lost)}
        </span>
      )}
      {status && (
        <>
          <span className={styles.item}>{formatCount(status.requestCount)} stored</span>
          <Tooltip label="Database and bodies on disk" side="top">
            <span className={styles.item}>{formatBytes(status.storeBytes)}</span>
          </Tooltip>
          <Tooltip label="Memory that Hookbench's core holds" side="top">
            <span className={styles.item}>{formatBytes(status.memoryBytes)} memory</span>
          </Tooltip>
        </>
      )}
      <span className={styles.spacer} />
      <Warnings />
      {status?.lastError && (
        <button
          type="button"
          className={cx(styles.button, styles.error)}
          title={status.lastError.message}
          onClick={() => showPanels({ log: true })}
        >
          <CircleAlert aria-hidden />
          <span>{status.lastError.message}</span>
        </button>
      )}
      <Tooltip label={log ? 'Hide the log' : 'Show the log'} keys={['Mod', 'J']} side="top">
        <button
          type="button"
          className={styles.button}
          aria-label="Log"
          aria-pressed={log}
          onClick={() => showPanels({ log: !log })}
        >
          <ScrollText aria-hidden />
        </button>
      </Tooltip>
      <Tooltip label="Keyboard shortcuts" keys={['?']} side="top">
        <button
          type="button"
          className={styles.button}
          aria-label="Keyboard shortcuts"
          onClick={() => showPanels({ shortcuts: true })}
        >
          <Keyboard aria-hidden />
        </button>
      </Tooltip>
    </footer>
  )
}

/** What the user should know of this host, e.g. that secrets cannot be kept. */
function Warnings() {
  const warnings = useAppInfo().data?.warnings ?? []
  if (warnings.length === 0) return null
  return (
    <Popover
      label="Good to know"
      side="top"
      align="end"
      trigger={
        <button type="button" className={cx(styles.button, styles.warning)} aria-label="Good to know">
          <TriangleAlert aria-hidden />
          {warnings.length}
        </button>
      }
    >
      <ul className={styles.warnings}>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Popover>
  )
}

function ReceiverAddress({ url }: { url: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <Tooltip label={copied ? 'Copied' : 'Copy the receiver’s address'} side="top">
      <button
        type="button"
        className={styles.button}
        onClick={() => {
          void copyText(url).then(setCopied)
        }}
      >
        <HeartbeatDot receiver={{ state: 'listening', url, host: '', port: 0, tls: false }} lost={false} />
        <span className={styles.mono}>{url}</span>
        {copied && <Check aria-label="copied" />}
      </button>
    </Tooltip>
  )
}
