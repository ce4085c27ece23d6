import { toBase64 } from '../bytes.ts'
import { readable } from './source.ts'

const control = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]/

/**
 * One word of bash or zsh that gives exactly these bytes (one character per byte). Plain words stay bare, text goes into
 * single quotes; control characters and bytes that are no UTF-8 into `$'...'`. NUL can't be given.
 */
export function shellWord(latin1Text: string): string {
  const text = readable(latin1Text)
  if (text !== null && !control.test(text)) return shellText(text)
  return ansiQuoted(text ?? latin1Text, text !== null)
}

/** `shellWord` for text in place of bytes. */
export function shellText(text: string): string {
  if (/^[A-Za-z0-9_@%+:,./-]+$/.test(text)) return text
  if (control.test(text)) return ansiQuoted(text, true)
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** `$'...'`; exclamation marks are escaped, too, because an interactive shell may expand them there. */
function ansiQuoted(text: string, unicode: boolean): string {
  const inside = text.replace(/[^]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (character === '\\' || character === "'") return `\\${character}`
    if (character === '\n') return '\\n'
    if (character === '\r') return '\\r'
    if (character === '\t') return '\\t'
    if (code >= 0x20 && code < 0x7f && character !== '!') return character
    if (code >= 0x80 && unicode) {
      if (code >= 0xa0 && code !== 0x2028 && code !== 0x2029) return character
      return [...new TextEncoder().encode(character)].map(hexEscape).join('')
    }
    return hexEscape(code)
  })
  return `$'${inside}'`
}

function hexEscape(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}

/** A command that is fed these bytes: `base64 -d` of a here-document, so that neither length nor content matters. */
export function fedWith(body: Uint8Array, command: string): string {
  const lines = toBase64(body).match(/.{1,76}/g) ?? []
  return `base64 -d <<'BASE64' | ${command}\n${lines.join('\n')}\nBASE64`
}

/** A word of one program argument may hold 128 kB on Linux; bodies near that are fed instead. */
export const longestArgument = 100_000
