import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'

/**
 * Reads rows straight from the pages of a database file, without its trees: what SQLite can't reach because a page in
 * between is gone, or because the file does not even begin like a database, is still there in the leaves.
 * Layout: "Database File Format", https://sqlite.org/fileformat2.html (sections 1.6, 1.8, 2.1, 4).
 */

export type ScannedValue = null | number | string | Buffer

export interface ScannedRow {
  readonly rowid: number
  /** In the order of the table's columns; that of the row id itself is null. */
  readonly values: readonly ScannedValue[]
}

const pageSize = 4_096
/** A leaf of a table with row ids. */
const leafType = 0x0d
/** Most bytes of a cell's payload that stay on the page, and least when it spills over. */
const maxLocal = pageSize - 35
const minLocal = Math.floor(((pageSize - 12) * 32) / 255) - 23
/** Pages that say what other pages are for: page 2, and then after each 819 pages. */
const mapSpan = Math.floor(pageSize / 5) + 1
const freePage = 2
/** No row of ours is larger: bodies beyond 64 kB are files, notes have at most 20,000 characters. */
const maxPayload = 16_777_216

/** Calls `onRow` for every row on every leaf that is not marked as free. Rows that make no sense are passed over. */
export function scanPages(path: string, onRow: (row: ScannedRow) => void): void {
  const file = openSync(path, 'r')
  try {
    const inLog = readLog(`${path}-wal`)
    const count = Math.max(Math.ceil(fstatSync(file).size / pageSize), ...inLog.keys())
    const read = (number: number): Buffer => inLog.get(number) ?? readPage(file, number)
    let map: Buffer | null = null
    for (let number = 1; number <= count; number++) {
      const place = (number - 2) % mapSpan
      if (number >= 2 && place === 0) {
        map = read(number)
        continue
      }
      if (map !== null && number > 2 && map[(place - 1) * 5] === freePage) continue
      readLeaf(read(number), number === 1 ? 100 : 0, read, count, onRow)
    }
  } finally {
    closeSync(file)
  }
}

function readPage(file: number, number: number): Buffer {
  const page = Buffer.alloc(pageSize)
  readSync(file, page, 0, pageSize, (number - 1) * pageSize)
  return page
}

/** Pages of the log up to its last commit: they are newer than those of the file. */
function readLog(path: string): Map<number, Buffer> {
  const pages = new Map<number, Buffer>()
  if (!existsSync(path)) return pages
  const log = readFileSync(path)
  if (log.length < 32 || log.readUInt32BE(8) !== pageSize) return pages
  const salt = log.subarray(16, 24)
  let pending = new Map<number, Buffer>()
  for (let at = 32; at + 24 + pageSize <= log.length; at += 24 + pageSize) {
    if (!log.subarray(at + 8, at + 16).equals(salt)) break
    pending.set(log.readUInt32BE(at), log.subarray(at + 24, at + 24 + pageSize))
    if (log.readUInt32BE(at + 4) === 0) continue
    for (const [number, page] of pending) pages.set(number, page)
    pending = new Map()
  }
  return pages
}

function readLeaf(
  page: Buffer,
  start: number,
  read: (number: number) => Buffer,
  count: number,
  onRow: (row: ScannedRow) => void,
): void {
  if (page[start] !== leafType) return
  const cells = page.readUInt16BE(start + 3)
  if (start + 8 + cells * 2 > pageSize) return
  for (let cell = 0; cell < cells; cell++) {
    const row = readCell(page, page.readUInt16BE(start + 8 + cell * 2), read, count)
    if (row !== null) onRow(row)
  }
}

/** Null when the bytes make no sense. */
function readCell(
  page: Buffer,
  at: number,
  read: (number: number) => Buffer,
  count: number,
): ScannedRow | null {
  const size = varint(page, at)
  const rowid = size === null ? null : varint(page, size.end)
  if (size === null || rowid === null || size.value > maxPayload) return null
  const payload = readPayload(page, rowid.end, size.value, read, count)
  const values = payload === null ? null : readRecord(payload)
  return values === null ? null : { rowid: rowid.value, values }
}

function readPayload(
  page: Buffer,
  at: number,
  size: number,
  read: (number: number) => Buffer,
  count: number,
): Buffer | null {
  if (size <= maxLocal) return at + size <= pageSize ? page.subarray(at, at + size) : null
  const wanted = minLocal + ((size - minLocal) % (pageSize - 4))
  const local = wanted <= maxLocal ? wanted : minLocal
  if (at + local + 4 > pageSize) return null
  const parts = [page.subarray(at, at + local)]
  let left = size - local
  let next = page.readUInt32BE(at + local)
  while (left > 0) {
    if (next < 2 || next > count) return null
    const overflow = read(next)
    const length = Math.min(left, pageSize - 4)
    parts.push(overflow.subarray(4, 4 + length))
    left -= length
    next = overflow.readUInt32BE(0)
  }
  return Buffer.concat(parts)
}

function readRecord(payload: Buffer): ScannedValue[] | null {
  const header = varint(payload, 0)
  if (header === null || header.value > payload.length) return null
  const values: ScannedValue[] = []
  let body = header.value
  for (let at = header.end; at < header.value;) {
    const type = varint(payload, at)
    if (type === null || type.end > header.value) return null
    at = type.end
    const length = lengthOf(type.value)
    if (length === null || body + length > payload.length) return null
    values.push(readValue(payload, body, type.value, length))
    body += length
  }
  return values
}

/** Bytes of a value by its serial type; null for types that do not exist. */
function lengthOf(type: number): number | null {
  if (type >= 12) return Math.floor((type - 12) / 2)
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? null
}

function readValue(bytes: Buffer, at: number, type: number, length: number): ScannedValue {
  if (type === 0) return null
  if (type === 8 || type === 9) return type - 8
  if (type === 7) return bytes.readDoubleBE(at)
  if (type === 6) return Number(bytes.readBigInt64BE(at))
  if (type < 6) return bytes.readIntBE(at, length)
  const part = bytes.subarray(at, at + length)
  return type % 2 === 0 ? Buffer.from(part) : part.toString('utf8')
}

/** A number of up to nine bytes, seven bits each; null beyond the end, or when it is too large to be one of ours. */
function varint(bytes: Buffer, at: number): { value: number; end: number } | null {
  let value = 0
  for (let n = 0; n < 8; n++) {
    const byte = bytes[at + n]
    if (byte === undefined) return null
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, end: at + n + 1 } : null
  }
  return null
}
