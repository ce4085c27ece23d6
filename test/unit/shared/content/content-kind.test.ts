import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latin1Bytes } from '#shared/domain/bytes.ts'
import { contentKinds, contentOf } from '#shared/domain/content-kind.ts'

const png = '\x89PNG\r\n\x1a\n\0\0'

describe('deciding how to show a body', () => {
  it.each<[type: string | null, body: string, kind: string, mediaType: string, note: string | null]>([
    ['application/json', '{"a":1}', 'json', 'application/json', null],
    ['application/vnd.api+json; charset=utf-8', '[1]', 'json', 'application/vnd.api+json', null],
    ['application/json', '{"a":', 'json', 'application/json', null],
    ['application/json', 'oops', 'json', 'application/json', null],
    ['application/json', '42', 'json', 'application/json', null],
    [
      'application/json',
      'a=1&b=2',
      'form',
      'application/x-www-form-urlencoded',
      'Sent as application/json, but it looks like a form.',
    ],
    [
      'application/json',
      png,
      'image',
      'image/png',
      'Sent as application/json, but it looks like an image (image/png).',
    ],
    [
      'application/x-www-form-urlencoded',
      '{"a":1}',
      'json',
      'application/json',
      'Sent as application/x-www-form-urlencoded, but it looks like JSON.',
    ],
    ['application/x-www-form-urlencoded', 'a=%7B&b', 'form', 'application/x-www-form-urlencoded', null],
    ['application/x-www-form-urlencoded', 'hello world', 'form', 'application/x-www-form-urlencoded', null],
    ['text/plain', '{"a":1}', 'json', 'application/json', 'Sent as text/plain, but it looks like JSON.'],
    ['text/plain', 'a=1', 'text', 'text/plain', null],
    ['text/plain', 'hello', 'text', 'text/plain', null],
    ['text/csv', 'a,b\n1,2', 'text', 'text/csv', null],
    ['application/javascript', '{"a":1}', 'text', 'application/javascript', null],
    ['text/xml', '<a/>', 'xml', 'text/xml', null],
    ['text/html', '<!doctype html><p>', 'html', 'text/html', null],
    ['application/soap+xml', '<s:Envelope xmlns:s="x">', 'xml', 'application/soap+xml', null],
    ['image/png', png, 'image', 'image/png', null],
    ['image/jpeg', png, 'image', 'image/png', 'Sent as image/jpeg, but it is image/png.'],
    ['image/png', '{"error":1}', 'json', 'application/json', 'Sent as image/png, but it looks like JSON.'],
    ['image/svg+xml', '<svg xmlns="x"></svg>', 'image', 'image/svg+xml', null],
    ['application/pdf', '%PDF-1.7', 'pdf', 'application/pdf', null],
    ['application/pdf', '<html>', 'html', 'text/html', 'Sent as application/pdf, but it looks like HTML.'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
      'multipart',
      'multipart/form-data',
      null,
    ],
    [
      'multipart/form-data',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1',
      'multipart',
      'multipart/form-data',
      'The content type names no boundary; it was taken from the body.',
    ],
    [null, '{"a":1}', 'json', 'application/json', 'Sent without a content type; it looks like JSON.'],
    [
      null,
      '--x\r\nContent-Disposition: form-data',
      'multipart',
      'multipart/form-data',
      'Sent without a content type; it looks like a multipart body.',
    ],
    [
      null,
      'a=1&b=2',
      'form',
      'application/x-www-form-urlencoded',
      'Sent without a content type; it looks like a form.',
    ],
    ['application/octet-stream', '\x00\x01', 'binary', 'application/octet-stream', null],
    ['application/octet-stream', '\x1f\x8b\x08\x00', 'binary', 'application/gzip', null],
    [
      'application/octet-stream',
      '<?xml version="1.0"?><a/>',
      'xml',
      'application/xml',
      'Sent as application/octet-stream; it looks like XML.',
    ],
    ['application/json', '\ufeff{"a":1}', 'json', 'application/json', null],
    ['text/plain', '', 'empty', 'text/plain', null],
  ])('%s %j', (type, body, kind, mediaType, note) => {
    const bytes = body.startsWith('\ufeff') ? new TextEncoder().encode(body) : latin1Bytes(body)
    expect(contentOf(type, bytes)).toMatchObject({ kind, mediaType, note })
  })

  it('reads UTF-16 as text', () => {
    const body = Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0)
    expect(contentOf('application/json', body).kind).toBe('json')
  })

  it('takes anything', () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.uint8Array({ maxLength: 100 }), (type, body) => {
        expect(contentKinds).toContain(contentOf(type, body).kind)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is quick on hostile text', () => {
    const start = process.cpuUsage().user
    for (const text of [
      '<a' + ' a="b"'.repeat(5_000),
      'a'.repeat(5_000),
      'a&'.repeat(3_000) + '<',
      'a=1' + '&a=1'.repeat(1_000) + ' <',
      '--' + 'x\r\n'.repeat(3_000),
    ]) {
      contentOf(null, latin1Bytes(text))
    }
    expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(6_000)
  })
})
