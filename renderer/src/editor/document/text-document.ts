import type { ByteSource } from './byte-source.ts'
import { Engine, GrowingBytes, type EngineCall, type EngineReply, type Layout } from './engine.ts'
import { JsonDocument } from './json-document.ts'
import { JsonRows } from './json-rows.ts'
import { TextRows } from './text-rows.ts'

/** Up to this size a document is worked on in place: a worker would take longer to start. */
export const inPlaceBytes = 200_000
/** Up to this size a document is loaded whole without being asked; of a larger one only the beginning is. */
export const wholeBytes = 64_000_000
/** How much of a larger one is loaded at first. */
export const beginningBytes = 8_388_608

const firstPiece = 262_144
const laterPieces = 2_097_152

export interface DocumentState {
  /** Bytes of the source that have been read. */
  readonly loaded: number
  /** Bytes of the source in all. */
  readonly size: number
  /** Reading goes on; false when all is here, when it stopped at the beginning of a large body, or failed. */
  readonly loading: boolean
  /** Why reading stopped; null when it did not. */
  readonly failure: string | null
  readonly rows: number
  /** Grows with every change. */
  readonly version: number
}

type Waiting = { resolve: (reply: EngineReply) => void; reject: (error: Error) => void }

/**
 * A text that may be large: read piece by piece, cut into rows off the page's thread, and readable at any row at once.
 * The page keeps the text and the rows, so that painting never waits; the worker keeps its own copy to search in.
 */
export class TextDocument {
  readonly #source: ByteSource
  readonly #charset: string
  readonly #text = new GrowingBytes()
  readonly #listeners = new Set<() => void>()
  readonly #waiting = new Map<number, Waiting>()
  readonly #stop = new AbortController()
  readonly #send: (call: EngineCall, transfer?: ArrayBuffer[]) => void
  #worker: Worker | null = null
  #calls = 0
  #generation = 0
  #layout = ''
  #json: JsonDocument | null = null
  #rows: TextRows | null = null
  #state: DocumentState
  #reading = false
  #decoder: TextDecoder | null

