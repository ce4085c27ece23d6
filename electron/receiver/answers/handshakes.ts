import { createHmac, timingSafeEqual } from 'node:crypto'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { HandshakeKind } from '#shared/domain/endpoint.ts'
import type { RequestHead } from '../http/head.ts'
import { splitTarget } from '../http/target.ts'
import { composeHead, joinAnswer, type Framing } from './compose.ts'
import type { Plan } from './plan.ts'

/** A reply to a provider that checks whether the address is really ours. */
export interface HandshakeReply {
  readonly status: number
  readonly contentType: string
  readonly text: string
}

/** A request that is a handshake. */
export interface Handshake {
  readonly kind: HandshakeKind
  /** The reply depends on the endpoint's secret for this kind. */
  readonly usesSecret: boolean
  /** The reply; or, where the secret that it takes is missing, a sentence that says so (then the ordinary answer is given). */
  reply(secret: string | null): HandshakeReply | string
}

/** Larger bodies are no handshakes. */
const longestBody = 65_536
const slackMark = Buffer.from('"url_verification"')
const zoomMark = Buffer.from('url_validation"')

/**
 * Tells whether a request is a handshake that this endpoint answers. Runs for every request of every endpoint,
 * so it first looks for the few letters that each kind must have.
 */
export function recogniseHandshake(
  enabled: readonly HandshakeKind[],
  head: RequestHead,
  body: Uint8Array,
): Handshake | null {
  const { method, target } = head
  if (method === 'GET') {
    return target.includes('hub.') && enabled.includes('meta') ? recogniseMeta(target) : null
  }
  if (method !== 'POST') return null
  if (target.includes('validationToken=') && enabled.includes('microsoft-graph'))
    return recogniseGraph(target)
  if (body.length > longestBody || body.length === 0) return null
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (bytes.includes(slackMark) && enabled.includes('slack')) return recogniseSlack(bytes)
  if (bytes.includes(zoomMark) && enabled.includes('zoom')) return recogniseZoom(bytes)
  return null
}

export function planHandshake(kind: HandshakeKind, reply: HandshakeReply, framing: Framing): Plan {
  const body = Buffer.from(reply.text)
  const headers: HeaderPairs = [
    ['Content-Type', reply.contentType],
    // The text is the sender's: it must not become a page of this origin.
    ['X-Content-Type-Options', 'nosniff'],
  ]
  const composed = composeHead(reply.status, headers, body.length, framing)
  return {
    planned: {
      status: reply.status,
      origin: 'handshake',
      headers: composed.headers,
      bodySize: body.length,
      bodyText: reply.text,
      handshake: kind,
    },
    reply: { kind: 'bytes', bytes: joinAnswer(composed.head, body), close: composed.close },
    delayMs: 0,
    note: reply.status === 200 ? null : reply.text,
  }
}

/** Meta (WhatsApp, Messenger, Instagram): GET with `hub.mode=subscribe`; the challenge comes back as text. */
function recogniseMeta(target: string): Handshake | null {
  const query = new URLSearchParams(splitTarget(target).query)
  const challenge = query.get('hub.challenge')
  if (query.get('hub.mode') !== 'subscribe' || challenge === null) return null
  const token = query.get('hub.verify_token') ?? ''
  return {
    kind: 'meta',
    usesSecret: true,
    reply: (secret) =>
      secret === null || sameText(secret, token)
        ? plain(challenge)
        : {
            status: 403,
            contentType: 'text/plain; charset=utf-8',
            text: 'The hub.verify_token is not the verify token that is set for this endpoint.',
          },
  }
}

/** Microsoft Graph: POST with `validationToken`, which comes back decoded, as text, within ten seconds. */
function recogniseGraph(target: string): Handshake | null {
  const token = new URLSearchParams(splitTarget(target).query).get('validationToken')
  return token === null || token === ''
    ? null
    : { kind: 'microsoft-graph', usesSecret: false, reply: () => plain(token) }
}

/** Slack: `{"type":"url_verification","challenge":"…"}`. */
function recogniseSlack(body: Buffer): Handshake | null {
  const { type, challenge } = parseObject(body)
  return type === 'url_verification' && typeof challenge === 'string'
    ? { kind: 'slack', usesSecret: false, reply: () => plain(challenge) }
    : null
}

/** Zoom: `{"event":"endpoint.url_validation","payload":{"plainToken":"…"}}`; the token and its HMAC-SHA256 come back. */
function recogniseZoom(body: Buffer): Handshake | null {
  const { event, payload } = parseObject(body)
  if (event !== 'endpoint.url_validation' || typeof payload !== 'object' || payload === null) return null
  const plainToken = 'plainToken' in payload ? payload.plainToken : undefined
  if (typeof plainToken !== 'string') return null
  return {
    kind: 'zoom',
    usesSecret: true,
    reply: (secret) =>
      secret === null
        ? 'Zoom wants to validate this address, which takes its secret token: add it to the endpoint as "Zoom secret token" and let Zoom validate again. The endpoint\'s ordinary answer was given.'
        : {
            status: 200,
            contentType: 'application/json',
            text: JSON.stringify({
              plainToken,
              encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex'),
            }),
          },
  }
}

function plain(text: string): HandshakeReply {
  return { status: 200, contentType: 'text/plain; charset=utf-8', text }
}

function parseObject(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    // Not JSON, so no handshake either.
    return {}
  }
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
