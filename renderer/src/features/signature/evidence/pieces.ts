import type { SignatureVerdict } from '#shared/domain/signature.ts'

type SignedTextData = NonNullable<SignatureVerdict['signedText']>

export interface Piece {
  readonly kind: string
  readonly origin: string
  /** Bytes in all. */
  readonly size: number
  /** As much of it as came along. */
  readonly text: string
  /** Bytes that `text` stands for. */
  readonly shownSize: number
  /** Counts the parts that carry data, from 1; null for fixed text. */
  readonly number: number | null
}

const decoder = new TextDecoder()

/** Latin-1 text, one character a byte, read as UTF-8; what cuts a character at the end is left out. */
function readUtf8(latin1: string, cut: boolean): string {
  const bytes = Uint8Array.from(latin1, (char) => char.charCodeAt(0))
  const text = decoder.decode(bytes)
  return cut ? text.replace(/\uFFFD$/, '') : text
}

/** The parts of a signed text as they are shown. */
export function piecesOf({ preview, parts }: SignedTextData): Piece[] {
  let number = 0
  return parts.map(({ kind, start, end, origin }) => {
    const shown = preview.slice(start, Math.min(end, preview.length))
    if (kind !== 'literal') number += 1
    return {
      kind,
      origin,
      size: end - start,
      text: readUtf8(shown, shown.length < end - start),
      shownSize: shown.length,
      number: kind === 'literal' ? null : number,
    }
  })
}

const names: Record<string, string> = {
  body: 'Body',
  timestamp: 'Timestamp',
  id: 'Message id',
  url: 'URL',
  path: 'Path',
  target: 'Path and query',
  method: 'Method',
  params: 'Form parameters, sorted',
  token: 'Token',
  crc32: 'Checksum of the body',
  webhookId: 'Webhook id',
  fields: 'Named fields',
  secret: 'Secret',
}

export function pieceName(kind: string): string {
  return names[kind] ?? kind
}
