import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import { startReceiver, type TestReceiver } from './start-receiver.ts'

let receiver: TestReceiver

beforeAll(async () => {
  receiver = await startReceiver()
})
afterEach(() => {
  receiver.capture.kept.length = 0
})
afterAll(() => receiver.stop())

describe('addresses that name no endpoint', () => {
  it('answers 404 with a sentence and files the request under Unmatched', async () => {
    const answer = await receiver.exchange('POST /tokk/x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc')
    expect(answer.status).toBe(404)
    const { error } = JSON.parse(answer.body) as { error: { code: string; message: string } }
    expect(error.code).toBe('endpoint.unknown')
    expect(error.message).toContain('No endpoint has the address "/tokk/x".')
    expect(answer.header('x-content-type-options')).toBe('nosniff')
    const kept = await receiver.capture.take(1)
    expect(kept).toMatchObject({
      endpointId: unmatchedEndpointId,
      complete: true,
      answer: { status: 404, origin: 'refused' },
    })
    expect(kept.problem).toContain('/tokk/x')
    expect(kept.bytes.toString()).toBe('abc')
  })

  it('hints at a doubled slash', async () => {
    expect((await receiver.exchange('GET //tok HTTP/1.1\r\nHost: x\r\n\r\n')).body).toContain('two slashes')
  })

  it('tells a browser at the root what this is, and does not keep its icons', async () => {
    const root = await receiver.exchange('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    expect([root.status, root.header('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
    expect((await receiver.exchange('GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n')).status).toBe(404)
    expect((await receiver.exchange('GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n')).body).toContain(
      'Disallow: /',
    )
    expect((await receiver.exchange('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n')).status).toBe(
      404,
    )
    expect(receiver.capture.kept.map((kept) => `${kept.method} ${kept.target}`)).toEqual(['GET /', 'POST /'])
  })

  it('answers "OPTIONS *" and CONNECT without pretending to be something else', async () => {
    expect((await receiver.exchange('OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n')).status).toBe(404)
    const connect = await receiver.exchange(
      'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n',
    )
    expect([connect.status, connect.header('allow')]).toEqual([
      405,
      'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    ])
    expect(receiver.capture.kept.map((kept) => kept.target)).toEqual(['*', 'example.com:443'])
  })

  it('answers 410 for an endpoint that is switched off, and keeps nothing', async () => {
    receiver.configure({ enabled: false })
    const client = await receiver.connect()
    const answer = await client.send('POST /tok HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi').answer()
    receiver.configure({ enabled: true })
    expect(answer.status).toBe(410)
    expect(answer.body).toContain('switched off')
    expect((await client.send('GET /tok HTTP/1.1\r\nHost: x\r\n\r\n').answer()).status).toBe(200)
    expect(receiver.capture.kept).toHaveLength(1)
  })
})
