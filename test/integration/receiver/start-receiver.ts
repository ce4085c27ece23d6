import type { LogEntry } from '#shared/domain/app.ts'
import { defaultEndpointSettings, type HandshakeKind } from '#shared/domain/endpoint.ts'
import type { EndpointId } from '#shared/domain/ids.ts'
import { defaultLimits, type Limits } from '#shared/domain/settings.ts'
import { createClock } from '../../../electron/platform/clock.ts'
import { createLogger } from '../../../electron/platform/logger.ts'
import { createReceiver, type Receiver, type ReceiverAddress } from '../../../electron/receiver/index.ts'
import type { Store, StoredEndpoint } from '../../../electron/store/index.ts'
import { MemoryCapture } from './memory-capture.ts'
import { RawClient } from './raw-client.ts'

export interface TestReceiver {
  readonly receiver: Receiver
  readonly capture: MemoryCapture
  readonly port: number
  readonly url: string
  readonly log: LogEntry[]
  /** What a handshake's secret is, by kind. */
  readonly secrets: Partial<Record<HandshakeKind, string>>
  /** Changes the endpoint `tok`, as the settings of an endpoint would. */
  configure(patch: Partial<StoredEndpoint>): void
  connect(): Promise<RawClient>
  /** Sends one request on a fresh connection and gives the answer. */
  exchange(bytes: string | Buffer): ReturnType<RawClient['answer']>
  stop(): Promise<void>
}

export interface TestReceiverOptions {
  readonly limits?: Partial<Limits>
  readonly tls?: ReceiverAddress['tls']
  readonly store?: Store['capture']
  readonly endpointId?: EndpointId
}

export function testEndpoint(patch: Partial<StoredEndpoint> = {}): StoredEndpoint {
  return {
    ...defaultEndpointSettings,
    id: 'ep_test0000test0000' as EndpointId,
    token: 'tok',
    createdAt: 0,
    name: 'Test',
    slug: 'readable',
    retention: { maxCount: null, maxAgeMs: null, maxBytes: null },
    ...patch,
  }
}

/** A receiver on a port of its own with one endpoint, `/tok` or `/readable`, before a store in memory (or the one given). */
export async function startReceiver(options: TestReceiverOptions = {}): Promise<TestReceiver> {
  const capture = new MemoryCapture()
  const clock = createClock()
  const log: LogEntry[] = []
  const secrets: Partial<Record<HandshakeKind, string>> = {}
  const clients: RawClient[] = []
  let endpoint = testEndpoint(options.endpointId === undefined ? {} : { id: options.endpointId })
  const receiver = createReceiver({
    capture: options.store ?? capture.port,
    findEndpoint: (segment) =>
      segment === endpoint.token || segment === endpoint.slug ? endpoint : undefined,
    handshakeSecret: (_id, kind) => Promise.resolve(secrets[kind] ?? null),
    judge: () => Promise.resolve(null),
    clock,
    logger: createLogger(clock, [(entry) => log.push(entry)]),
  })
  const state = await receiver.start({
    host: '127.0.0.1',
    port: 0,
    limits: { ...defaultLimits, ...options.limits },
    tls: options.tls ?? null,
  })
  if (state.state !== 'listening') throw new Error(`The receiver does not listen: ${JSON.stringify(state)}`)
  const { port, url } = state
  const connect = async (): Promise<RawClient> => {
    const client = await RawClient.connect(port, { tls: options.tls != null })
    clients.push(client)
    return client
  }
  return {
    receiver,
    capture,
    port,
    url,
    log,
    secrets,
    configure(patch) {
      endpoint = { ...endpoint, ...patch }
    },
    connect,
    async exchange(bytes) {
      const client = await connect()
      const answer = await client.send(bytes).answer(/^HEAD /.test(String(bytes)))
      client.destroy()
      return answer
    },
    async stop() {
      for (const client of clients) client.destroy()
      await receiver.stop(1_000)
    },
  }
}
