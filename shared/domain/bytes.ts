/** Offset of the first occurrence of `needle` at or after `from`; -1 when there is none. Horspool's search. */
export function indexOfBytes(haystack: Uint8Array, needle: Uint8Array, from = 0): number {
  const last = needle.length - 1
  if (last < 0) return from <= haystack.length ? from : -1
  const skip = new Int32Array(256).fill(needle.length)
  for (let at = 0; at < last; at++) skip[needle[at] ?? 0] = last - at
  const end = haystack.length - needle.length
  let at = from
  while (at <= end) {
    const byte = haystack[at + last] ?? 0
    if (byte === needle[last] && startsWithBytes(haystack, needle, at)) return at
    at += skip[byte] ?? 1
  }
  return -1
}

/** Whether `prefix` stands at `at`. */
export function startsWithBytes(bytes: Uint8Array, prefix: Uint8Array, at = 0): boolean {
  for (let index = 0; index < prefix.length; index++) {
    if (bytes[at + index] !== prefix[index]) return false
  }
  return true
}

/** One character per byte, U+0000 to U+00FF. */
export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  }
  return text
}

/** The bytes of text that holds one character per byte; higher characters lose their upper bits. */
export function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(latin1(bytes))
}

/**
 * Decodes base64 or base64url, with or without padding and line breaks; null when it is neither (`atob` and its like
 * pass over what they do not understand).
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const plain = text
    .replace(/[\r\n\t ]+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '')
  if (!/^[A-Za-z0-9+/]*$/.test(plain) || plain.length % 4 === 1) return null
  return latin1Bytes(atob(plain))
}

/** Text of UTF-8 bytes, or null when they are not well-formed. Keeps a byte order mark. */
export function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
