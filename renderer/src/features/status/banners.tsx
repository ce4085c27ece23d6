import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useConnection } from '../../state/connection.ts'
import { useStatus } from '../../state/queries.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { cx } from '../../ui/cx.ts'
import { Spinner } from '../../ui/progress.tsx'
import styles from './banners.module.css'
import { startReceiver } from './receiver-actions.ts'
import { UsePortButton } from './receiver-indicator.tsx'

/** What keeps Hookbench from doing its work, above the screen until it is over. */
export function Banners() {
  const connection = useConnection()
  const receiver = useStatus().data?.receiver
  if (connection === 'refused') {
    return (
      <Banner tone="warning" icon={<TriangleAlert aria-hidden />}>
        Hookbench was started anew, and this page belongs to the run before. Open the address that it printed
        at its start.
      </Banner>
    )
  }
  if (connection === 'lost') {
    return (
      <Banner tone="warning" icon={<Spinner label="Trying to connect" />}>
        Hookbench does not answer. What is on screen may be out of date; trying again until it is back.
      </Banner>
    )
  }
  return (
    <>
      {receiver?.state === 'failed' && (
        <Banner
          tone="error"
          icon={<CircleAlert aria-hidden />}
          actions={
            <>
              {receiver.freePort !== null && <UsePortButton port={receiver.freePort} />}
              <Button size="small" onClick={() => void startReceiver()}>
                Try again
              </Button>
              <CopyButton text={receiver.message} label="Copy the message" />
            </>
          }
        >
          {receiver.message}
        </Banner>
      )}
      {receiver?.state === 'stopped' && (
        <Banner
          tone="warning"
          icon={<TriangleAlert aria-hidden />}
          actions={
            <Button size="small" variant="primary" onClick={() => void startReceiver()}>
              Start the receiver
            </Button>
          }
        >
          The receiver is stopped: senders get no answer.
        </Banner>
      )}
    </>
  )
}

function Banner({
  tone,
  icon,
  actions,
  children,
}: {
  tone: 'error' | 'warning'
  icon: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <div className={cx(styles.banner, styles[tone])} role={tone === 'error' ? 'alert' : 'status'}>
      {icon}
      <div className={styles.text}>{children}</div>
      {actions}
    </div>
  )
}
