import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { charsetOf, decodeText, invalidUtf8 } from '#shared/domain/charset.ts'
import { latin1Bytes } from '#shared/domain/bytes.ts'

const encoder = new TextEncoder()
const utf8 = (text: string) => encoder.encode(text)

describe('finding the charset', () => {
  it('believes a byte order mark first, then the content type, then the text, then the bytes', () => {
    expect(charsetOf('text/plain; charset=iso-8859-1', utf8('\ufeffhi'))).toMatchObject({
      label: 'utf-8',
      source: 'bom',
      bomLength: 3,
    })
    expect(charsetOf('text/plain; charset=iso-8859-1', utf8('\ufeffhi')).problem).toContain('iso-8859-1')
    expect(charsetOf('text/plain; charset="ISO-8859-15"', utf8('hi'))).toMatchObject({
      label: 'iso-8859-15',
      source: 'content-type',
    })
    expect(charsetOf('text/xml', utf8('<?xml version="1.0" encoding="Shift_JIS"?>'))).toMatchObject({
      label: 'shift_jis',
      source: 'declaration',
    })
    expect(charsetOf('text/html', utf8('<html><head><meta charset=koi8-r>'))).toMatchObject({
      label: 'koi8-r',
      source: 'declaration',
    })
    expect(charsetOf(null, utf8('grün'))).toEqual({
      label: 'utf-8',
      source: 'default',
      bomLength: 0,
      problem: null,
    })
    expect(charsetOf(null, latin1Bytes('gr\xfcn'))).toMatchObject({ label: 'windows-1252', source: 'guess' })
    expect(charsetOf(null, Uint8Array.of(0xff, 0xfe, 0x68, 0))).toMatchObject({
      label: 'utf-16le',
      bomLength: 2,
    })
  })

  it('says so when the named charset does not exist', () => {
    expect(charsetOf('text/plain; charset=utf-9', utf8('x'))).toEqual({
      label: 'utf-8',
      source: 'default',
      bomLength: 0,
      problem: 'The content type names a charset that does not exist: “utf-9”.',
    })
  })

  it('does not take a character cut off by the end of the window for another charset', () => {
    expect(charsetOf(null, utf8('x€').subarray(0, 3)).label).toBe('utf-8')
  })
})

describe('bytes that are not UTF-8', () => {
  it.each<[string, number[], { offset: number; length: number; reason: string }[]]>([
    ['stray', [0x61, 0x80, 0x62], [{ offset: 1, length: 1, reason: 'stray' }]],
    ['cut off', [0x61, 0xe2, 0x82], [{ offset: 1, length: 2, reason: 'cut off' }]],
    [
      'overlong',
      [0xc0, 0xaf],
      [
        { offset: 0, length: 1, reason: 'overlong' },
        { offset: 1, length: 1, reason: 'stray' },
      ],
    ],
    [
      'surrogate',
      [0xed, 0xa0, 0x80],
      [
        { offset: 0, length: 1, reason: 'surrogate' },
        { offset: 1, length: 1, reason: 'stray' },
        { offset: 2, length: 1, reason: 'stray' },
      ],
    ],
    ['out of range', [0xf5], [{ offset: 0, length: 1, reason: 'out of range' }]],
  ])('%s', (_name, bytes, expected) => {
    expect(invalidUtf8(Uint8Array.from(bytes))).toEqual(expected)
  })

  it('are as many as the characters that the decoder replaces', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const replaced =
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\ufffd').length - 1
        // U+FFFD may also be in the text itself.
        const own = new TextDecoder('latin1').decode(bytes).split('ï¿½').length - 1
        expect(invalidUtf8(bytes).length).toBe(replaced - own)
      }),
      { numRuns: 3_000 },
    )
  })

  it('are shown as U+FFFD, and unknown charsets are read as UTF-8', () => {
    expect(decodeText(Uint8Array.of(0x61, 0xff), 'utf-8')).toBe('a\ufffd')
    expect(decodeText(utf8('ü'), 'nonsense')).toBe('ü')
    expect(decodeText(Uint8Array.of(0x80), 'windows-1252')).toBe('€')
  })
})
