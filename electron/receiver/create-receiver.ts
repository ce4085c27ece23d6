import type { ReceiverState } from '#shared/domain/app.ts'
import { messageOf } from '#shared/contract/errors.ts'
import { defaultLimits } from '#shared/domain/settings.ts'
import { createEngine } from './engine.ts'
import { openListener, type Listener } from './listener.ts'
import { explainListenError, findFreePort } from './listening-error.ts'
import type { Receiver, ReceiverAddress, ReceiverDeps } from './receiver.ts'

const defaultGraceMs = 5_000
/** After the connections are gone: how long the store may take for what was handed to it. */
const settleMs = 2_000
const settlePollMs = 5

/** Makes a receiver that does not listen yet. */
export function createReceiver(deps: ReceiverDeps): Receiver {
  const engine = createEngine(deps, defaultLimits)
  const listeners = new Set<(state: ReceiverState) => void>()
  let state: ReceiverState = { state: 'stopped' }
  let current: { readonly listener: Listener; readonly address: ReceiverAddress } | null = null
  /** Old ports whose connections still end. */
  const leaving = new Set<Promise<void>>()
  /** Starts and stops happen one after the other, whoever asks for them. */
  let queue: Promise<unknown> = Promise.resolve()

  function setState(next: ReceiverState): ReceiverState {
    state = next
    for (const listener of listeners) listener(next)
    return next
  }

  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const result = queue.then(step)
    queue = result.catch((thrown: unknown) => {
      deps.logger.log('error', 'receiver', `The receiver could not be switched: ${messageOf(thrown)}`)
    })
    return result
  }

  async function close(graceMs: number): Promise<void> {
    const old = current
    current = null
    if (old !== null) {
      await old.listener.closePort()
      await old.listener.drain(graceMs)
    }
    await Promise.all(leaving)
    await settled()
  }

  /** Resolves when the store has said its word on all that was handed to it. */
  async function settled(): Promise<void> {
    const until = Date.now() + settleMs
    while (engine.settling > 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, settlePollMs))
    }
    if (engine.settling > 0) {
      deps.logger.log(
        'error',
        'receiver',
        `${engine.settling} requests were not stored before the receiver stopped.`,
      )
    }
  }

  async function start(address: ReceiverAddress): Promise<ReceiverState> {
    Object.assign(engine.limits, address.limits)
    if (current !== null && state.state === 'listening' && sameAddress(current.address, address)) return state
    const old = current
    current = null
    if (old !== null) await old.listener.closePort()
    const opened = await open(address)
    if (old !== null) leave(old.listener)
    return opened
  }

  function leave(listener: Listener): void {
    const left = listener.drain(defaultGraceMs).finally(() => leaving.delete(left))
    leaving.add(left)
  }

  async function open(address: ReceiverAddress): Promise<ReceiverState> {
    const { host, port } = address
    try {
      const listener = await openListener(engine, address)
      current = { listener, address }
      const url = `${address.tls === null ? 'http' : 'https'}://${urlHost(host)}:${listener.port}`
      deps.logger.log('info', 'receiver', `Listening on ${url}`)
      return setState({ state: 'listening', url, host, port: listener.port, tls: address.tls !== null })
    } catch (thrown) {
      const message = await explainListenError(host, port, thrown)
      const taken = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE'
      deps.logger.log('error', 'receiver', message)
      return setState({
        state: 'failed',
        host,
        port,
        message,
        freePort: taken ? await findFreePort(host, port) : null,
      })
    }
  }

  return {
    get state() {
      return state
    },
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start: (address) => inTurn(() => start(address)),
    stop: (graceMs = defaultGraceMs) =>
      inTurn(async () => {
        await close(graceMs)
        if (state.state !== 'stopped') setState({ state: 'stopped' })
      }),
  }
}

function sameAddress(one: ReceiverAddress, other: ReceiverAddress): boolean {
  return (
    one.host === other.host &&
    one.port === other.port &&
    one.tls?.cert === other.tls?.cert &&
    one.tls?.key === other.tls?.key
  )
}

/** A host that a sender on this machine can use; IPv6 addresses in brackets (RFC 3986, section 3.2.2). */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
