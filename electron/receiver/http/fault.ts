/**
 * What is wrong with bytes that should have been a request, in a sentence for people, with the status that tells the
 * sender. Thrown by the parsing functions of this folder and caught by the reader alone.
 */
export class Fault extends Error {
  readonly status: number

  constructor(status: number, problem: string) {
    super(problem)
    this.name = 'Fault'
    this.status = status
  }
}

const longestExcerpt = 60

/** Bytes as Latin-1 text, quoted and shortened, with control characters made visible. */
export function excerpt(text: string): string {
  const cut = text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text
  const visible = cut.replace(/[\x00-\x1f\x7f-\xff"\\]/g, (char) => {
    if (char === '\r') return '\\r'
    if (char === '\n') return '\\n'
    if (char === '\t') return '\\t'
    if (char === '"' || char === '\\') return `\\${char}`
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
  return `"${visible}"`
}
