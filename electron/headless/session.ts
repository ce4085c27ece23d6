import { setTimeout as wait } from 'node:timers/promises'
import type { Call } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import { heldBy, readInstanceInfo, type InstanceInfo } from '../platform/instance-info.ts'
import { connect, type Client } from '../transport/client.ts'

const startPatienceMs = 10_000
const stepMs = 50

/** The core as a command sees it, wherever it runs. */
export interface Session {
  readonly call: Call
  /** The instance that was found; null when this process opened the folder itself. */
  readonly attached: { readonly info: InstanceInfo; readonly client: Client } | null
  close(): Promise<void>
}

/** Attaches to the instance that holds the folder, or opens the folder in this process, without a receiver. */
export async function openSession(folder: string): Promise<Session> {
  const running = await attach(folder)
  if (running !== null) return running
  const { openFolder } = await import('./open-folder.ts')
  const deadline = performance.now() + startPatienceMs
  for (;;) {
    try {
      return await openFolder(folder)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error
      // Somebody holds it after all: an instance that is starting, or one that can't be reached.
      const late = await attach(folder)
      if (late !== null) return late
      if (performance.now() > deadline) throw heldBy(folder, readInstanceInfo(folder))
      await wait(stepMs)
    }
  }
}

/** Null when no instance answers for this folder. */
export async function attach(folder: string): Promise<Session | null> {
  const info = readInstanceInfo(folder)
  if (info?.ui == null || info.token === null) return null
  try {
    const client = await connect({ url: info.ui, token: info.token })
    return { call: client.call, attached: { info, client }, close: () => client.close() }
  } catch (error) {
    // What lies in the file may be the words of one that was killed; then the port is silent or somebody else's.
    if (error instanceof AppError && (error.code === 'disconnected' || error.code === 'unauthorized'))
      return null
    throw error
  }
}
