/** The ways in which serialisers write the inside of a string. Each takes the decoded text and gives what stands between the quotes. */
export const escapeStyles = {
  /** JSON.stringify, Ruby, Python with ensure_ascii=False: only what must be */
  plain,
  /** PHP with JSON_UNESCAPED_UNICODE */
  slash: (text: string) => plain(text).replaceAll('/', '\\/'),
  /** Python's default, Meta: every character beyond ASCII as \u with lower-case digits */
  ascii: (text: string) => nonAscii(plain(text), lower),
  /** the same with upper-case digits */
  'ascii-upper': (text: string) => nonAscii(plain(text), upper),
  /** PHP's default: slashes and everything beyond ASCII */
  php: (text: string) => nonAscii(plain(text), lower).replaceAll('/', '\\/'),
  /** Go's default: < > & and the two line separators */
  go: (text: string) => plain(text).replace(/[<>&\u2028\u2029]/g, lower),
  'go-ascii': (text: string) => nonAscii(plain(text), lower).replace(/[<>&]/g, lower),
  /** Gson's default */
  gson: (text: string) => plain(text).replace(/[<>&='\u2028\u2029]/g, lower),
  /** System.Text.Json's default: upper-case digits, also for quotes and + */
  dotnet: (text: string) =>
    nonAscii(plain(text).replaceAll('\\"', '\\u0022'), upper).replace(/[<>&'+`]/g, upper),
  /** Newtonsoft and others: the separators that JavaScript once choked on */
  separators: (text: string) => plain(text).replace(/[\u0085\u2028\u2029]/g, lower),
  /** older Facebook text: slash, < % @ and everything beyond ASCII */
  facebook: (text: string) =>
    nonAscii(plain(text), lower)
      .replaceAll('/', '\\/')
      .replace(/[<%@]/g, (found) => (found === '<' ? '\\u003C' : lower(found))),
  /** PHP with JSON_HEX_TAG, _AMP, _APOS, _QUOT */
  'php-hex': (text: string) =>
    nonAscii(plain(text).replaceAll('\\"', '\\u0022'), lower)
      .replaceAll('/', '\\/')
      .replace(/[<>&']/g, upper),
} as const
export type EscapeStyle = keyof typeof escapeStyles

function plain(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function nonAscii(text: string, write: (unit: string) => string): string {
  return text.replace(/[^\x00-\x7e]/g, write)
}

function lower(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function upper(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** Edits of a whole JSON text that change escapes and leave blanks as they are. */
export const rawEscapeEdits: ((text: string) => string)[] = [
  (text) => text.replaceAll('\\/', '/'),
  (text) => slashes(text),
  (text) => nonAscii(text, lower),
  (text) => nonAscii(text, upper),
  (text) => decodeUnicode(text),
  (text) => decodeUnicode(text).replaceAll('\\/', '/'),
  (text) => slashes(nonAscii(text, lower)),
  (text) => text.replace(/\\u[0-9a-fA-F]{4}/g, (found) => found.toLowerCase()),
  (text) => text.replace(/\\u[0-9a-fA-F]{4}/g, (found) => `\\u${found.slice(2).toUpperCase()}`),
  (text) => text.replace(/[<>&\u2028\u2029]/g, lower),
  (text) => nonAscii(text, lower).replace(/[<>&]/g, lower),
  (text) => text.replace(/[<>&]/g, upper),
  (text) => slashes(decodeUnicode(text)),
  (text) => text.replace(/[<>&'=\u2028\u2029]/g, lower),
  (text) => nonAscii(text, upper).replace(/[<>&'+`]/g, upper),
  (text) =>
    slashes(nonAscii(text, lower)).replace(/[<%@]/g, (found) => (found === '<' ? '\\u003C' : lower(found))),
  (text) => nonAscii(text, lower).replace(/[<%@]/g, (found) => (found === '<' ? '\\u003C' : lower(found))),
  (text) =>
    text
      .replaceAll('\\u0022', '\\"')
      .replace(/\\u00(?:26|27|2[bB]|3[cCeEdD]|60)/g, (found) => character(found)),
]

function slashes(text: string): string {
  return text.replace(/\\\/|\//g, '\\/')
}

function character(escape: string): string {
  return String.fromCharCode(Number.parseInt(escape.slice(2), 16))
}

/** \uXXXX written as the character itself wherever JSON allows that; a backslash that is itself escaped is left alone. */
function decodeUnicode(text: string): string {
  return text.replace(/\\(?:u[0-9a-fA-F]{4}|[^u])/g, (found) => {
    if (found.charAt(1) !== 'u') return found
    const code = Number.parseInt(found.slice(2), 16)
    return code < 32 || code === 34 || code === 92 ? found : String.fromCharCode(code)
  })
}
