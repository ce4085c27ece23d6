import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { connect } from '../../electron/transport/client.ts'
import { startHttpTransport, type HttpTransport } from '../../electron/transport/http.ts'
import { bodyByte, bodySize, createScriptedDoor } from './scripted-door.ts'

const token = 'the-token-of-this-run'
const base = mkdtempSync(join(tmpdir(), 'hookbench-static-'))
const root = join(base, 'renderer')
const script = 'export const answer = 42\n'.repeat(100)
let server: HttpTransport

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

interface Ask {
  method?: string
  path?: string
  headers?: Record<string, string | string[]>
  body?: string | Buffer
}

function ask({ method = 'GET', path = '/', headers = {}, body }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: server.port, method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

const bearer = { authorization: `Bearer ${token}` }
const json = { 'content-type': 'application/json' }

async function cookie(): Promise<string> {
  const { headers } = await ask({ path: `/?token=${token}` })
  return headers['set-cookie']![0]!.split(';')[0]!
}

function upgrade(headers: Record<string, string>, path = '/events'): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${server.url}${path}`, { headers })
    socket.once('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.on('error', () => socket.terminate())
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode!))
  })
}

beforeAll(async () => {
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Hookbench</title>')
  writeFileSync(join(root, 'assets', 'index-abc123.js'), script)
  writeFileSync(join(base, 'outside.txt'), 'not for you')
  const { door, logger } = createScriptedDoor()
  server = await startHttpTransport({ door, host: '127.0.0.1', port: 0, token, staticRoot: root, logger })
})

afterAll(async () => {
  await server.close(0)
  rmSync(base, { recursive: true })
})

describe('who gets in', () => {
  it('shows a stranger a page that says what to do, and nothing else', async () => {
    for (const path of ['/', '/assets/index-abc123.js', '/bodies/1', '/whatever']) {
      const answer = await ask({ path })
      expect(answer.status).toBe(401)
      expect(answer.headers['content-type']).toMatch(/^text\/html/)
      expect(answer.body.toString()).toContain('hookbench serve')
    }
    const call = await ask({ method: 'POST', path: '/rpc/app.info', headers: json, body: '{}' })
    expect(call.status).toBe(401)
    expect(JSON.parse(call.body.toString())).toMatchObject({ ok: false, error: { code: 'unauthorized' } })
  })

  it('trades the token for a strict cookie and leads to a clean address', async () => {
    const answer = await ask({ path: `/?token=${token}` })
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/')
    const [set] = answer.headers['set-cookie']!
    expect(set).toMatch(/HttpOnly/)
    expect(set).toMatch(/SameSite=Strict/)
    expect(set).toContain(`hookbench_${server.port}=`)
    expect(set).not.toContain(token)
    const page = await ask({ headers: { cookie: `other=1; ${await cookie()}` } })
    expect(page.status).toBe(200)
    expect(page.body.toString()).toContain('<title>Hookbench</title>')
  })

  it('leads on by a page of its own when the link was on another site, where a redirect would lose the cookie', async () => {
    const answer = await ask({ path: `/?token=${token}`, headers: { 'sec-fetch-site': 'cross-site' } })
    expect(answer.status).toBe(200)
    expect(answer.headers['set-cookie']).toHaveLength(1)
    expect(answer.body.toString()).toContain('http-equiv="refresh" content="0;url=/"')
  })

  it.each([
    ['a wrong token in the address', { path: '/?token=wrong' }],
    ['an empty token', { path: '/?token=' }],
    ['a wrong bearer', { headers: { authorization: 'Bearer wrong' } }],
    ['the token as a cookie', { headers: { cookie: `hookbench_0=${token}` } }],
    ['a token anywhere but on the first page', { path: `/assets/index-abc123.js?token=${token}` }],
  ])('refuses %s', async (_what, asked) => {
    expect((await ask(asked)).status).toBe(401)
  })

  it('refuses a Host that is not ours, token or not', async () => {
    const hosts = [
      'evil.example',
      `evil.example:${server.port}`,
      '127.0.0.1:1',
      `127.0.0.1.evil.example:${server.port}`,
    ]
    for (const host of hosts) {
      const answer = await ask({ headers: { ...bearer, host } })
      expect(answer.status, host).toBe(403)
      expect(await upgrade({ ...bearer, host }), host).toBe(403)
    }
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST']) {
      expect((await ask({ headers: { ...bearer, host: `${host}:${server.port}` } })).status, host).toBe(200)
    }
  })

  it('refuses an Origin that is not ours, on calls and on events', async () => {
    const post = { method: 'POST', path: '/rpc/app.info', body: '{}' }
    const origins = [
      'http://evil.example',
      'null',
      `https://localhost:${server.port}`,
      'http://localhost:3000',
      '',
    ]
    for (const origin of origins) {
      expect((await ask({ ...post, headers: { ...bearer, ...json, origin } })).status, origin).toBe(403)
      expect(await upgrade({ ...bearer, origin }), origin).toBe(403)
    }
    const own = `http://127.0.0.1:${server.port}`
    expect((await ask({ ...post, headers: { ...bearer, ...json, origin: own } })).status).toBe(200)
    expect(await upgrade({ cookie: await cookie(), origin: own })).toBe(101)
  })

  it('opens events to the token only, at their own address only', async () => {
    expect(await upgrade({})).toBe(401)
    expect(await upgrade({ authorization: 'Bearer wrong' })).toBe(401)
    expect(await upgrade(bearer, '/rpc/app.info')).toBe(404)
    expect(await upgrade(bearer)).toBe(101)
    await expect(connect({ url: server.url, token: 'wrong' })).rejects.toMatchObject({ code: 'unauthorized' })
  })
})

