import type { ReplyEnvelope } from '#shared/contract/envelope.ts'
import type { EventFrame } from '#shared/contract/events.ts'
import { CallError, hasCode, messageOf } from './call-error.ts'
import type { Link, LinkListener } from './link.ts'

const rpcPath = '/rpc/'
const eventsPath = '/events'

/** Waits between attempts to reach the host again, in milliseconds; the last one repeats. */
const retryDelays = [250, 500, 1_000, 2_000, 4_000]

/** The host over HTTP and WebSocket, same origin. The session's cookie is the browser's business. */
export function httpLink(): Link {
  return { request: postCall, listen: listenToEvents }
}

async function postCall(name: string, input: unknown, signal: AbortSignal): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(`${rpcPath}${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      signal,
      cache: 'no-store',
    })
    if (response.headers.get('content-type')?.startsWith('application/octet-stream') === true) {
      return new Uint8Array(await response.arrayBuffer())
    }
    const reply = (await response.json()) as ReplyEnvelope
    if (reply.ok) return reply.value
    throw new CallError(reply.error)
  } catch (error) {
    if (error instanceof CallError) throw error
    if (signal.aborted)
      throw new CallError({ code: 'cancelled', message: `The call of ${name} was cancelled.` })
    throw new CallError({
      code: 'disconnected',
      message: `Hookbench did not answer ${name} (${messageOf(error)}). Is it still running?`,
    })
  }
}

async function sessionRefused(): Promise<boolean> {
  try {
    await postCall('app.info', {}, AbortSignal.timeout(5_000))
    return false
  } catch (error) {
    return hasCode(error, 'unauthorized')
  }
}

function listenToEvents(listener: LinkListener): () => void {
  let socket: WebSocket | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let stopped = false

  const connect = (): void => {
    timer = undefined
    const address = new URL(eventsPath, location.href)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    const current = new WebSocket(address)
    socket = current
    current.onopen = () => {
      attempt = 0
      listener.opened()
    }
    current.onmessage = (message: MessageEvent<string>) => {
      listener.frames(JSON.parse(message.data) as EventFrame[])
    }
    current.onclose = () => {
      if (stopped || socket !== current) return
      // A WebSocket does not tell why it was refused; a call does.
      void sessionRefused().then((refused) => {
        if (!stopped && socket === current && current.readyState === WebSocket.CLOSED)
          listener.lost(refused ? 'refused' : 'lost')
      })
      timer = setTimeout(connect, retryDelays[Math.min(attempt, retryDelays.length - 1)])
      attempt += 1
    }
  }
  // Whoever comes back to the window, or gets the network back, should not wait for the next attempt.
  const hurry = (): void => {
    if (timer === undefined || document.visibilityState === 'hidden') return
    clearTimeout(timer)
    attempt = 0
    connect()
  }
  connect()
  window.addEventListener('online', hurry)
  document.addEventListener('visibilitychange', hurry)

  return () => {
    stopped = true
    clearTimeout(timer)
    window.removeEventListener('online', hurry)
    document.removeEventListener('visibilitychange', hurry)
    socket?.close()
  }
}
