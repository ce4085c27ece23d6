import { GrowingU32 } from './growing.ts'

/** What a row of pretty-printed JSON holds. `close` is the line of a closing bracket. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null' | 'close'
export const jsonKinds: readonly JsonKind[] = [
  'object',
  'array',
  'string',
  'number',
  'true',
  'false',
  'null',
  'close',
]

export interface JsonProblem {
  /** Byte at which the text stops being JSON. */
  readonly offset: number
  /** What was expected, and what is there. */
  readonly message: string
}

/** Rows found since the last update, in a form that can be handed from one thread to another. */
export interface JsonRowsUpdate {
  readonly from: number
  readonly starts: Uint32Array<ArrayBuffer>
  readonly links: Uint32Array<ArrayBuffer>
  readonly tags: Uint32Array<ArrayBuffer>
  /** Row and link by turns, for rows of earlier updates whose container is closed by now. */
  readonly patches: Uint32Array<ArrayBuffer>
  /** Bytes that are covered. */
  readonly covered: number
  readonly done: boolean
  readonly problem: JsonProblem | null
}

/** The link of a container whose end has not been seen yet. */
export const openLink = 0xffffffff

/**
 * One row for each line that the pretty-printed text has: one a value, and one a closing bracket.
 * - `starts`: byte of the row's first character (the key's quote, or the value's first character);
 * - `links`: the row after the value with all that is inside; of a closing bracket, how many values its container holds;
 * - `tags`: depth, kind and whether there is a key, packed.
 * Twelve bytes a row, whatever the row says: the text itself stays where it is.
 */
export class JsonRows {
  readonly starts = new GrowingU32()
  readonly links = new GrowingU32()
  readonly tags = new GrowingU32()
  covered = 0
  done = false
  problem: JsonProblem | null = null

  get count(): number {
    return this.starts.length
  }

  add(start: number, kind: number, depth: number, hasKey: boolean, link: number): number {
    const row = this.starts.length
    this.starts.push(start)
    this.links.push(link)
    this.tags.push(depth | (kind << 24) | (hasKey ? 1 << 28 : 0))
    return row
  }

  depth(row: number): number {
    return this.tags.at(row) & 0xffffff
  }

  kind(row: number): JsonKind {
    return jsonKinds[(this.tags.at(row) >>> 24) & 0xf] ?? 'null'
  }

  hasKey(row: number): boolean {
    return this.tags.at(row) >>> 28 !== 0
  }

  /** The row that follows a value and all that is inside it; the end of what is known while it is still open. */
  next(row: number): number {
    return Math.min(this.links.at(row), this.count)
  }

  /** Whether a row opens lines that can be folded away. */
  isOpener(row: number): boolean {
    const kind = (this.tags.at(row) >>> 24) & 0xf
    return kind <= 1 && this.links.at(row) !== row + 1
  }

  isClose(row: number): boolean {
    return ((this.tags.at(row) >>> 24) & 0xf) === 7
  }

  /** How many values a container holds; null while its end is not known. */
  childCount(row: number): number | null {
    if (!this.isOpener(row)) return 0
    const link = this.links.at(row)
    return link === openLink ? null : this.links.at(link - 1)
  }

  apply(update: JsonRowsUpdate): void {
    if (update.from !== this.count)
      throw new Error(`Rows from ${update.from} do not follow row ${this.count}.`)
    this.starts.append(update.starts)
    this.links.append(update.links)
    this.tags.append(update.tags)
    for (let at = 0; at + 1 < update.patches.length; at += 2) {
      this.links.set(update.patches[at] ?? 0, update.patches[at + 1] ?? 0)
    }
    this.covered = update.covered
    this.done = update.done
    this.problem = update.problem
  }
}