describe('calls', () => {
  it('are never made with GET', async () => {
    const answer = await ask({ path: '/rpc/app.info', headers: bearer })
    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toBe('POST')
  })

  it('carry JSON, which another site could send only after asking', async () => {
    const post = { method: 'POST', path: '/rpc/app.info', body: '{}' }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      expect((await ask({ ...post, headers: { ...bearer, 'content-type': type } })).status).toBe(415)
    }
    const preflight = await ask({ method: 'OPTIONS', path: '/rpc/app.info', headers: bearer })
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined()
    const broken = await ask({ ...post, headers: { ...bearer, ...json }, body: '{"a":' })
    expect(broken.status).toBe(400)
    expect(JSON.parse(broken.body.toString())).toMatchObject({ error: { code: 'input.invalid' } })
  })

  it('take an input of up to 16 MB', async () => {
    const post = { method: 'POST', path: '/rpc/app.info', headers: { ...bearer, ...json } }
    const fits = JSON.stringify({ padding: 'x'.repeat(16_000_000) })
    expect((await ask({ ...post, body: fits })).status).toBe(200)
    const tooLarge = await ask({ ...post, headers: { ...post.headers, 'content-length': '16777217' } })
    expect(tooLarge.status).toBe(413)
    expect(JSON.parse(tooLarge.body.toString())).toMatchObject({ error: { code: 'too-large' } })
  })

  it('take no input for an empty one', async () => {
    const answer = await ask({ method: 'POST', path: '/rpc/app.info', headers: { ...bearer, ...json } })
    expect(JSON.parse(answer.body.toString())).toMatchObject({ ok: true })
  })
})

describe('files', () => {
  it('carry the headers that keep the page to itself', async () => {
    const { headers } = await ask({ headers: bearer })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe-eval')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
  })

  it('are kept for ever when their name has a hash, and travel compressed where that helps', async () => {
    const plain = await ask({ path: '/assets/index-abc123.js', headers: bearer })
    expect(plain.headers['cache-control']).toContain('immutable')
    expect(plain.body.toString()).toBe(script)
    const gzip = { ...bearer, 'accept-encoding': 'br, gzip' }
    const packed = await ask({ path: '/assets/index-abc123.js', headers: gzip })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(packed.body).toString()).toBe(script)
    const refused = { ...bearer, 'accept-encoding': 'gzip;q=0' }
    expect(
      (await ask({ path: '/assets/index-abc123.js', headers: refused })).headers['content-encoding'],
    ).toBeUndefined()
  })

  it.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/%00',
    '/%',
    '/assets',
  ])('are not found outside the folder: %s', async (path) => {
    const answer = await raw(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 404 /)
    expect(answer).not.toContain('not for you')
  })
})

describe('bodies', () => {
  it('come whole, as a download that can not run', async () => {
    const answer = await ask({ path: '/bodies/7', headers: { cookie: await cookie() } })
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="request-7-body.bin"',
      'x-content-type-options': 'nosniff',
      'content-length': String(bodySize),
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(answer.headers['content-security-policy']).toContain('sandbox')
    expect(answer.body.length).toBe(bodySize)
    expect(answer.body.every((byte, index) => byte === bodyByte(index))).toBe(true)
  })

  it('are not for other pages of this machine, though they share the cookie', async () => {
    for (const site of ['same-site', 'cross-site']) {
      const headers = { cookie: await cookie(), 'sec-fetch-site': site }
      expect((await ask({ path: '/bodies/7', headers })).status).toBe(404)
    }
  })

  it('answer 404 to an id that is none', async () => {
    for (const path of ['/bodies/x', '/bodies/', '/bodies/-1']) {
      expect((await ask({ path, headers: bearer })).status).toBe(404)
    }
  })
})

/** Sends bytes as they are and reads until the end. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(server.port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (data) => (answer += data.toString('latin1')))
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })
}
