import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { BodyCandidate } from '../finding.ts'
import type { BodyContext } from './context.ts'

/**
 * Compressed forms of a body that came unpacked: something undid the content-encoding although the compressed bytes
 * were signed. Only what common libraries give with their usual settings can be made again.
 */
export function* recompressed(body: Buffer, context: BodyContext): Generator<BodyCandidate> {
  const declared = context.contentEncoding?.toLowerCase() ?? ''
  const limit = declared === '' ? 20_000 : 1_000_000
  if (body.length === 0 || body.length > limit) return
  const make = (bytes: Buffer, name: string): BodyCandidate => ({
    bytes,
    steps: () => [
      {
        code: 'content-encoding',
        text: `The signature is over the ${name}-compressed bytes, but the body that was received is already unpacked.`,
      },
    ],
  })
  for (const level of [6, 9, 1, 5]) {
    if (!context.budget.spend(body.length * 30 + 30_000)) return
    const gzip = gzipSync(body, { level })
    for (const system of [gzip[9] ?? 3, 255, 3, 0]) {
      for (const extra of [gzip[8] ?? 0, 2, 4]) {
        const bytes = Buffer.from(gzip)
        bytes[8] = extra
        bytes[9] = system
        yield make(bytes, 'gzip')
      }
    }
    yield make(deflateSync(body, { level }), 'deflate')
  }
  if (declared.includes('br') && context.budget.spend(body.length * 400 + 200_000)) {
    for (const quality of [11, 4, 5]) {
      yield make(brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }), 'br')
    }
  }
  if (declared.includes('zstd') && context.budget.spend(body.length * 30))
    yield make(zstdCompressSync(body), 'zstd')
}
