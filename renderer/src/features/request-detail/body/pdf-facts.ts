export interface PdfFacts {
  readonly version: string | null
  /** Null when it is not said in plain text: newer files keep it compressed. */
  readonly pages: number | null
  readonly encrypted: boolean
  readonly title: string | null
  readonly author: string | null
  readonly producer: string | null
  readonly created: string | null
}

/** Compressed object streams are opened up to this many, and this much text in all. */
const maxStreams = 400
const maxInflated = 16_000_000

/** First facts of a PDF: plain text of its objects, and of those in compressed object streams (ISO 32000-1, 7.5). Nothing of it is run. */
export async function readPdfFacts(bytes: Uint8Array): Promise<PdfFacts> {
  const plain = new TextDecoder('latin1').decode(bytes)
  const text = `${plain}\n${await objectStreams(plain, bytes)}`
  // The root of the page tree holds the count of all pages; inner nodes hold smaller ones.
  const counts = [
    ...text.matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count\s+(\d+)|\/Count\s+(\d+)[^>]*?\/Type\s*\/Pages\b/g),
  ].map((match) => Number(match[1] ?? match[2]))
  const leaves = [...text.matchAll(/\/Type\s*\/Page\b/g)].length
  return {
    version: /^%PDF-(\d\.\d)/.exec(plain.slice(0, 1_024).trimStart())?.[1] ?? null,
    pages: counts.length > 0 ? Math.max(...counts) : leaves > 0 ? leaves : null,
    encrypted: /\/Encrypt\s+\d+\s+\d+\s+R/.test(text),
    title: infoText(text, 'Title'),
    author: infoText(text, 'Author'),
    producer: infoText(text, 'Producer'),
    created: dateOf(infoText(text, 'CreationDate')),
  }
}

/** The text of object streams, where newer files keep page tree and information. */
async function objectStreams(text: string, bytes: Uint8Array): Promise<string> {
  let all = ''
  let count = 0
  for (const match of text.matchAll(/\/Type\s*\/ObjStm[^]{0,400}?stream\r?\n/g)) {
    if (!/\/FlateDecode/.test(match[0]) || ++count > maxStreams || all.length > maxInflated) continue
    const start = match.index + match[0].length
    const end = text.indexOf('endstream', start)
    if (end > start) all += `${await inflate(bytes.subarray(start, end))}\n`
  }
  return all
}

async function inflate(bytes: Uint8Array): Promise<string> {
  let text = ''
  try {
    const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('deflate'))
    const decoder = new TextDecoder('latin1')
    for await (const piece of stream) {
      text += decoder.decode(piece, { stream: true })
      if (text.length > maxInflated) break
    }
  } catch {
    // The line break before "endstream" counts as trailing data, and encrypted streams are no deflate: keep what came.
    return text
  }
  return text
}

/** `D:20260102030405+01'00'` as people write it; null when it is no date. */
function dateOf(text: string | null): string | null {
  const match = /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?/.exec(text ?? '')
  if (match === null) return null
  const [, year = '', month = '01', day = '01', hour, minute] = match
  return `${year}-${month}-${day}${hour === undefined ? '' : ` ${hour}:${minute ?? '00'}`}`
}

/** A text string of the document's information: in parentheses or in hex, PDFDocEncoding or UTF-16BE. */
function infoText(pdf: string, key: string): string | null {
  const match = new RegExp(`/${key}\\s*(?:\\(((?:[^()\\\\]|\\\\[\\s\\S])*)\\)|<([0-9A-Fa-f\\s]+)>)`).exec(pdf)
  if (match === null) return null
  const raw =
    match[1] === undefined
      ? (match[2] ?? '')
          .replaceAll(/\s/g, '')
          .replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)))
      : match[1].replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (_, octal: string | undefined, other: string) =>
          octal === undefined ? (escapes[other] ?? other) : String.fromCharCode(parseInt(octal, 8)),
        )
  const text = raw.startsWith('\u00fe\u00ff')
    ? new TextDecoder('utf-16be').decode(
        Uint8Array.from(raw.slice(2), (character) => character.charCodeAt(0)),
      )
    : raw
  return text.trim() === '' ? null : text.trim().slice(0, 300)
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\n': '' }
