import { z } from 'zod'
import { answerSchema, defaultAnswer } from './answer.ts'
import { endpointIdSchema } from './ids.ts'
import { signatureSettingsSchema } from './signature.ts'

/** Colours an endpoint may be given; the renderer maps each to a shade per theme. */
export const endpointColors = [
  'slate',
  'red',
  'orange',
  'amber',
  'green',
  'teal',
  'blue',
  'violet',
  'pink',
] as const
export const endpointColorSchema = z.enum(endpointColors)
export type EndpointColor = z.infer<typeof endpointColorSchema>

/** Provider handshakes that can be answered without the user's help. */
export const handshakeKinds = ['meta', 'slack', 'zoom', 'microsoft-graph'] as const
export const handshakeKindSchema = z.enum(handshakeKinds)
export type HandshakeKind = z.infer<typeof handshakeKindSchema>

/** When to let go of old requests; null means no limit. Pinned requests are never removed by retention. */
export const retentionSchema = z.object({
  maxCount: z.int().min(1).max(10_000_000).nullable(),
  maxAgeMs: z.int().min(60_000).nullable(),
  /** Bytes of bodies and headers together. */
  maxBytes: z.int().min(1_000_000).nullable(),
})
export type Retention = z.infer<typeof retentionSchema>

export const slugSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'A slug holds lower-case letters, digits and dashes, at most 64, and does not begin or end with a dash.',
  )

export const endpointSettingsSchema = z.object({
  name: z.string().trim().min(1, 'Give the endpoint a name.').max(80),
  /** A readable second address, `/<slug>/…`; unlike the token it can be guessed. */
  slug: slugSchema.nullable(),
  color: endpointColorSchema,
  /** Off: requests are answered with 410 and not kept. */
  enabled: z.boolean(),
  answer: answerSchema,
  /** Answer CORS preflights and send `Access-Control-Allow-*` with every answer. */
  cors: z.boolean(),
  /** Handshakes that are answered; all of them by default. */
  handshakes: z.array(handshakeKindSchema),
  retention: retentionSchema,
  /** How signatures are checked; null: they are not. */
  signature: signatureSettingsSchema.nullable(),
})
export type EndpointSettings = z.infer<typeof endpointSettingsSchema>

/** What a new endpoint gets where its maker says nothing. */
export const defaultEndpointSettings: Omit<EndpointSettings, 'name'> = {
  slug: null,
  color: 'blue',
  enabled: true,
  answer: defaultAnswer,
  cors: false,
  handshakes: [...handshakeKinds],
  retention: { maxCount: 100_000, maxAgeMs: 90 * 86_400_000, maxBytes: 20_000_000_000 },
  signature: null,
}

export const endpointSchema = endpointSettingsSchema.extend({
  id: endpointIdSchema,
  /** Unguessable part of the address, `/<token>/…`. */
  token: z.string(),
  /** The address to give to a sender; null while the receiver does not listen. */
  url: z.string().nullable(),
  createdAt: z.number(),
  requestCount: z.int(),
  unreadCount: z.int(),
  lastRequestAt: z.number().nullable(),
})
export type Endpoint = z.infer<typeof endpointSchema>
