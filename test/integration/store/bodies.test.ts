import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { Store, StoredBodyFile } from '../../../electron/store/index.ts'
import { capture, close, firstEndpointId, makeFolder, open, until } from './store-fixture.ts'

async function writeBody(store: Store, bytes: Uint8Array): Promise<StoredBodyFile> {
  const file = await store.capture.createBodyFile()
  for (let at = 0; at < bytes.length; at += 100_000) await file.write(bytes.subarray(at, at + 100_000))
  return await file.finish()
}

const read = (
  store: Store,
  id: RequestId,
  offset = 0,
  length = 8_388_608,
  decoded = false,
): Promise<Uint8Array> => store.requests.body({ id, offset, length, decoded })

describe('bodies in files', () => {
  it('are kept byte for byte, read by ranges, checked, and removed with their request', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const endpointId = await firstEndpointId(store)
    const bytes = randomBytes(1_234_567)
    const body = await writeBody(store, bytes)
    expect(body).toEqual({
      file: expect.any(String) as string,
      size: 1_234_567,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    const id = await store.capture.add(capture({ endpointId, body }))
    expect(await store.requests.get(id)).toMatchObject({ bodySize: 1_234_567, bodySha256: body.sha256 })
    expect(Buffer.from(await read(store, id)).equals(bytes)).toBe(true)
    expect(
      Buffer.from(await read(store, id, 1_000_000, 10)).equals(bytes.subarray(1_000_000, 1_000_010)),
    ).toBe(true)
    expect(await read(store, id, 2_000_000)).toHaveLength(0)
    expect((await store.stats()).bytes).toBeGreaterThan(1_234_567)
    expect(await store.check()).toEqual({ ok: true, problems: [] })

    await store.requests.delete({ ids: [id] })
    expect(existsSync(join(folder, 'bodies', body.file))).toBe(true)
    await close(store)
    await open({ folder })
    await until(
      () => readdirSync(join(folder, 'bodies')),
      (names) => names.length === 0,
    )
  })

  it('that no request names are removed at the next start, and only those', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const endpointId = await firstEndpointId(store)
    const kept = await writeBody(store, randomBytes(70_000))
    const id = await store.capture.add(capture({ endpointId, body: kept }))
    await writeBody(store, randomBytes(70_000))
    const discarded = await store.capture.createBodyFile()
    await discarded.write(randomBytes(10))
    await discarded.discard()
    expect(readdirSync(join(folder, 'bodies'))).toHaveLength(2)
    await close(store)
    const again = await open({ folder })
    await until(
      () => readdirSync(join(folder, 'bodies')),
      (names) => names.length === 1,
    )
    expect(await read(again, id)).toHaveLength(70_000)
  })

  it('that are missing, cut or changed are told by the check and by reading', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const endpointId = await firstEndpointId(store)
    const files = await Promise.all([1, 2, 3].map(() => writeBody(store, randomBytes(70_000))))
    const ids = await Promise.all(files.map((body) => store.capture.add(capture({ endpointId, body }))))
    rmSync(join(folder, 'bodies', files[0]!.file))
    writeFileSync(join(folder, 'bodies', files[1]!.file), 'short')
    writeFileSync(join(folder, 'bodies', files[2]!.file), randomBytes(70_000))
    const { ok, problems } = await store.check()
    expect(ok).toBe(false)
    expect(problems).toHaveLength(3)
    expect(problems[0]).toContain('missing')
    expect(problems[1]).toContain('5 bytes')
    expect(problems[2]).toContain('hash')
    await expect(read(store, ids[0]!)).rejects.toMatchObject({ code: 'file.failed' })
  })

  it('are made of bytes in memory when these are many', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const endpointId = await firstEndpointId(store)
    const bytes = randomBytes(300_000)
    const id = await store.capture.add(capture({ endpointId, body: bytes }))
    expect(readdirSync(join(folder, 'bodies'))).toHaveLength(1)
    expect(Buffer.from(await read(store, id)).equals(bytes)).toBe(true)
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  })
})

describe('content-encodings', () => {
  const text = Buffer.from(JSON.stringify({ text: 'Grüße '.repeat(2_000) }))
  const cases: [string, Buffer][] = [
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', text],
  ]

  it.each(cases)('%s is undone for viewing, and kept as it came', async (encoding, body) => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const headers: HeaderPairs = [['Content-Encoding', encoding]]
    const id = await store.capture.add(capture({ endpointId, body, headers }))
    const info = await store.requests.bodyInfo(id)
    const none = encoding === 'identity'
    expect(info).toEqual({
      size: body.length,
      encodings: none ? [] : encoding.replace('x-', '').split(', '),
      decodedSize: none ? null : text.length,
      decodeProblem: null,
    })
    expect(Buffer.from(await read(store, id, 0, 8_388_608, true)).equals(text)).toBe(true)
    expect(Buffer.from(await read(store, id, 10, 20, true)).equals(text.subarray(10, 30))).toBe(true)
    expect(Buffer.from(await read(store, id)).equals(body)).toBe(true)
  })

  it('shows what could be decoded of a broken stream, and says why it is not all', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const whole = randomBytes(200_000)
    const zipped = gzipSync(whole)
    const cut = await store.capture.add(
      capture({
        endpointId,
        body: await writeBody(store, zipped.subarray(0, 150_000)),
        headers: [['Content-Encoding', 'gzip']],
      }),
    )
    const info = await store.requests.bodyInfo(cut)
    expect(info.decodeProblem).toContain('gzip')
    expect(info.decodedSize).toBeGreaterThan(100_000)
    const got = Buffer.from(await read(store, cut, 0, 8_388_608, true))
    expect(got).toHaveLength(info.decodedSize!)
    expect(got.equals(whole.subarray(0, got.length))).toBe(true)

    const unknown = await store.capture.add(
      capture({ endpointId, body: 'x', headers: [['Content-Encoding', 'rot13']] }),
    )
    expect(await store.requests.bodyInfo(unknown)).toMatchObject({
      decodedSize: null,
      decodeProblem: expect.stringContaining('rot13') as string,
    })
    expect(new TextDecoder().decode(await read(store, unknown, 0, 10, true))).toBe('x')
  })

  it('unpacks large bodies to a file, with bounds on memory and size', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const endpointId = await firstEndpointId(store)
    const bomb = gzipSync(Buffer.alloc(300_000_000))
    const id = await store.capture.add(
      capture({ endpointId, body: await writeBody(store, bomb), headers: [['Content-Encoding', 'gzip']] }),
    )
    const info = await store.requests.bodyInfo(id)
    expect(info.decodedSize).toBe(268_435_456)
    expect(info.decodeProblem).toContain('256 MB')
    expect(await read(store, id, 200_000_000, 1_000, true)).toEqual(new Uint8Array(1_000))
    expect(readdirSync(join(folder, 'decoded'))).toEqual([String(id)])
    await close(store)
    expect(existsSync(join(folder, 'decoded'))).toBe(false)
  })
})
