import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { defaultEndpointSettings } from '#shared/domain/endpoint.ts'
import type { EndpointId } from '#shared/domain/ids.ts'
import { createIds } from '../../../electron/platform/ids.ts'
import type { Logger } from '../../../electron/platform/ports.ts'
import {
  openStore,
  type Capture,
  type CountedEndpoint,
  type Store,
  type StoredEndpoint,
  type StoreOptions,
} from '../../../electron/store/index.ts'

const stores = new Set<Store>()
const folders = new Set<string>()

afterEach(async () => {
  for (const store of stores) await store.close()
  stores.clear()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  folders.clear()
})

/** A folder of this test's own, removed afterwards. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hookbench-store-'))
  folders.add(folder)
  return folder
}

/** A clock that stands still until it is moved. */
export function makeClock(start = 1_795_000_000_000): { now: () => number; move: (ms: number) => void } {
  let at = start
  return {
    now: () => at,
    move: (ms) => {
      at += ms
    },
  }
}

export function makeLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = []
  return {
    lines,
    log: (level, source, message) => void lines.push(`${level} ${source}: ${message}`),
    recent: () => [],
    subscribe: () => () => undefined,
  }
}

/** Opens a store that is closed after the test, at the latest. */
export async function open(options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore({
    folder: options.folder ?? makeFolder(),
    clock: { now: () => Date.now() },
    ids: createIds(),
    logger: makeLogger(),
    tickMs: 20,
    ...options,
  })
  stores.add(store)
  return store
}

export async function close(store: Store): Promise<void> {
  stores.delete(store)
  await store.close()
}

/** The endpoint that the first start made. */
export async function firstEndpointId(store: Store): Promise<EndpointId> {
  const [first] = await store.endpoints.list()
  if (first === undefined) throw new Error('there is no endpoint')
  return first.id
}

/** A further endpoint with ordinary settings. */
export async function addEndpoint(
  store: Store,
  id: string,
  changes: Partial<StoredEndpoint> = {},
): Promise<CountedEndpoint> {
  return await store.endpoints.create({
    ...defaultEndpointSettings,
    name: id,
    id: id as EndpointId,
    token: `token-${id}`,
    createdAt: Date.now(),
    ...changes,
  })
}

export interface CaptureParts extends Partial<Omit<Capture, 'body'>> {
  endpointId: EndpointId
  body?: Capture['body'] | string
}

/** A capture with ordinary values for whatever is left out. */
export function capture(parts: CaptureParts): Capture {
  const { body: given = '{"ok":true}', ...rest } = parts
  const body = typeof given === 'string' ? new TextEncoder().encode(given) : given
  const headers: HeaderPairs = [
    ['Host', '127.0.0.1:4600'],
    ['Content-Type', 'application/json'],
  ]
  return {
    receivedAt: Date.now(),
    method: 'POST',
    target: '/token/hooks?run=1',
    httpVersion: '1.1',
    headers,
    trailers: [],
    body,
    complete: true,
    malformed: false,
    problem: null,
    declaredLength: null,
    remoteAddress: '127.0.0.1',
    remotePort: 50_000,
    tls: false,
    headersMs: 0.4,
    endMs: 0.9,
    answer: {
      status: 200,
      origin: 'endpoint',
      headers: [],
      bodySize: 11,
      bodyText: '{"ok":true}',
      handshake: null,
    },
    ...rest,
  }
}

export function list(
  store: Store,
  input: Partial<Parameters<Store['requests']['list']>[0]> = {},
): ReturnType<Store['requests']['list']> {
  return store.requests.list({ limit: 100, offset: 0, count: true, ...input })
}

/** Waits until `condition` holds; what it returned last is told when it never does. */
export async function until<T>(
  read: () => Promise<T> | T,
  holds: (value: T) => boolean,
  withinMs = 10_000,
): Promise<T> {
  const end = Date.now() + withinMs
  for (;;) {
    const value = await read()
    if (holds(value)) return value
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(value)} after ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
