import { useSyncExternalStore } from 'react'
import { host } from '../client/host.ts'
import type { ConnectionState } from '../client/link.ts'

/** Whether the host answers. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(
    (listener) => host().onConnection(listener),
    () => host().connection(),
  )
}

/** Whether what is on screen may be out of date. */
export function useDisconnected(): boolean {
  const state = useConnection()
  return state === 'lost' || state === 'refused'
}
