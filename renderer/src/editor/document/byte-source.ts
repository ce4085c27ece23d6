/** Bytes that are somewhere else (on the host, in memory, within another source) and are read by range. */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number
  /** At most `length` bytes from `offset`; fewer only at the end. Rejects with the reason when they can't be read. */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>
}

export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  }
}

/** A window into another source, e.g. one part of a multipart body. */
export function sliceSource(source: ByteSource, start: number, end: number): ByteSource {
  const size = Math.max(0, Math.min(end, source.size) - start)
  return {
    size,
    read(offset, length, signal) {
      const from = Math.min(Math.max(0, offset), size)
      return source.read(start + from, Math.min(length, size - from), signal)
    },
  }
}

/** Everything of a source in one array; reads in pieces, so that no single call holds up the page. */
export async function readAll(
  source: ByteSource,
  signal?: AbortSignal,
  piece = 1_048_576,
): Promise<Uint8Array> {
  const all = new Uint8Array(source.size)
  let at = 0
  while (at < source.size) {
    const bytes = await source.read(at, Math.min(piece, source.size - at), signal)
    if (bytes.length === 0) throw new Error(`The body ends at byte ${at} of ${source.size}.`)
    all.set(bytes, at)
    at += bytes.length
  }
  return all
}

interface Page {
  bytes: Uint8Array | null
  readonly loading: Promise<Uint8Array>
}

/**
 * Pages of a source, kept while they are of use: what is on screen can be painted without waiting.
 * At most `maxPages` are held; the one that was not looked at for longest goes first.
 */
export class PageCache {
  readonly pageSize: number
  readonly #source: ByteSource
  readonly #maxPages: number
  readonly #pages = new Map<number, Page>()

  constructor(source: ByteSource, pageSize = 65_536, maxPages = 64) {
    this.#source = source
    this.pageSize = pageSize
    this.#maxPages = maxPages
  }

  /** The page's bytes when they are here, else null. */
  peek(page: number): Uint8Array | null {
    const found = this.#pages.get(page)
    if (found === undefined) return null
    this.#pages.delete(page)
    this.#pages.set(page, found)
    return found.bytes
  }

  /** The page's bytes, read when they are not here. A failed page is forgotten, so that it can be tried again. */
  load(page: number): Promise<Uint8Array> {
    const found = this.#pages.get(page)
    if (found !== undefined) return found.loading
    const loading = this.#source.read(page * this.pageSize, this.pageSize)
    const entry: Page = { bytes: null, loading }
    this.#pages.set(page, entry)
    loading.then(
      (bytes) => {
        entry.bytes = bytes
      },
      () => {
        this.#pages.delete(page)
      },
    )
    if (this.#pages.size > this.#maxPages) {
      const oldest = this.#pages.keys().next()
      if (!oldest.done) this.#pages.delete(oldest.value)
    }
    return loading
  }
}
