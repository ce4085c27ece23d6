import { schemeIds } from '#shared/domain/scheme-ids.ts'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { diagnose } from './diagnose/diagnose.ts'
import { isSchemeId } from './schemes/registry.ts'
import type { Key, SchemeOptions, SignedRequest, Verdict } from './types.ts'
import { verify } from './verify.ts'

/** One line of output of `hookbench verify --cases`. */
export interface CaseResult {
  id: string | number | null
  status: 'valid' | 'invalid' | 'missing' | 'error'
  diagnoses: { code: string; proven: boolean; message: string; secretLabel?: string }[]
}

/**
 * Checks and explains one case of a batch, given as parsed JSON: `{id, scheme, secret?, publicKey?, options?,
 * otherSecrets?, tolerance?, method, url, headers, bodyBase64, receivedAt}`. `receivedAt` is epoch milliseconds (or
 * seconds, or ISO text) and is also taken for "now". Anything that can't be read is an `error` with a message; never throws.
 */
export function verifyCase(input: unknown): CaseResult {
  const id = idOf(input)
  const read = readCase(input)
  if (!read.ok) return refused(id, read.problem)
  const { scheme, request, keys, others, options } = read.value
  const verdict = verify(scheme, request, keys, options, request.receivedAt)
  if (verdict.status === 'valid') return { id, status: 'valid', diagnoses: [] }
  const diagnoses = diagnose(scheme, request, keys, others, options).map((item) => ({
    code: item.code,
    proven: item.proven,
    message: item.message,
    ...(item.secretLabel === null ? {} : { secretLabel: item.secretLabel }),
  }))
  const status = statusOf(verdict, diagnoses)
  if (status === 'error' && diagnoses.every(({ proven }) => !proven)) return refused(id, verdict.message)
  return { id, status, diagnoses }
}

/** A key that can't be read is an error, unless it was found out what is wrong with it. */
function statusOf(verdict: Verdict, diagnoses: CaseResult['diagnoses']): CaseResult['status'] {
  switch (verdict.status) {
    case 'valid':
    case 'invalid':
    case 'missing':
      return verdict.status
    case 'not-configured':
      return 'error'
    case 'cannot-check':
      return diagnoses.some(({ proven }) => proven) ? 'invalid' : 'error'
  }
}

function refused(id: CaseResult['id'], message: string): CaseResult {
  return { id, status: 'error', diagnoses: [{ code: 'unexplained', proven: false, message }] }
}

function idOf(input: unknown): CaseResult['id'] {
  const id = isRecord(input) ? input['id'] : null
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

interface Case {
  scheme: Parameters<typeof verify>[0]
  request: SignedRequest
  keys: Key[]
  others: Key[]
  options: SchemeOptions
}
type Read<T> = { ok: true; value: T } | { ok: false; problem: string }

function readCase(input: unknown): Read<Case> {
  if (!isRecord(input)) return no('A case is a JSON object.')
  const { scheme, method, url, bodyBase64 } = input
  if (typeof scheme !== 'string' || !isSchemeId(scheme)) {
    return no(`There is no scheme ${JSON.stringify(scheme)}. Known are: ${schemeIds.join(', ')}.`)
  }
  const headers = readHeaders(input['headers'])
  if (headers === null) return no('headers must be a list of [name, value] pairs of text.')
  if (bodyBase64 !== undefined && bodyBase64 !== null && typeof bodyBase64 !== 'string') {
    return no('bodyBase64 must be text.')
  }
  const receivedAt = readTime(input['receivedAt'])
  if (receivedAt === null) return no('receivedAt must be a time in epoch milliseconds.')
  const key = readKey(input, 'the secret')
  const options = readOptions(input)
  return {
    ok: true,
    value: {
      scheme,
      request: {
        method: typeof method === 'string' ? method : 'POST',
        url: typeof url === 'string' ? url : '',
        headers,
        body: Buffer.from(bodyBase64 ?? '', 'base64'),
        receivedAt,
      },
      keys: key === null ? [] : [key],
      others: readOthers(input['otherSecrets']),
      options,
    },
  }
}

function no(problem: string): { ok: false; problem: string } {
  return { ok: false, problem }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readHeaders(value: unknown): HeaderPairs | null {
  if (value === undefined || value === null) return []
  if (isRecord(value)) return readHeaders(Object.entries(value))
  if (!Array.isArray(value)) return null
  const pairs: HeaderPairs = []
  for (const item of value as unknown[]) {
    if (!Array.isArray(item) || item.length !== 2) return null
    const [name, text] = item as unknown[]
    if (typeof name !== 'string' || typeof text !== 'string') return null
    pairs.push([name, text])
  }
  return pairs
}

function readTime(value: unknown): number | null {
  if (typeof value === 'string') {
    const at = /^\d+$/.test(value) ? Number(value) : Date.parse(value)
    return Number.isNaN(at) ? null : readTime(at)
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > 8e15) return null
  // Below 1e11 it can't be milliseconds of any time since 1973.
  return Math.abs(value) < 1e11 ? value * 1000 : value
}

function readKey(value: Record<string, unknown>, label: string): Key | null {
  const { secret, publicKey } = value
  const key: Key = { label }
  if (typeof secret === 'string') key.secret = secret
  if (typeof publicKey === 'string') key.publicKey = publicKey
  return key.secret === undefined && key.publicKey === undefined ? null : key
}

function readOthers(value: unknown): Key[] {
  if (!Array.isArray(value)) return []
  return (value as unknown[]).flatMap((item, at) => {
    if (!isRecord(item)) return []
    const label = typeof item['label'] === 'string' ? item['label'] : `secret ${String(at + 1)}`
    const key = readKey(item, label)
    return key === null ? [] : [key]
  })
}

const textOptions = [
  'webhookId',
  'signatureField',
  'header',
  'algorithm',
  'encoding',
  'prefix',
  'headerTemplate',
  'secretEncoding',
  'timestampHeader',
  'timestampUnit',
  'idHeader',
] as const

function readOptions(input: Record<string, unknown>): SchemeOptions {
  const given = isRecord(input['options']) ? input['options'] : {}
  const options: SchemeOptions = {}
  for (const name of textOptions) {
    const value = given[name]
    if (typeof value === 'string') options[name] = value
  }
  const { parts } = given
  if (typeof parts === 'string') options.parts = parts
  else if (Array.isArray(parts))
    options.parts = parts.filter((part): part is string => typeof part === 'string')
  if (Array.isArray(given['publicUrls'])) {
    options.publicUrls = given['publicUrls'].filter((url): url is string => typeof url === 'string')
  }
  const tolerance = input['tolerance'] ?? given['tolerance']
  if (typeof tolerance === 'number' && Number.isFinite(tolerance)) options.tolerance = tolerance
  return options
}
