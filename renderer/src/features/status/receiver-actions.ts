import { messageOf } from '../../client/call-error.ts'
import { call } from '../../client/host.ts'
import { sayError } from '../../ui/toast.tsx'

/** Starts the receiver on the port that is set. */
export async function startReceiver(): Promise<void> {
  try {
    const state = await call('receiver.start', {})
    if (state.state === 'failed') sayError('The receiver could not start.', state.message)
  } catch (error) {
    sayError('The receiver could not start.', messageOf(error))
  }
}

export async function stopReceiver(): Promise<void> {
  try {
    await call('receiver.stop', {})
  } catch (error) {
    sayError('The receiver could not be stopped.', messageOf(error))
  }
}

/** Moves the receiver to another port for good, and starts it. */
export async function moveReceiver(port: number): Promise<void> {
  try {
    await call('settings.update', { receiver: { port } })
    const { receiver } = await call('app.status', {})
    if (receiver.state !== 'listening') await startReceiver()
  } catch (error) {
    sayError(`The receiver could not move to port ${port}.`, messageOf(error))
  }
}
