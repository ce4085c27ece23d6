import { once } from 'node:events'
import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Colours a text for stdout; left plain where stdout is no terminal or NO_COLOR is set. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout })
}

/** Writes to stdout and resolves when more may be written, so that a slow reader costs no memory. */
export async function write(data: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(data)) await once(process.stdout, 'drain')
}

export async function writeLine(line = ''): Promise<void> {
  await write(`${line}\n`)
}

export async function writeJson(value: unknown): Promise<void> {
  await writeLine(toJson(value))
}

/** JSON on one line; control characters beyond ASCII, which JSON.stringify leaves as they are, are escaped for terminals. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\x7f-\x9f\u2028\u2029]/g, unicodeEscape)
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * What a stranger sent, fit for a terminal: control characters and bytes beyond ASCII in Latin-1 controls show as `\xNN`,
 * so that no request can move the cursor or set the title.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0)
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : unicodeEscape(character)
  })
}

/** Cuts a text to a width, with an ellipsis in the last column. */
export function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}

/** Bytes for people, in powers of 1,000: `312 B`, `1.2 kB`, `48 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes / 1_000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

/** Rows in columns as wide as their widest cell; `right` names the columns whose text ends at the edge. */
export function formatTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)))
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return right.includes(column) ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
