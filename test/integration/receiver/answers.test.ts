import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { defaultAnswer, type Answer, type AnswerBody } from '#shared/domain/answer.ts'
import { handshakeKinds } from '#shared/domain/endpoint.ts'
import { until } from '../../support/until.ts'
import { startReceiver, type TestReceiver } from './start-receiver.ts'

let receiver: TestReceiver
let folder: string

beforeAll(async () => {
  receiver = await startReceiver()
  folder = await mkdtemp(join(tmpdir(), 'hookbench-answers-'))
})
afterEach(() => {
  receiver.capture.kept.length = 0
  receiver.capture.outcomes.length = 0
  receiver.configure({ answer: defaultAnswer, cors: false, handshakes: [...handshakeKinds] })
  delete receiver.secrets.meta
  delete receiver.secrets.zoom
})
afterAll(async () => {
  await receiver.stop()
  await rm(folder, { recursive: true })
})

const host = 'Host: x\r\n'
const get = `GET /tok HTTP/1.1\r\n${host}\r\n`

function respond(body: AnswerBody, patch: Partial<Extract<Answer, { kind: 'respond' }>> = {}): void {
  receiver.configure({ answer: { kind: 'respond', status: 200, headers: [], delayMs: 0, body, ...patch } })
}

describe('the answer of an endpoint', () => {
  it('goes out only after the store has said yes', async () => {
    receiver.capture.hold()
    const client = await receiver.connect()
    client.send(get)
    await until(() => receiver.capture.waiting === 1)
    expect(client.received).toHaveLength(0)
    receiver.capture.release()
    expect((await client.answer()).status).toBe(200)
    await until(() => receiver.capture.outcomes.length === 1)
    const [outcome] = receiver.capture.outcomes
    expect(outcome).toEqual({ id: 1, answeredMs: outcome?.answeredMs })
    expect(outcome?.answeredMs).toBeGreaterThan(0)
  })

  it('keeps the headers of the user in order and case, with framing of its own', async () => {
    respond(
      { type: 'text', text: 'grüß', template: false },
      {
        status: 207,
        headers: [
          ['X-Two', '2'],
          ['set-cookie', 'a=1'],
          ['Set-Cookie', 'b=2'],
          ['Content-Length', '9999'],
          ['Transfer-Encoding', 'chunked'],
          ['Connection', 'upgrade'],
          ['X-Latin', '\xe9'],
        ],
      },
    )
    const client = await receiver.connect()
    const answer = await client.send(get).answer()
    expect(answer).toMatchObject({ status: 207, reason: 'Multi-Status', body: 'grüß' })
    const names = answer.headers.map(([name]) => name)
    expect(names).toEqual([
      'Content-Type',
      'X-Two',
      'set-cookie',
      'Set-Cookie',
      'X-Latin',
      'Content-Length',
      'Date',
      'Connection',
      'Keep-Alive',
    ])
    expect(answer.header('content-length')).toBe('6')
    expect(answer.header('x-latin')).toBe('\xe9')
    expect(answer.header('content-type')).toBe('text/plain; charset=utf-8')
    const kept = await receiver.capture.take(1)
    expect(kept.answer).toEqual({
      status: 207,
      origin: 'endpoint',
      headers: answer.headers,
      bodySize: 6,
      bodyText: 'grüß',
      handshake: null,
    })
    expect((await client.send(get).answer()).status).toBe(207)
  })

  it('leaves content type and date to the user who sets them, and ends the connection for one who asks to', async () => {
    const headers: [string, string][] = [
      ['CONTENT-TYPE', 'application/vnd.x'],
      ['date', 'yesterday'],
      ['Connection', 'close'],
    ]
    respond({ type: 'json', text: '{}', template: false }, { headers })
    const client = await receiver.connect()
    const answer = await client.send(get + get).answer()
    expect(answer.headers.map(([name]) => name)).toEqual([
      'CONTENT-TYPE',
      'date',
      'Content-Length',
      'Connection',
    ])
    await client.end()
    expect(client.rest).toBe('')
  })

  it.each([
    [204, undefined],
    [304, undefined],
    [205, '0'],
  ])('has no body with status %d', async (status, length) => {
    respond({ type: 'text', text: 'not to be sent', template: false }, { status })
    const client = await receiver.connect()
    const answer = await client.send(get).answer()
    expect([answer.status, answer.header('content-length')]).toEqual([status, length])
    expect((await client.send(get).answer()).status).toBe(status)
    expect((await receiver.capture.take(1)).answer).toMatchObject({ bodySize: 0, bodyText: '' })
  })

  it('changes with the configuration, and has no content type when it has no body', async () => {
    const client = await receiver.connect()
    respond({ type: 'empty' }, { status: 599 })
    const empty = await client.send(get).answer()
    expect([empty.status, empty.reason, empty.header('content-type')]).toEqual([599, 'Unknown', undefined])
    respond({ type: 'text', text: 'b', template: false })
    expect((await client.send(get).answer()).body).toBe('b')
  })

  it('is filled in from the request', async () => {
    respond(
      {
        type: 'json',
        text: '{"id":{{json.a.id}},"q":"{{query.q}}","h":"{{header.x-h}}","m":"{{method}} {{path}}"}',
        template: true,
      },
      { headers: [['X-Echo', '{{header.x-h}}|{{json.evil}}']] },
    )
    const body = '{"a":{"id":12345678901234567890},"evil":"1\\r\\nSet-Cookie: x=1"}'
    const answer = await receiver.exchange(
      `POST /tok/p?q=a%22b HTTP/1.1\r\n${host}X-H: "h"\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    expect(answer.body).toBe('{"id":12345678901234567890,"q":"a\\"b","h":"\\"h\\"","m":"POST /tok/p"}')
    expect(answer.header('x-echo')).toBe('"h"|1 Set-Cookie: x=1')
    expect(answer.header('set-cookie')).toBeUndefined()
  })

  it('is filled in from bodies that are larger than what stays in memory otherwise', async () => {
    respond({ type: 'text', text: '{{json.last}}', template: true })
    const body = JSON.stringify({ filler: 'x'.repeat(400_000), last: 'here' })
    const response = await fetch(`${receiver.url}/tok`, { method: 'POST', body })
    expect(await response.text()).toBe('here')
  })

  it('can be a file, read each time, with HEAD and with a fitting type', async () => {
    const path = join(folder, 'answer.html')
    respond({ type: 'file', path })
    const client = await receiver.connect()
    for (const size of [0, 10, 2_000_000]) {
      await writeFile(path, 'x'.repeat(size))
      const answer = await client.send(get).answer()
      expect([answer.status, answer.header('content-length')]).toEqual([200, String(size)])
      expect(answer.header('content-type')).toBe('text/html; charset=utf-8')
      expect(answer.body).toHaveLength(size)
    }
    const head = await client.send(get.replace('GET', 'HEAD')).answer(true)
    expect(head.header('content-length')).toBe('2000000')
    expect((await receiver.capture.take(3)).answer).toMatchObject({ bodySize: 2_000_000, bodyText: null })
  })

  it.each([
    ['is missing', 'missing.txt', /does not exist/],
    ['is a folder', '.', /is not a file|is a folder/],
  ])(
    'is 500 with a sentence when its file %s; the request is kept all the same',
    async (_name, file, problem) => {
      respond({ type: 'file', path: join(folder, file) })
      const answer = await receiver.exchange(get)
      expect(answer.status).toBe(500)
      expect(answer.body).not.toContain(folder)
      const kept = await receiver.capture.take(1)
      expect(kept).toMatchObject({ complete: true, answer: { status: 500, origin: 'refused' } })
      expect(kept.problem).toMatch(problem)
      await until(() => receiver.log.some((entry) => problem.test(entry.message)))
    },
  )

  it('breaks off when its file becomes shorter while it is sent', async () => {
    const path = join(folder, 'shrinking')
    await writeFile(path, Buffer.alloc(30_000_000))
    respond({ type: 'file', path })
    const client = await receiver.connect()
    client.socket.pause()
    client.send(get)
    await receiver.capture.take(1)
    await truncate(path, 0)
    client.socket.resume()
    await client.end()
    expect(client.received.length).toBeLessThan(30_000_000)
    await until(() => receiver.capture.outcomes.some((outcome) => outcome.answeredMs === null))
  })

  it('waits for its delay without holding up others', async () => {
    respond({ type: 'empty' }, { delayMs: 400 })
    const slow = await receiver.connect()
    slow.send(get)
    await receiver.capture.take(1)
    receiver.configure({ answer: defaultAnswer })
    const quick = await receiver.connect()
    expect((await quick.send(get).answer()).status).toBe(200)
    expect(slow.received).toHaveLength(0)
    expect((await slow.answer()).status).toBe(200)
    await until(() => receiver.capture.outcomes.length === 2)
    expect(receiver.capture.outcomes.find(({ id }) => id === 1)?.answeredMs).toBeGreaterThan(390)
  })

  it('is recorded as not sent when the sender is gone before its delay is over', async () => {
    respond({ type: 'empty' }, { delayMs: 60_000 })
    const client = await receiver.connect()
    client.send(get)
    const { id } = await receiver.capture.take(1)
    client.reset()
    await until(() => receiver.capture.outcomes.length === 1)
    expect(receiver.capture.outcomes).toEqual([{ id, answeredMs: null, status: null }])
  })

  it('can be to close without a byte', async () => {
    receiver.configure({ answer: { kind: 'close', delayMs: 0 } })
    const client = await receiver.connect()
    client.send(get)
    await client.end()
    expect(client.received).toHaveLength(0)
    expect((await receiver.capture.take(1)).answer).toMatchObject({ status: null, origin: 'close' })
  })

  it('can be never to come; the sender may go at any time', async () => {
    receiver.configure({ answer: { kind: 'hang' } })
    const hung = await receiver.connect()
    hung.send(get)
    expect((await receiver.capture.take(1)).answer).toMatchObject({ status: null, origin: 'hang' })
    receiver.configure({ answer: defaultAnswer })
    expect((await receiver.exchange(get)).status).toBe(200)
    expect(hung.received).toHaveLength(0)
    hung.shut()
    await hung.end()
    expect(hung.received).toHaveLength(0)
  })
})

describe('CORS', () => {
  const preflight = `OPTIONS /tok HTTP/1.1\r\n${host}Origin: http://page.test\r\nAccess-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: x-a, content-type\r\nAccess-Control-Request-Private-Network: true\r\n\r\n`

  it('answers preflights with what they ask for, and keeps them', async () => {
    receiver.configure({ cors: true })
    const answer = await receiver.exchange(preflight)
    expect(answer.status).toBe(204)
    expect(answer.header('access-control-allow-origin')).toBe('http://page.test')
    expect(answer.header('access-control-allow-methods')).toBe('PUT')
    expect(answer.header('access-control-allow-headers')).toBe('x-a, content-type')
    expect(answer.header('access-control-allow-private-network')).toBe('true')
    expect(Number(answer.header('access-control-max-age'))).toBeGreaterThan(0)
    expect((await receiver.capture.take(1)).answer).toMatchObject({ status: 204, origin: 'cors' })
  })

  it('lets pages read every answer, also a refusal', async () => {
    receiver.configure({ cors: true })
    respond({ type: 'empty' }, { headers: [['X-Mine', '1']] })
    receiver.configure({ cors: true })
    const ask = `GET /tok HTTP/1.1\r\n${host}Origin: http://page.test\r\n`
    const answer = await receiver.exchange(`${ask}\r\n`)
    expect(answer.header('access-control-allow-origin')).toBe('http://page.test')
    expect(answer.header('access-control-expose-headers')).toBe('X-Mine')
    expect(answer.header('vary')).toBe('Origin')
    const refused = await receiver.exchange(`${ask}Expect: x\r\nContent-Length: 1\r\n\r\nx`)
    expect([refused.status, refused.header('access-control-allow-origin')]).toEqual([417, 'http://page.test'])
    expect((await receiver.exchange(get)).header('access-control-allow-origin')).toBe('*')
  })

  it('is off unless asked for: a preflight is a request like any other', async () => {
    const answer = await receiver.exchange(preflight)
    expect([answer.status, answer.header('access-control-allow-origin')]).toEqual([200, undefined])
  })
})

describe('provider handshakes', () => {
  const post = (target: string, body: string): string =>
    `POST ${target} HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const meta = `GET /tok?hub.mode=subscribe&hub.challenge=%3Cb%3E11&hub.verify_token=v HTTP/1.1\r\n${host}\r\n`
  const zoom = post('/tok', '{"event":"endpoint.url_validation","payload":{"plainToken":"abc"},"event_ts":1}')

  it('gives Meta its challenge, as text that is no page', async () => {
    const answer = await receiver.exchange(meta)
    expect([answer.status, answer.body]).toEqual([200, '<b>11'])
    expect(answer.header('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.header('x-content-type-options')).toBe('nosniff')
    expect((await receiver.capture.take(1)).answer).toMatchObject({
      origin: 'handshake',
      handshake: 'meta',
      bodyText: '<b>11',
    })
  })

  it("refuses Meta's challenge when another verify token is set", async () => {
    receiver.secrets.meta = 'other'
    expect((await receiver.exchange(meta)).status).toBe(403)
    expect((await receiver.capture.take(1)).problem).toContain('verify token')
    receiver.secrets.meta = 'v'
    expect((await receiver.exchange(meta)).body).toBe('<b>11')
  })

  it('gives Slack its challenge', async () => {
    const answer = await receiver.exchange(
      post('/tok', '{"token":"t","challenge":"3eZb","type": "url_verification"}'),
    )
    expect([answer.status, answer.body]).toEqual([200, '3eZb'])
    expect((await receiver.capture.take(1)).answer.handshake).toBe('slack')
  })

  it('gives Zoom its token with the HMAC, or says what it takes', async () => {
    receiver.secrets.zoom = 'sec'
    const answer = await receiver.exchange(zoom)
    expect(JSON.parse(answer.body)).toEqual({
      plainToken: 'abc',
      encryptedToken: createHmac('sha256', 'sec').update('abc').digest('hex'),
    })
    delete receiver.secrets.zoom
    expect((await receiver.exchange(zoom)).body).toBe('{"ok":true}')
    const kept = await receiver.capture.take(2)
    expect(kept.answer.origin).toBe('endpoint')
    expect(kept.problem).toContain('secret token')
  })

  it('gives Microsoft Graph its token, decoded', async () => {
    const answer = await receiver.exchange(post('/tok?validationToken=Validation%3A+Testing%20%3C', ''))
    expect([answer.status, answer.body]).toEqual([200, 'Validation: Testing <'])
    expect((await receiver.capture.take(1)).answer.handshake).toBe('microsoft-graph')
  })

  it('leaves handshakes that are switched off to the endpoint', async () => {
    receiver.configure({ handshakes: [] })
    expect((await receiver.exchange(meta)).body).toBe('{"ok":true}')
    expect(
      (await receiver.exchange(post('/tok?validationToken=x', '{"type":"url_verification","challenge":"c"}')))
        .body,
    ).toBe('{"ok":true}')
  })
})
