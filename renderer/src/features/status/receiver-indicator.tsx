import type { ReceiverState } from '#shared/domain/app.ts'
import { useEffect, useRef } from 'react'
import { host } from '../../client/host.ts'
import { useDisconnected } from '../../state/connection.ts'
import { useStatus } from '../../state/queries.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { moveReceiver, startReceiver, stopReceiver } from './receiver-actions.ts'
import styles from './receiver-indicator.module.css'

/** The receiver in a word: also what screen readers hear. */
export function receiverWord(receiver: ReceiverState | undefined, lost: boolean): string {
  if (lost) return 'Hookbench does not answer'
  switch (receiver?.state) {
    case 'listening':
      return `Listening on ${receiver.url}`
    case 'failed':
      return `Not listening: port ${receiver.port} failed`
    case 'stopped':
      return 'The receiver is stopped'
    case undefined:
      return 'The receiver is starting'
  }
}

/** A dot that beats once for each arrival; its shape tells the state as well as its colour. */
export function HeartbeatDot({ receiver, lost }: { receiver: ReceiverState | undefined; lost: boolean }) {
  const dot = useRef<HTMLSpanElement>(null)
  useEffect(
    () =>
      host().on('requests.captured', () => {
        const element = dot.current
        if (element === null || element.getAnimations().length > 0) return
        element.classList.remove(styles.beat ?? '')
        // Reading a size makes the browser start the animation afresh.
        element.getBoundingClientRect()
        element.classList.add(styles.beat ?? '')
      }),
    [],
  )
  const state = lost ? 'lost' : (receiver?.state ?? 'stopped')
  return <span ref={dot} className={cx(styles.dot, styles[state])} aria-hidden />
}

/** The dot in the rail, with the receiver's address and switch behind it. */
export function ReceiverIndicator() {
  const receiver = useStatus().data?.receiver
  const lost = useDisconnected()
  const word = receiverWord(receiver, lost)
  return (
    <Popover
      label="Receiver"
      side="right"
      align="end"
      trigger={
        <IconButton size="large" label={word} tooltipSide="right">
          <HeartbeatDot receiver={receiver} lost={lost} />
        </IconButton>
      }
    >
      <div className={styles.panel}>
        <div className={styles.head}>
          <HeartbeatDot receiver={receiver} lost={lost} />
          {receiver?.state === 'listening' && !lost ? 'Listening' : word}
        </div>
        {receiver?.state === 'listening' && (
          <>
            <div className={styles.address}>
              <code>{receiver.url}</code>
              <CopyButton text={receiver.url} label="Copy the address" />
            </div>
            <div className={styles.actions}>
              <Button size="small" onClick={() => void stopReceiver()}>
                Stop the receiver
              </Button>
            </div>
          </>
        )}
        {receiver?.state === 'failed' && <p className={styles.text}>{receiver.message}</p>}
        {receiver !== undefined && receiver.state !== 'listening' && (
          <div className={styles.actions}>
            {receiver.state === 'failed' && receiver.freePort !== null && (
              <UsePortButton port={receiver.freePort} />
            )}
            <Button size="small" onClick={() => void startReceiver()}>
              {receiver.state === 'failed' ? 'Try again' : 'Start the receiver'}
            </Button>
          </div>
        )}
      </div>
    </Popover>
  )
}

/** Moves the receiver to a port that is free. */
export function UsePortButton({ port }: { port: number }) {
  return (
    <Button size="small" variant="primary" onClick={() => void moveReceiver(port)}>
      Use port {port}
    </Button>
  )
}
