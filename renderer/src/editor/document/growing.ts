const bits = 16
const pieceItems = 1 << bits
const mask = pieceItems - 1

/**
 * A list of unsigned 32-bit integers that grows: four bytes an item, so that millions of rows stay cheap.
 * It is kept in pieces: growing never copies what is there, which for millions of items would be felt.
 */
export class GrowingU32 {
  readonly #pieces: Uint32Array[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    const at = this.#length & mask
    this.#piece(this.#length >>> bits)[at] = value
    this.#length++
  }

  pop(): void {
    if (this.#length > 0) this.#length--
  }

  append(values: Uint32Array): void {
    let from = 0
    while (from < values.length) {
      const at = this.#length & mask
      const count = Math.min(values.length - from, pieceItems - at)
      this.#piece(this.#length >>> bits).set(values.subarray(from, from + count), at)
      this.#length += count
      from += count
    }
  }

  /** The item at a position that exists; 0 beyond the end. */
  at(index: number): number {
    return this.#pieces[index >>> bits]?.[index & mask] ?? 0
  }

  set(index: number, value: number): void {
    const piece = this.#pieces[index >>> bits]
    if (piece !== undefined) piece[index & mask] = value
  }

  /** A copy of a stretch, fit to be handed to another thread. */
  copy(from: number, to: number): Uint32Array<ArrayBuffer> {
    const end = Math.min(to, this.#length)
    const all = new Uint32Array(Math.max(0, end - from))
    let at = from
    while (at < end) {
      const within = at & mask
      const count = Math.min(end - at, pieceItems - within)
      all.set(this.#piece(at >>> bits).subarray(within, within + count), at - from)
      at += count
    }
    return all
  }

  /** The last position whose item is at most `value` in an ascending list; -1 when there is none. */
  lastAtMost(value: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (this.at(middle) <= value) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  #piece(index: number): Uint32Array {
    return (this.#pieces[index] ??= new Uint32Array(pieceItems))
  }
}
