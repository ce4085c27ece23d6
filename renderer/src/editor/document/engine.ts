import { findBytes, needlesFor } from './byte-search.ts'
import { JsonIndexer } from './json-indexer.ts'
import { prettyJson } from './json-pretty.ts'
import type { JsonRowsUpdate } from './json-rows.ts'
import { TextIndexer, type TextRowsUpdate } from './text-rows.ts'

/** How a document is cut into rows. */
export type Layout =
  | { readonly as: 'json'; readonly many: boolean }
  /** `columns`: width at which rows are broken. */
  | { readonly as: 'text'; readonly columns: number }

export type EngineCall =
  /** The next bytes of the text, in UTF-8. `size` is a guess at the whole, to make room for at once. */
  | {
      readonly type: 'bytes'
      readonly bytes: Uint8Array<ArrayBuffer>
      readonly final: boolean
      readonly size: number
    }
  /** Begins a new index; answers about older generations are to be thrown away. */
  | { readonly type: 'layout'; readonly generation: number; readonly layout: Layout }
  | {
      readonly type: 'search'
      readonly call: number
      readonly query: string
      readonly inJson: boolean
      readonly limit: number
    }
  | { readonly type: 'pretty'; readonly call: number; readonly from: number; readonly to: number }

export type EngineReply =
  | { readonly type: 'json-rows'; readonly generation: number; readonly update: JsonRowsUpdate }
  | { readonly type: 'text-rows'; readonly generation: number; readonly update: TextRowsUpdate }
  | { readonly type: 'found'; readonly call: number; readonly offsets: Uint32Array<ArrayBuffer> }
  | { readonly type: 'pretty'; readonly call: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'failed'; readonly call: number; readonly message: string }

/** Bytes that come in pieces, in one array. */
export class GrowingBytes {
  bytes = new Uint8Array(0)
  length = 0

  append(piece: Uint8Array, expected: number): void {
    const needed = this.length + piece.length
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, expected, this.length > 0 ? this.length * 1.5 : 0))
      grown.set(this.bytes.subarray(0, this.length))
      this.bytes = grown
    }
    this.bytes.set(piece, this.length)
    this.length = needed
  }
}

/**
 * The part of a document that takes time: it holds the text and finds rows, hits and pretty text.
 * It knows nothing of threads: in a worker for large documents, in place for small ones.
 */
export class Engine {
  readonly #text = new GrowingBytes()
  #final = false
  #generation = 0
  #json: JsonIndexer | null = null
  #textRows: TextIndexer | null = null

  handle(call: EngineCall): EngineReply[] {
    switch (call.type) {
      case 'bytes':
        this.#text.append(call.bytes, call.size)
        this.#final = call.final
        return this.#index()
      case 'layout':
        this.#generation = call.generation
        this.#json = call.layout.as === 'json' ? new JsonIndexer(call.layout.many) : null
        this.#textRows = call.layout.as === 'text' ? new TextIndexer(call.layout.columns) : null
        return this.#index()
      case 'search': {
        const needles = needlesFor(call.query, call.inJson)
        const offsets = findBytes(this.#text.bytes, needles, 0, this.#text.length, call.limit)
        return [{ type: 'found', call: call.call, offsets: Uint32Array.from(offsets) }]
      }
      case 'pretty': {
        const rows = this.#json?.rows
        if (rows === undefined)
          return [{ type: 'failed', call: call.call, message: 'This is not shown as JSON.' }]
        const bytes = prettyJson(this.#text.bytes, rows, call.from, Math.min(call.to, rows.count))
        return [{ type: 'pretty', call: call.call, bytes }]
      }
    }
  }

  #index(): EngineReply[] {
    const { bytes, length } = this.#text
    const generation = this.#generation
    if (this.#json !== null) {
      this.#json.feed(bytes, length, this.#final)
      return [{ type: 'json-rows', generation, update: this.#json.take() }]
    }
    if (this.#textRows !== null) {
      this.#textRows.feed(bytes, length, this.#final)
      return [{ type: 'text-rows', generation, update: this.#textRows.take() }]
    }
    return []
  }
}

/** The buffers of a reply, to be handed over instead of copied. */
export function buffersOf(reply: EngineReply): ArrayBuffer[] {
  switch (reply.type) {
    case 'json-rows':
      return [reply.update.starts, reply.update.links, reply.update.tags, reply.update.patches].map(
        (list) => list.buffer,
      )
    case 'text-rows':
      return [reply.update.starts.buffer, reply.update.lines.buffer]
    case 'found':
      return [reply.offsets.buffer]
    case 'pretty':
      return [reply.bytes.buffer]
    case 'failed':
      return []
  }
}
