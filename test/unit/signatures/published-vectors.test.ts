import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verify } from '../../../electron/signatures/index.ts'
import { publishedVectors } from './support.ts'

const vectors = publishedVectors()

describe('published vectors', () => {
  it('are all there', () => {
    expect(vectors).toHaveLength(30)
  })

  it.each(vectors)('$name verifies', ({ scheme, request, key }) => {
    const verdict = verify(scheme, request, [key], {}, request.receivedAt)
    expect(verdict.message).toMatch(/^Genuine/)
    expect(verdict.status).toBe('valid')
  })

  it.each(vectors)('$name fails with any one byte of the body changed', ({ scheme, request, key }) => {
    const step = Math.max(1, Math.floor(request.body.length / 40))
    for (let at = 0; at < request.body.length; at += step) {
      const body = Buffer.from(request.body)
      body[at] = (body[at] ?? 0) ^ 1
      const verdict = verify(scheme, { ...request, body }, [key], {}, request.receivedAt)
      expect(verdict.status).toBe('invalid')
    }
  })

  it.each(vectors)('$name fails with one character of the secret changed', ({ scheme, request, key }) => {
    if (key.secret === undefined) return
    const last = key.secret.replace(/=+$/, '')
    const secret = `${last.slice(0, -2)}${last.at(-2) === 'A' ? 'B' : 'A'}${last.slice(-1)}${key.secret.slice(last.length)}`
    const verdict = verify(scheme, request, [{ ...key, secret }], {}, request.receivedAt)
    expect(verdict.status).toBe('invalid')
  })

  it('Twilio’s digest of a JSON body is the plain SHA-256 in hex', () => {
    const digest = createHash('sha256').update('{"property": "value", "boolean": true}').digest('hex')
    expect(digest).toBe('0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620')
  })
})
