import type { HeaderPairs } from '#shared/domain/answer.ts'

/** The content-encodings of a body in the order they were applied, in lower case; `identity` is left out, `x-gzip` is `gzip`. */
export function encodingsOf(headers: HeaderPairs): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((name) => name.trim().toLowerCase())
    .map((name) => (name === 'x-gzip' ? 'gzip' : name))
    .filter((name) => name !== '' && name !== 'identity')
}

/** Whether `deflate` data has the zlib wrapper that RFC 9110 (8.4.1.2) asks for; some senders leave it out. */
export function looksLikeZlib(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
}
