import type { Call } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import { readInstanceInfo, type InstanceInfo } from '../platform/instance-info.ts'
import { connect, type Client } from '../transport/client.ts'

/** The core as a command sees it, wherever it runs. */
export interface Session {
  readonly call: Call
  /** The instance that was found; null when this process opened the folder itself. */
  readonly attached: { readonly info: InstanceInfo; readonly client: Client } | null
  close(): Promise<void>
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
