export interface PdfFacts {
  readonly version: string | null
  /** Null when it is not said in plain text: newer files keep it compressed. */
  readonly pages: number | null
  readonly encrypted: boolean
  readonly title: string | null
  readonly author: string | null
  readonly producer: string | null
}

/** First facts of a PDF, from what stands in it uncompressed (ISO 32000-1, 7.5). Reads, and runs, nothing else of it. */
export function readPdfFacts(bytes: Uint8Array): PdfFacts {
  const text = new TextDecoder('latin1').decode(bytes)
  // The root of the page tree holds the count of all pages; inner nodes hold smaller ones.
  const counts = [...text.matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count\s+(\d+)|\/Count\s+(\d+)[^>]*?\/Type\s*\/Pages\b/g)].map(
    (match) => Number(match[1] ?? match[2]),
  )
  const leaves = [...text.matchAll(/\/Type\s*\/Page\b/g)].length
  return {
    version: /^%PDF-(\d\.\d)/.exec(text.slice(0, 1_024).trimStart())?.[1] ?? null,
    pages: counts.length > 0 ? Math.max(...counts) : leaves > 0 ? leaves : null,
    encrypted: /\/Encrypt\s+\d+\s+\d+\s+R/.test(text),
    title: infoText(text, 'Title'),
    author: infoText(text, 'Author'),
    producer: infoText(text, 'Producer'),
  }
}

/** A text string of the document's information: in parentheses or in hex, PDFDocEncoding or UTF-16BE. */
function infoText(pdf: string, key: string): string | null {
  const match = new RegExp(`/${key}\\s*(?:\\(((?:[^()\\\\]|\\\\[\\s\\S])*)\\)|<([0-9A-Fa-f\\s]+)>)`).exec(pdf)
  if (match === null) return null
  const raw =
    match[1] === undefined
      ? (match[2] ?? '').replaceAll(/\s/g, '').replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)))
      : match[1].replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (_, octal: string | undefined, other: string) =>
          octal === undefined ? (escapes[other] ?? other) : String.fromCharCode(parseInt(octal, 8)),
        )
  const text = raw.startsWith('\u00fe\u00ff')
    ? new TextDecoder('utf-16be').decode(Uint8Array.from(raw.slice(2), (character) => character.charCodeAt(0)))
    : raw
  return text.trim() === '' ? null : text.trim().slice(0, 300)
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\n': '' }
