import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ReceiverState } from '#shared/domain/app.ts'
import { defaultAnswer } from '#shared/domain/answer.ts'
import { defaultLimits } from '#shared/domain/settings.ts'
import { until } from '../../support/until.ts'
import { RawClient } from './raw-client.ts'
import { startReceiver, type TestReceiver } from './start-receiver.ts'

let receiver: TestReceiver | null = null
let other: Server | null = null

async function start(): Promise<TestReceiver> {
  receiver = await startReceiver()
  return receiver
}

async function occupy(): Promise<number> {
  const server = createServer()
  other = server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

afterEach(async () => {
  await receiver?.stop()
  receiver = null
  other?.close()
  other = null
})

const address = (host: string, port: number) => ({ host, port, limits: defaultLimits, tls: null })
const get = 'GET /tok HTTP/1.1\r\nHost: x\r\n\r\n'

describe('start', () => {
  it('names who holds a taken port and offers a free one', async () => {
    const test = await start()
    const port = await occupy()
    const state = await test.receiver.start(address('127.0.0.1', port))
    if (state.state !== 'failed') throw new Error(`unexpected: ${state.state}`)
    const holder = process.platform === 'linux' ? 'Hookbench itself' : 'another program'
    expect(state).toMatchObject({ host: '127.0.0.1', port })
    expect(state.message).toContain(`Port ${port} is taken by ${holder}.`)
    expect(state.freePort).toBeGreaterThan(port)
    const next = await test.receiver.start(address('127.0.0.1', state.freePort!))
    expect(next).toMatchObject({ state: 'listening', port: state.freePort })
  })

  it.runIf(process.platform === 'linux')('names another program that holds the port', async () => {
    const test = await start()
    const script =
      "require('net').createServer().listen(0, '127.0.0.1', function () { process.stdout.write(String(this.address().port)) })"
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      const [port] = (await once(child.stdout, 'data')) as [Buffer]
      const state = await test.receiver.start(address('127.0.0.1', Number(port)))
      expect(state.state === 'failed' && state.message).toMatch(
        new RegExp(`taken by .+ \\(process ${child.pid}\\)\\.`),
      )
    } finally {
      child.kill()
    }
  })

  it.each([
    ['an address of another machine', '192.0.2.1', /192\.0\.2\.1 is no address of this machine/],
    ['a name that does not exist', 'no-such-host.invalid', /no-such-host\.invalid/],
  ])('says what is wrong with %s', async (_name, host, message) => {
    const test = await start()
    const state = await test.receiver.start(address(host, 0))
    expect(state).toMatchObject({ state: 'failed', host, freePort: null })
    expect(state.state === 'failed' && state.message).toMatch(message)
    expect(test.log.at(-1)?.level).toBe('error')
    expect(test.log.at(-1)?.message).toMatch(message)
  })

  it('moves to another address: the old port is closed, requests under way are answered', async () => {
    const test = await start()
    const states: ReceiverState[] = []
    test.receiver.onState((state) => states.push(state))
    test.capture.hold()
    const client = await test.connect()
    client.send(get)
    await until(() => test.capture.waiting === 1)
    const state = await test.receiver.start(address('localhost', 0))
    expect(states).toEqual([state])
    expect(test.receiver.state).toEqual(state)
    if (state.state !== 'listening') throw new Error(`unexpected: ${state.state}`)
    expect(state.url).toBe(`http://localhost:${state.port}`)
    await expect(RawClient.connect(test.port)).rejects.toThrow('ECONNREFUSED')
    test.capture.release()
    expect((await client.answer()).status).toBe(200)
    await client.end()
    expect((await fetch(`${state.url}/tok`)).status).toBe(200)
  })

  it('moves from one address of a port to all of them', async () => {
    const test = await start()
    const state = await test.receiver.start(address('0.0.0.0', test.port))
    expect(state).toMatchObject({ state: 'listening', port: test.port, url: `http://127.0.0.1:${test.port}` })
    expect((await fetch(`${test.url}/tok`)).status).toBe(200)
  })

  it('obeys the last of several calls made at once', async () => {
    const test = await start()
    const { receiver: subject } = test
    await Promise.all([
      subject.stop(),
      subject.start(address('127.0.0.1', 0)),
      subject.stop(),
      subject.start(address('127.0.0.1', test.port)),
    ])
    expect(subject.state).toMatchObject({ state: 'listening', port: test.port })
    expect((await fetch(`${test.url}/tok`)).status).toBe(200)
  })
})

describe('stop', () => {
  it('answers and stores what is under way, and takes nothing new', async () => {
    const test = await start()
    test.capture.hold()
    const idle = await test.connect()
    const storing = await test.connect()
    const sending = await test.connect()
    storing.send(get)
    sending.send('POST /tok HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello')
    await until(() => test.capture.waiting === 1)
    const stopped = test.receiver.stop()
    await idle.end()
    await expect(RawClient.connect(test.port)).rejects.toThrow('ECONNREFUSED')
    sending.send('world')
    await until(() => test.capture.waiting === 2)
    test.capture.release()
    expect((await storing.answer()).status).toBe(200)
    expect((await sending.answer()).header('connection')).toBe('close')
    await stopped
    expect(test.receiver.state).toEqual({ state: 'stopped' })
    expect(test.capture.kept.map((kept) => kept.bytes.toString())).toEqual(['', 'helloworld'])
  })

  it('lets go at once of those who wait for a delayed answer or for none', async () => {
    const test = await start()
    test.configure({
      answer: {
        ...defaultAnswer,
        kind: 'respond',
        status: 201,
        headers: [],
        body: { type: 'empty' },
        delayMs: 60_000,
      },
    })
    const delayed = await test.connect()
    delayed.send(get)
    await test.capture.take(1)
    test.configure({ answer: { kind: 'hang' } })
    const hung = await test.connect()
    hung.send(get)
    await test.capture.take(2)
    const since = performance.now()
    await test.receiver.stop()
    expect(performance.now() - since).toBeLessThan(4_900)
    expect((await delayed.answer()).status).toBe(201)
    await hung.end()
    expect(hung.received).toHaveLength(0)
  })

  it('keeps what has come of an upload that does not end in time', async () => {
    const test = await start()
    const client = await test.connect()
    client
      .send('POST /tok HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n')
      .send(Buffer.alloc(100_000, 'x'))
    await until(() => test.capture.written > 0)
    await test.receiver.stop(100)
    const kept = await test.capture.take(1)
    expect(kept).toMatchObject({ complete: false, file: { size: 100_000 } })
    expect(kept.problem).toContain('Hookbench was stopped')
    await client.end()
  })

  it('waits for the connections of an address that it moved away from', async () => {
    const test = await start()
    test.capture.hold()
    const client = await test.connect()
    client.send(get)
    await until(() => test.capture.waiting === 1)
    await test.receiver.start(address('localhost', 0))
    const stopped = test.receiver.stop()
    test.capture.release()
    await stopped
    expect(test.capture.kept).toHaveLength(1)
    expect((await client.answer()).status).toBe(200)
  })

  it('does not wait for senders that are connected but say nothing', async () => {
    const test = await start()
    for (let n = 0; n < 5; n++) await test.connect()
    const since = performance.now()
    await test.receiver.stop()
    expect(performance.now() - since).toBeLessThan(4_900)
  })
})
