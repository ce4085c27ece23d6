/**
 * What runs in the page: one script in the page's own world, one in the preload's isolated world. The worlds share
 * nothing but the document; events on it carry structured clones across, synchronously, under a name that only the two know.
 * The functions are turned to text, so they use nothing from outside themselves.
 */

type Far = (fn: string, args: unknown[]) => unknown

interface Link {
  readonly local: Map<string, (...args: unknown[]) => unknown>
  readonly far: Far
}

/** Functions travel as names, promises are settled by a later call, the rest is cloned. */
function createLink(secret: string, me: string, other: string): Link {
  const local = new Map<string, (...args: unknown[]) => unknown>()
  const waiting = new Map<string, { resolve(value: unknown): void; reject(error: Error): void }>()
  let next = 0

  function encode(value: unknown): unknown {
    if (typeof value === 'function') {
      const name = `${me}-${++next}`
      local.set(name, value as (...args: unknown[]) => unknown)
      return { $function: name }
    }
    if (value instanceof Promise) {
      const name = `${me}-${++next}`
      value.then(
        (result: unknown) => far('settle', [name, true, result]),
        (error: unknown) =>
          far('settle', [name, false, error instanceof Error ? error.message : String(error)]),
      )
      return { $promise: name }
    }
    if (Array.isArray(value)) return value.map(encode)
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encode(inner)]))
    }
    return value
  }

  function decode(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(decode)
    if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
      return value
    const { $function: name, $promise: promise } = value as { $function?: string; $promise?: string }
    if (name !== undefined) return (...args: unknown[]) => far(name, args)
    if (promise !== undefined) {
      return new Promise((resolve, reject) => waiting.set(promise, { resolve, reject }))
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decode(inner)]))
  }

  function far(fn: string, args: unknown[]): unknown {
    let reply: { ok: boolean; value: unknown } | null = null
    const onReply = (event: Event): void => {
      reply = (event as CustomEvent<{ ok: boolean; value: unknown } | null>).detail
    }
    document.addEventListener(`${secret}:${me}:reply`, onReply)
    document.dispatchEvent(new CustomEvent(`${secret}:${other}`, { detail: { fn, args: args.map(encode) } }))
    document.removeEventListener(`${secret}:${me}:reply`, onReply)
    const settled = reply as { ok: boolean; value: unknown } | null
    if (settled === null) throw new Error('An object could not be cloned.')
    if (!settled.ok) throw new Error(String(settled.value))
    return decode(settled.value)
  }

  local.set('settle', (name, ok, value) => {
    const promise = waiting.get(name as string)
    waiting.delete(name as string)
    if (ok === true) promise?.resolve(value)
    else promise?.reject(new Error(String(value)))
  })

  document.addEventListener(`${secret}:${me}`, (event) => {
    const call = (event as CustomEvent<{ fn: string; args: unknown[] } | null>).detail
    let reply
    try {
      if (call === null) throw new Error('An object could not be cloned.')
      const value = local.get(call.fn)?.(...call.args.map(decode))
      reply = { ok: true, value: encode(value) }
    } catch (error) {
      reply = { ok: false, value: error instanceof Error ? error.message : String(error) }
    }
    document.dispatchEvent(new CustomEvent(`${secret}:${other}:reply`, { detail: reply }))
  })
  return { local, far }
}

/** The page's world: takes what the preload script exposes, frozen. */
function pageWorld(secret: string, link: typeof createLink): void {
  const freeze = (value: unknown): unknown => {
    if (value !== null && typeof value === 'object') Object.values(value).forEach(freeze)
    return Object.freeze(value)
  }
  link(secret, 'page', 'preload').local.set('expose', (key, api) => {
    if (Object.hasOwn(window, key as string))
      throw new Error(`Cannot bind an API on top of an existing property on the window object`)
    Object.defineProperty(window, key as string, { value: freeze(api), enumerable: true })
  })
}

interface ToNode {
  kind: 'hello' | 'invoke' | 'send' | 'preload-error'
  id?: number
  channel?: string
  args?: unknown
  message?: string
}

/** The preload's world: a sandboxed `require`, ipcRenderer over a DevTools binding, contextBridge over the link. */
function preloadWorld(
  secret: string,
  link: typeof createLink,
  argv: string[],
  preload: (require: unknown, process: unknown, module: unknown, exports: unknown) => void,
): void {
  if (window.top !== window) return
  const shared = globalThis as unknown as Record<string, (text: string) => void>
  const toNode = (message: ToNode): void => shared['standInToNode']?.(pack(message))
  const pack = (value: unknown): string =>
    JSON.stringify(value, (_key, inner: unknown) =>
      inner instanceof Uint8Array
        ? { $bytes: (inner as unknown as { toBase64(): string }).toBase64() }
        : inner,
    )
  const unpack = (text: string): unknown =>
    JSON.parse(text, (_key, inner: unknown) => {
      const bytes = (inner as { $bytes?: string } | null)?.$bytes
      const codec = Uint8Array as unknown as { fromBase64(text: string): Uint8Array }
      return bytes === undefined ? inner : codec.fromBase64(bytes)
    })

  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const listeners = new Map<string, Set<(event: unknown, ...args: unknown[]) => void>>()
  const on = (channel: string): Set<(event: unknown, ...args: unknown[]) => void> => {
    const found = listeners.get(channel) ?? new Set()
    listeners.set(channel, found)
    return found
  }
  let next = 0
  shared['standInFromNode'] = (text) => {
    const message = unpack(text) as {
      id?: number
      ok?: boolean
      value?: unknown
      channel?: string
      args?: unknown[]
    }
    if (message.id !== undefined) {
      const call = pending.get(message.id)
      pending.delete(message.id)
      if (message.ok) call?.resolve(message.value)
      else call?.reject(new Error(String(message.value)))
    } else for (const listener of [...on(message.channel ?? '')]) listener({}, ...(message.args ?? []))
  }
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        pending.set(++next, { resolve, reject })
        toNode({ kind: 'invoke', id: next, channel, args: structuredClone(args) })
      }),
    send: (channel: string, ...args: unknown[]) =>
      toNode({ kind: 'send', channel, args: structuredClone(args) }),
    on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) =>
      on(channel).add(listener),
    off: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) =>
      on(channel).delete(listener),
  }
  const { far } = link(secret, 'preload', 'page')
  const contextBridge = { exposeInMainWorld: (key: string, api: unknown) => far('expose', [key, api]) }
  const require = (name: string): unknown => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error(`module not found: ${name}`)
  }
  toNode({ kind: 'hello' })
  try {
    const module = { exports: {} }
    preload(
      require,
      { argv, type: 'renderer', sandboxed: true, contextIsolated: true },
      module,
      module.exports,
    )
  } catch (error) {
    toNode({ kind: 'preload-error', message: String(error) })
  }
}

export type FromPage = ToNode

export function pageScript(secret: string): string {
  return `(${pageWorld.toString()})(${JSON.stringify(secret)}, ${createLink.toString()})`
}

export function preloadScript(secret: string, argv: string[], source: string): string {
  const run = `function (require, process, module, exports) {\n${source}\n}`
  return `(${preloadWorld.toString()})(${JSON.stringify(secret)}, ${createLink.toString()}, ${JSON.stringify(argv)}, ${run})`
}
