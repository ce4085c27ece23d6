import { z } from 'zod'

/** Header lines as pairs in the order they are sent or were received. Names and values are Latin-1 text: one character per byte on the wire. */
export const headerPairsSchema = z.array(z.tuple([z.string(), z.string()]))
export type HeaderPairs = z.infer<typeof headerPairsSchema>

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/

/** Headers of an answer that a user configures: only names and values that HTTP can carry (RFC 9110, section 5). */
const answerHeadersSchema = z
  .array(
    z.tuple([
      z.string().regex(token, "A header name may hold letters, digits and !#$%&'*+-.^_`|~ only."),
      z.string().regex(fieldValue, 'A header value may not hold line breaks or control characters.'),
    ]),
  )
  .max(100)

export const answerBodySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('empty') }),
  /** Text or JSON; `{{method}}`, `{{path}}`, `{{query.NAME}}`, `{{header.NAME}}`, `{{json.PATH}}` are filled in when `template` is on. */
  z.object({ type: z.literal('text'), text: z.string().max(5_000_000), template: z.boolean() }),
  z.object({ type: z.literal('json'), text: z.string().max(5_000_000), template: z.boolean() }),
  /** A file of this machine, read at the time of each answer. */
  z.object({ type: z.literal('file'), path: z.string().min(1).max(4096) }),
])
export type AnswerBody = z.infer<typeof answerBodySchema>

/** What an endpoint does once a request is stored. */
export const answerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('respond'),
    status: z.int().min(200).max(599),
    headers: answerHeadersSchema,
    body: answerBodySchema,
    /** Milliseconds to wait before answering, at most 60 s. */
    delayMs: z.int().min(0).max(60_000),
  }),
  /** Close the connection without a byte of answer, to see how a sender takes it. */
  z.object({ kind: z.literal('close'), delayMs: z.int().min(0).max(60_000) }),
  /** Keep the connection open and never answer; the sender's own time-out ends it. */
  z.object({ kind: z.literal('hang') }),
])
export type Answer = z.infer<typeof answerSchema>

export const defaultAnswer: Answer = {
  kind: 'respond',
  status: 200,
  headers: [],
  body: { type: 'json', text: '{"ok":true}', template: false },
  delayMs: 0,
}
