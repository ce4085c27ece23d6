import type { Answer, HeaderPairs } from '#shared/domain/answer.ts'
import {
  compileTemplate,
  fillTemplate,
  type AnswerTemplate,
  type TemplateRequest,
} from '#shared/domain/answer-template.ts'
import { composeHead, joinAnswer, type Framing } from './compose.ts'
import { openAnswerFile, typeOfFile } from './file-answer.ts'
import type { Plan } from './plan.ts'
import type { Stamp } from './stamp.ts'

type Respond = Extract<Answer, { kind: 'respond' }>

/** An endpoint's answer, made ready once. */
interface Prepared {
  /** It is the same for every request. */
  readonly fixed: boolean
  readonly needsBody: boolean
  readonly body: Buffer
  readonly bodyTemplate: AnswerTemplate | null
  readonly headers: readonly { readonly name: string; readonly value: string | AnswerTemplate }[]
  /** Ready plans for fixed answers, good for as long as the stamp is: one for connections that go on, one for those that end. */
  stamp: Stamp | null
  keep: Plan | null
  close: Plan | null
}

/** First characters of an answer's body that are kept with the request. */
const keptText = 65_536

/** By the configuration object: a changed configuration is another object. */
const preparedAnswers = new WeakMap<Answer, Prepared>()

const unanswered = {
  status: null,
  headers: [],
  bodySize: 0,
  bodyText: '',
  handshake: null,
} satisfies Partial<Plan['planned']>
const closing: Plan = {
  planned: { ...unanswered, origin: 'close' },
  reply: { kind: 'close' },
  delayMs: 0,
  note: null,
}
const hanging: Plan = {
  planned: { ...unanswered, origin: 'hang' },
  reply: { kind: 'hang' },
  delayMs: 0,
  note: null,
}

/** Filling in this answer takes the request's body. */
export function answerNeedsBody(answer: Answer): boolean {
  return answer.kind === 'respond' && prepare(answer).needsBody
}

/** Names of the headers that the user has set. */
export function headerNames(answer: Answer): string[] {
  return answer.kind === 'respond' ? answer.headers.map(([name]) => name) : []
}

/**
 * The endpoint's own answer to a request; a promise only where a file must be opened.
 * Throws, or rejects with, an Error whose message is a sentence for the user when it can't be made.
 */
export function planAnswer(
  answer: Answer,
  framing: Framing,
  request: () => TemplateRequest,
): Plan | Promise<Plan> {
  if (answer.kind === 'hang') return hanging
  if (answer.kind === 'close') return answer.delayMs === 0 ? closing : { ...closing, delayMs: answer.delayMs }
  if (answer.body.type === 'file') return planFile(answer, answer.body.path, framing)
  const prepared = prepare(answer)
  const cacheable = prepared.fixed && framing.extra.length === 0 && isCommon(framing.head.method)
  if (!cacheable) return planText(answer, prepared, framing, request)
  if (prepared.stamp !== framing.stamp) {
    prepared.stamp = framing.stamp
    prepared.keep = null
    prepared.close = null
  }
  if (framing.close) return (prepared.close ??= planText(answer, prepared, framing, request))
  return (prepared.keep ??= planText(answer, prepared, framing, request))
}

/** The method does not change what the answer looks like. */
function isCommon(method: string): boolean {
  return method !== 'HEAD' && method !== 'CONNECT'
}

function prepare(answer: Respond): Prepared {
  const known = preparedAnswers.get(answer)
  if (known !== undefined) return known
  const { body } = answer
  const template = 'template' in body && body.template ? compileTemplate(body.text, body.type) : null
  const bodyTemplate = template?.varies === true ? template : null
  const headers = answer.headers.map(([name, value]) => {
    const compiled = template === null ? null : compileTemplate(value, 'header')
    return { name, value: compiled?.varies === true ? compiled : value }
  })
  const templates = [bodyTemplate, ...headers.map(({ value }) => (typeof value === 'string' ? null : value))]
  const prepared: Prepared = {
    fixed: templates.every((one) => one === null),
    needsBody: templates.some((one) => one?.needsBody === true),
    body: 'text' in body ? Buffer.from(body.text) : Buffer.alloc(0),
    bodyTemplate,
    headers,
    stamp: null,
    keep: null,
    close: null,
  }
  preparedAnswers.set(answer, prepared)
  return prepared
}

function planText(
  answer: Respond,
  prepared: Prepared,
  framing: Framing,
  request: () => TemplateRequest,
): Plan {
  const values = prepared.fixed ? null : request()
  const text =
    prepared.bodyTemplate === null || values === null ? null : fillTemplate(prepared.bodyTemplate, values)
  const body = text === null ? prepared.body : Buffer.from(text)
  const headers = fillHeaders(prepared, values)
  if (!hasHeader(headers, 'content-type')) {
    if (answer.body.type === 'text') headers.unshift(['Content-Type', 'text/plain; charset=utf-8'])
    if (answer.body.type === 'json') headers.unshift(['Content-Type', 'application/json'])
  }
  const composed = composeHead(answer.status, headers, body.length, framing)
  const sent = composed.bodyless ? null : body
  return {
    planned: {
      status: answer.status,
      origin: 'endpoint',
      headers: composed.headers,
      bodySize: sent?.length ?? 0,
      bodyText: sent === null ? '' : sent.toString('utf8', 0, keptText),
      handshake: null,
    },
    reply: { kind: 'bytes', bytes: joinAnswer(composed.head, sent), close: composed.close },
    delayMs: answer.delayMs,
    note: null,
  }
}

async function planFile(answer: Respond, path: string, framing: Framing): Promise<Plan> {
  const { file, size } = await openAnswerFile(path)
  const headers = [...answer.headers]
  if (!hasHeader(headers, 'content-type')) headers.unshift(['Content-Type', typeOfFile(path)])
  const composed = composeHead(answer.status, headers, size, framing)
  const head = joinAnswer(composed.head, null)
  if (composed.bodyless) await file.close()
  return {
    planned: {
      status: answer.status,
      origin: 'endpoint',
      headers: composed.headers,
      bodySize: composed.bodyless ? 0 : size,
      bodyText: composed.bodyless ? '' : null,
      handshake: null,
    },
    reply: composed.bodyless
      ? { kind: 'bytes', bytes: head, close: composed.close }
      : { kind: 'file', head, file, size, close: composed.close },
    delayMs: answer.delayMs,
    note: null,
  }
}

function fillHeaders(prepared: Prepared, values: TemplateRequest | null): HeaderPairs {
  return prepared.headers.map(({ name, value }) => {
    if (typeof value === 'string') return [name, value]
    return [name, values === null ? '' : fillTemplate(value, values)]
  })
}

function hasHeader(headers: HeaderPairs, name: string): boolean {
  return headers.some(([candidate]) => candidate.toLowerCase() === name)
}
