/** A list of unsigned 32-bit integers that grows: four bytes an item, so that millions of rows stay cheap. */
export class GrowingU32 {
  #items: Uint32Array
  #length = 0

  constructor(capacity = 256) {
    this.#items = new Uint32Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    this.#room(1)
    this.#items[this.#length++] = value
  }

  pop(): void {
    if (this.#length > 0) this.#length--
  }

  append(values: Uint32Array): void {
    this.#room(values.length)
    this.#items.set(values, this.#length)
    this.#length += values.length
  }

  /** The item at a position that exists; 0 beyond the end. */
  at(index: number): number {
    return this.#items[index] ?? 0
  }

  set(index: number, value: number): void {
    this.#items[index] = value
  }

  /** A copy of a stretch, fit to be handed to another thread. */
  copy(from: number, to: number): Uint32Array<ArrayBuffer> {
    return this.#items.slice(from, to)
  }

  /** The last position whose item is at most `value` in an ascending list; -1 when there is none. */
  lastAtMost(value: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#items[middle] ?? 0) <= value) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  #room(extra: number): void {
    const needed = this.#length + extra
    if (needed <= this.#items.length) return
    const grown = new Uint32Array(Math.max(needed, this.#items.length * 2))
    grown.set(this.#items.subarray(0, this.#length))
    this.#items = grown
  }
}