  /** @param charset a label that TextDecoder knows. */
  constructor(source: ByteSource, charset: string, layout: Layout) {
    this.#source = source
    this.#charset = charset
    const utf8 = /^(utf-?8|us-ascii|ascii)$/i.test(charset)
    this.#decoder = utf8 ? null : new TextDecoder(charset)
    this.#state = { loaded: 0, size: source.size, loading: true, failure: null, rows: 0, version: 0 }
    if (source.size <= inPlaceBytes) {
      const engine = new Engine()
      this.#send = (call) => engine.handle(call).forEach((reply) => this.#take(reply))
    } else {
      const worker = new Worker(new URL('./document.worker.ts', import.meta.url), { type: 'module' })
      worker.addEventListener('message', (event: MessageEvent<EngineReply>) => this.#take(event.data))
      worker.addEventListener('error', (event) =>
        this.#fail(event.message || 'The worker that reads the body failed.'),
      )
      this.#worker = worker
      this.#send = (call, transfer = []) => worker.postMessage(call, { transfer })
    }
    this.setLayout(layout)
    void this.#read(source.size <= wholeBytes ? source.size : beginningBytes)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly state = (): DocumentState => this.#state

  /** The UTF-8 text as far as it is here. */
  get bytes(): Uint8Array {
    return this.#text.bytes.subarray(0, this.#text.length)
  }

  get charset(): string {
    return this.#charset
  }

  get json(): JsonDocument | null {
    return this.#json
  }

  get textRows(): TextRows | null {
    return this.#rows
  }

  /** Cuts the text into rows in another way; the same way again changes nothing. */
  setLayout(layout: Layout): void {
    const key = JSON.stringify(layout)
    if (key === this.#layout) return
    this.#layout = key
    this.#generation++
    this.#json = layout.as === 'json' ? new JsonDocument(() => this.#text.bytes, new JsonRows()) : null
    this.#rows = layout.as === 'text' ? new TextRows() : null
    this.#change({ rows: 0 })
    this.#send({ type: 'layout', generation: this.#generation, layout })
  }

  /** Reads on to the end of a body of which only the beginning was read. */
  readRest(): void {
    if (!this.#reading) void this.#read(this.#source.size)
  }

  /** Offsets in the text at which the words occur, at most `limit`. */
  async search(query: string, limit: number): Promise<Uint32Array> {
    const inJson = this.#json !== null
    const reply = await this.#ask((call) => ({ type: 'search', call, query, inJson, limit }))
    return reply.type === 'found' ? reply.offsets : new Uint32Array()
  }

  /** Pretty-printed JSON of a stretch of rows. */
  async pretty(from: number, to: number): Promise<string> {
    const reply = await this.#ask((call) => ({ type: 'pretty', call, from, to }))
    return reply.type === 'pretty' ? new TextDecoder().decode(reply.bytes) : ''
  }

  close(): void {
    this.#stop.abort()
    this.#worker?.terminate()
    this.#listeners.clear()
    for (const waiting of this.#waiting.values()) waiting.reject(new Error('The document was closed.'))
    this.#waiting.clear()
  }

  async #read(to: number): Promise<void> {
    this.#reading = true
    this.#change({ loading: true, failure: null })
    const { signal } = this.#stop
    const size = this.#source.size
    const lengthAt = (at: number): number => Math.min(at === 0 ? firstPiece : laterPieces, to - at)
    try {
      let at = this.#state.loaded
      if (size === 0) this.#append(new Uint8Array(), true)
      // While one piece is worked on, the next one is on its way.
      let coming = at < to ? this.#source.read(at, lengthAt(at), signal) : null
      while (coming !== null) {
        const piece = await coming
        if (signal.aborted) return
        if (piece.length === 0) throw new Error(`The body ends at byte ${at} of ${size}.`)
        at += piece.length
        coming = at < to ? this.#source.read(at, lengthAt(at), signal) : null
        coming?.catch(() => undefined)
        this.#append(piece, at >= size)
        this.#change({ loaded: at, loading: at < to })
      }
      this.#change({ loading: false })
    } catch (error) {
      if (!signal.aborted) this.#fail(error instanceof Error ? error.message : String(error))
    } finally {
      this.#reading = false
    }
  }

  #append(piece: Uint8Array, final: boolean): void {
    const decoder = this.#decoder
    const text =
      decoder === null ? piece : new TextEncoder().encode(decoder.decode(piece, { stream: !final }))
    const size = decoder === null ? this.#source.size : 0
    this.#text.append(text, Math.min(size, wholeBytes))
    // What came over the link belongs to nobody else, so it is handed on; a view into something larger is copied.
    const own = text.byteOffset === 0 && text.byteLength === text.buffer.byteLength && this.#worker !== null
    const bytes =
      own && text.buffer instanceof ArrayBuffer ? new Uint8Array(text.buffer) : new Uint8Array(text)
    this.#send({ type: 'bytes', bytes, final, size: Math.min(size, wholeBytes) }, [bytes.buffer])
  }

  #take(reply: EngineReply): void {
    switch (reply.type) {
      case 'json-rows':
        if (reply.generation !== this.#generation || this.#json === null) return
        this.#json.rows.apply(reply.update)
        this.#change({ rows: this.#json.rows.count })
        return
      case 'text-rows':
        if (reply.generation !== this.#generation || this.#rows === null) return
        this.#rows.apply(reply.update)
        this.#change({ rows: this.#rows.count })
        return
      case 'found':
      case 'pretty':
        this.#waiting.get(reply.call)?.resolve(reply)
        this.#waiting.delete(reply.call)
        return
      case 'failed':
        if (this.#waiting.has(reply.call)) {
          this.#waiting.get(reply.call)?.reject(new Error(reply.message))
          this.#waiting.delete(reply.call)
        } else this.#fail(reply.message)
    }
  }

  #ask(make: (call: number) => EngineCall): Promise<EngineReply> {
    const call = ++this.#calls
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject })
      this.#send(make(call))
    })
  }

  #fail(message: string): void {
    this.#change({ failure: message, loading: false })
  }

  #change(change: Partial<DocumentState>): void {
    this.#state = { ...this.#state, ...change, version: this.#state.version + 1 }
    for (const listener of this.#listeners) listener()
  }
}
