import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latin1, latin1Bytes } from '#shared/domain/bytes.ts'
import { parseMultipart } from '#shared/domain/multipart.ts'

const encoder = new TextEncoder()
const type = 'multipart/form-data; boundary=xx'

function read(text: string, contentType: string | null = type) {
  const body = encoder.encode(text)
  const result = parseMultipart(body, contentType)
  return {
    ...result,
    contents: result.parts.map(({ from, to }) => new TextDecoder().decode(body.subarray(from, to))),
  }
}

describe('reading a multipart body', () => {
  it('gives parts with their heads, names and content', () => {
    const result = read(
      '--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\ntwo\r\n--xx\r\nContent-Disposition: form-data; name="f"; filename="ü %22x%22.txt"\r\nContent-Type: text/plain\r\n\r\n\r\n--xx--\r\n',
    )
    expect(result).toMatchObject({
      boundary: 'xx',
      complete: true,
      problem: null,
      preambleLength: 0,
      epilogueLength: 0,
    })
    expect(result.contents).toEqual(['one\r\ntwo', ''])
    expect(result.parts[0]).toMatchObject({ name: 'a', filename: null, contentType: null, problem: null })
    expect(result.parts[1]).toMatchObject({ name: 'f', filename: 'ü "x".txt', contentType: 'text/plain' })
    expect(result.parts[1]?.headers[1]).toEqual(['Content-Type', 'text/plain'])
  })

  it('reads file names in their other spellings', () => {
    const named = (disposition: string) =>
      read(`--xx\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n1\r\n--xx--`).parts[0]?.filename
    expect(named(`name=a; filename*=UTF-8''%e2%82%ac.txt`)).toBe('€.txt')
    expect(named('name=a; filename="a\\"b.txt"')).toBe('a"b.txt')
    expect(named('name=a; filename="C:\\temp\\x.txt"')).toBe('C:\\temp\\x.txt')
    expect(named('name=a; filename=plain.txt')).toBe('plain.txt')
  })

  it('takes lone line feeds, a preamble and an epilogue', () => {
    const result = read('hello\n--xx\nContent-Disposition: form-data; name=a\n\n1\n--xx--\nbye')
    expect(result).toMatchObject({ complete: true, preambleLength: 6, epilogueLength: 3 })
    expect(result.contents).toEqual(['1'])
  })

  it('does not take dashes inside a part for a delimiter', () => {
    const result = read('--xx\r\nContent-Disposition: form-data; name=a\r\n\r\nx --xx\r\n--xxy\r\n--xx--')
    expect(result.contents).toEqual(['x --xx\r\n--xxy'])
  })

  it('finds the boundary when the content type has none or a wrong one', () => {
    const body = '--yy\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--yy--\r\n'
    expect(read(body, 'multipart/form-data')).toMatchObject({
      boundary: 'yy',
      contents: ['1'],
      problem: { message: 'The content type names no boundary; it was taken from the first line.' },
    })
    expect(read(body)).toMatchObject({
      boundary: 'yy',
      contents: ['1'],
      problem: { message: 'The content type says boundary “xx”, the body uses “yy”.' },
    })
    expect(read('nothing here')).toMatchObject({
      boundary: '',
      parts: [],
      problem: { message: 'The boundary “xx” does not occur in the body.' },
    })
    expect(read('', null).problem?.message).toBe(
      'The content type names no boundary, and the body does not begin with one.',
    )
  })

  it('says where it broke', () => {
    const cut = read('--xx\r\nContent-Disposition: form-data; name=a\r\n\r\nhal')
    expect(cut).toMatchObject({
      complete: false,
      contents: ['hal'],
      problem: { message: 'The closing delimiter is missing: the body breaks off here.' },
    })
    expect(cut.parts[0]?.problem).toBe('This part breaks off.')
    expect(read('--xx\r\nContent-Disposition: form-data; name=a\r\n--xx--').parts[0]?.problem).toBe(
      'The blank line between head and content is missing.',
    )
    expect(read('--xx\r\nX: 1\r\n\r\n1\r\n--xx--').parts[0]?.problem).toBe(
      'This part has no Content-Disposition.',
    )
    expect(read('--xx\r\n').parts).toEqual([])
  })

  it('gives back any content that is put into a form, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
            fc.uint8Array({ maxLength: 60 }),
          ),
          { maxLength: 5 },
        ),
        async (fields) => {
          const form = new FormData()
          for (const [name, bytes] of fields) form.append(name, new Blob([bytes]), 'f.bin')
          const request = new Request('http://x', { method: 'POST', body: form })
          const contentType = request.headers.get('content-type')
          const body = new Uint8Array(await request.arrayBuffer())
          const result = parseMultipart(body, contentType)
          expect(result.complete).toBe(true)
          expect(
            result.parts.map((part) => [
              part.name?.replaceAll('\r\n', '\n'),
              latin1(body.subarray(part.from, part.to)),
            ]),
          ).toEqual(fields.map(([name, bytes]) => [name.replace(/\r\n?/g, '\n'), latin1(bytes)]))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('takes any bytes, and every part lies within them', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          '--xx',
          '--',
          '\r\n',
          '\n',
          'Content-Disposition: form-data; name="a"',
          '\r\n\r\n',
          ' ',
          'x',
        ),
        fc.string({ maxLength: 4 }),
      ),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(
        pieces,
        fc.constantFrom(type, null, 'multipart/form-data; boundary=""'),
        (parts, contentType) => {
          const body = latin1Bytes(parts.join(''))
          let last = 0
          for (const part of parseMultipart(body, contentType).parts) {
            expect(part.headFrom).toBeGreaterThanOrEqual(last)
            expect(part.from).toBeGreaterThanOrEqual(part.headFrom)
            expect(part.to).toBeGreaterThanOrEqual(part.from)
            expect(part.to).toBeLessThanOrEqual(body.length)
            last = part.to
          }
        },
      ),
      { numRuns: 4_000 },
    )
  })

  it('is quick on large and on hostile bodies', () => {
    const part = 'Content-Disposition: form-data; name=a\r\n\r\n1\r\n'
    for (const text of [
      `--xx\r\n${part}`.repeat(20_000),
      '-'.repeat(8_000_000),
      `--xx\r\nContent-Disposition: form-data${';a="'.repeat(1_000)}\r\n\r\n1\r\n`.repeat(1_000),
      `--xx${'--xx '.repeat(500_000)}`,
      `--xx\r\n${part}${'x'.repeat(8_000_000)}`,
    ]) {
      const start = process.cpuUsage().user
      expect(parseMultipart(latin1Bytes(text), type).parts.length).toBeLessThanOrEqual(1_000)
      expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(3_000)
    }
  })
})
