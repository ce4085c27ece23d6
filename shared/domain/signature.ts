import { z } from 'zod'
import { requestIdSchema, secretIdSchema } from './ids.ts'
import { schemeIds } from './scheme-ids.ts'

export const schemeIdSchema = z.enum(schemeIds)

/** What a scheme needs beyond the key; each scheme reads its own, the rest is passed over. */
export const schemeOptionsSchema = z.object({
  /** Seconds; replaces the scheme's own window, 0 switches the check off. */
  tolerance: z.number().min(0).max(31_536_000).exactOptional(),
  webhookId: z.string().max(200).exactOptional(),
  signatureField: z.string().max(100).exactOptional(),
  publicUrls: z.array(z.string().max(2_000)).max(10).exactOptional(),
  header: z.string().max(200).exactOptional(),
  algorithm: z.string().max(20).exactOptional(),
  encoding: z.string().max(20).exactOptional(),
  prefix: z.string().max(100).exactOptional(),
  headerTemplate: z.string().max(500).exactOptional(),
  parts: z.union([z.string().max(1_000), z.array(z.string().max(500)).max(20)]).exactOptional(),
  secretEncoding: z.string().max(20).exactOptional(),
  timestampHeader: z.string().max(200).exactOptional(),
  timestampUnit: z.string().max(10).exactOptional(),
  idHeader: z.string().max(200).exactOptional(),
})

/** How an endpoint's requests are checked. */
export const signatureSettingsSchema = z.object({
  scheme: schemeIdSchema,
  options: schemeOptionsSchema,
  /** Answer 401 when the signature is invalid or missing; the request is kept all the same. */
  enforce: z.boolean(),
})
export type SignatureSettings = z.infer<typeof signatureSettingsSchema>

/** A scheme as the window presents it. */
export const schemeInfoSchema = z.object({
  id: schemeIdSchema,
  title: z.string(),
  /** What the provider calls the key, and where it is found. */
  keyName: z.string(),
  keyKind: z.enum(['secret', 'public-key', 'certificate']),
  /** What the signature protects. */
  coverage: z.enum(['body', 'fields', 'nothing']),
  /** The options that it reads; `custom` stands for all of generic-hmac's own. */
  options: z.array(z.enum(['tolerance', 'webhookId', 'signatureField', 'publicUrls', 'custom'])),
  /** Its own tolerance; null: it judges no time. */
  windowSeconds: z.number().nullable(),
  documentation: z.string(),
  notes: z.array(z.string()),
})
export type SchemeInfo = z.infer<typeof schemeInfoSchema>

const freshnessStateSchema = z.enum(['fresh', 'stale', 'future', 'unreadable', 'not-judged'])

export const verdictSchema = z.object({
  scheme: schemeIdSchema,
  status: z.enum(['valid', 'invalid', 'missing', 'not-configured', 'cannot-check']),
  /** One sentence for people. */
  message: z.string(),
  /** The signature is right, but its timestamp is outside the window at the time of capture. */
  stale: z.boolean(),
  matched: z.object({ keyLabel: z.string(), signatureIndex: z.int() }).nullable(),
  /** Signatures as received, freed of prefix and version. */
  received: z.array(z.object({ source: z.string(), value: z.string() })),
  /** What each key gives; null where only a check is possible. */
  computed: z.array(
    z.object({ keyLabel: z.string(), value: z.string().nullable(), problem: z.string().nullable() }),
  ),
  signedText: z
    .object({
      /** Bytes. */
      size: z.int(),
      /** The first 16 kB, one character a byte. */
      preview: z.string(),
      parts: z.array(z.object({ kind: z.string(), start: z.int(), end: z.int(), origin: z.string() })),
    })
    .nullable(),
  freshness: z
    .object({
      /** The timestamp as received. */
      text: z.string(),
      /** Epoch milliseconds; null when it can't be read. */
      at: z.number().nullable(),
      windowSeconds: z.number().nullable(),
      /** Timestamps ahead of the clock are refused, too. */
      bothSides: z.boolean(),
      /** Milliseconds, positive when it lies in the past. */
      ageAtCapture: z.number().nullable(),
      ageNow: z.number().nullable(),
      atCapture: freshnessStateSchema,
      now: freshnessStateSchema,
    })
    .nullable(),
  coverage: schemeInfoSchema.shape.coverage,
  objections: z.array(z.object({ code: z.string(), message: z.string() })),
  notes: z.array(z.string()),
})
export type SignatureVerdict = z.infer<typeof verdictSchema>

export const diagnosisSchema = z.object({
  /** Stable, e.g. `json-reserialized`. */
  code: z.string(),
  /** One sentence: what happened, to what. */
  message: z.string(),
  /** The received value was reproduced. */
  proven: z.boolean(),
  /** Recomputed and received value; null where nothing is computed. */
  proof: z.object({ computed: z.string(), received: z.string() }).nullable(),
  /** Where signed text and received body part, bytes of the body; null when they do not. */
  range: z.object({ start: z.int(), end: z.int() }).nullable(),
  /** The secret that gives the received value, where it is another than the one set. */
  secretLabel: z.string().nullable(),
  /** What to do, in a sentence or two. */
  fix: z.string(),
  /** Code for the reader's own framework. */
  samples: z.array(z.object({ framework: z.string(), language: z.string(), code: z.string() })),
})
export type SignatureDiagnosis = z.infer<typeof diagnosisSchema>

/** A scheme that a request may have been signed with. */
export const schemeProposalSchema = z.object({
  scheme: schemeIdSchema,
  reason: z.string(),
  /** The endpoint's secret with which it verifies; null when none does. */
  verifiesWith: z.object({ id: secretIdSchema, label: z.string() }).nullable(),
})
export type SchemeProposal = z.infer<typeof schemeProposalSchema>

/** How far a check of many requests has come. */
export const verificationProgressSchema = z.object({
  jobId: z.string(),
  done: z.int(),
  total: z.int(),
  valid: z.int(),
  invalid: z.int(),
  missing: z.int(),
  other: z.int(),
  /** Set when it is over. */
  ended: z.enum(['finished', 'cancelled', 'failed']).nullable(),
  /** Why it failed. */
  problem: z.string().nullable(),
  /** The newest request that was checked. */
  lastId: requestIdSchema.nullable(),
})
export type VerificationProgress = z.infer<typeof verificationProgressSchema>
