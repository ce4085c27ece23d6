interface ByteRange {
  readonly start: number
  readonly end: number
}

const around = 48
const mostInside = 96
const rowLength = 8
const mostRows = 4

/** The bytes to read for an excerpt: the range's beginning with some bytes on both sides. */
export function windowOf({ start, end }: ByteRange, size: number): { from: number; to: number } {
  return { from: Math.max(0, start - around), to: Math.min(size, Math.min(end, start + mostInside) + around) }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const readable = (bytes: Uint8Array): string => decoder.decode(bytes)

/** The excerpt as text in three pieces. Nothing is inside where something is missing. */
export function textAround(
  bytes: Uint8Array,
  from: number,
  range: ByteRange,
): { before: string; inside: string; after: string } {
  const start = Math.max(0, range.start - from)
  const end = Math.max(start, Math.min(bytes.length, range.end - from, start + mostInside))
  const cut = range.end - range.start > mostInside
  return {
    before: readable(bytes.subarray(0, start)),
    inside: readable(bytes.subarray(start, end)) + (cut ? '…' : ''),
    after: cut ? '' : readable(bytes.subarray(end)),
  }
}

interface Cell {
  readonly hex: string
  readonly text: string
  readonly inside: boolean
}

/** Rows of eight bytes that hold the beginning of the range. */
export function hexRows(
  bytes: Uint8Array,
  from: number,
  range: ByteRange,
): { offset: number; cells: Cell[] }[] {
  const first = Math.max(from, Math.floor(Math.max(0, range.start - 4) / rowLength) * rowLength)
  const rows: { offset: number; cells: Cell[] }[] = []
  for (let offset = first; rows.length < mostRows && offset < from + bytes.length; offset += rowLength) {
    if (rows.length > 0 && offset > range.end + rowLength) break
    const cells = [...bytes.subarray(offset - from, offset - from + rowLength)].map((byte, index) => ({
      hex: byte.toString(16).padStart(2, '0'),
      text: byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
      inside: offset + index >= range.start && offset + index < range.end,
    }))
    rows.push({ offset, cells })
  }
  return rows
}
