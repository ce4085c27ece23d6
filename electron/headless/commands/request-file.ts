import { z } from 'zod'
import { headerPairsSchema, type HeaderPairs } from '#shared/domain/answer.ts'
import { schemeIdSchema, schemeOptionsSchema } from '#shared/domain/signature.ts'
import type { SignatureJob } from '../../core/index.ts'
import { UsageError } from '../output/failure.ts'
import { parseEpoch, readInput } from './signature-options.ts'

const keySchema = z.object({ secret: z.string().optional(), publicKey: z.string().optional() })

/** One request, as a line of a batch has it or as `requests show --json` prints it. */
const fileSchema = keySchema.extend({
  id: z.union([z.string(), z.number()]).nullable().default(null),
  scheme: schemeIdSchema.optional(),
  options: schemeOptionsSchema.default({}),
  tolerance: z.number().min(0).max(31_536_000).optional(),
  otherSecrets: z.array(keySchema.extend({ label: z.string().optional() })).default([]),
  method: z.string().default('POST'),
  url: z.string().optional(),
  target: z.string().optional(),
  tls: z.boolean().default(false),
  headers: z
    .union([
      headerPairsSchema,
      z.record(z.string(), z.string()).transform((record) => Object.entries(record)),
    ])
    .default([]),
  bodyBase64: z.string().nullable().optional(),
  bodySize: z.int().optional(),
  receivedAt: z.union([z.number(), z.string()]).optional(),
})

export interface RequestFile {
  readonly id: string | number | null
  readonly scheme: SignatureJob['scheme'] | undefined
  readonly request: Omit<SignatureJob['request'], 'receivedAt'> & { readonly receivedAt: number | undefined }
  readonly keys: SignatureJob['keys']
  readonly otherKeys: SignatureJob['otherKeys']
  readonly options: SignatureJob['options']
}

/** Reads a request from a file (`-` for stdin). What is wrong with it is a usage error that repeats none of its values. */
export async function readRequestFile(path: string): Promise<RequestFile> {
  const text = (await readInput(path)).toString('utf8').trim()
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new UsageError(`${path} is not a JSON document.`)
  }
  const read = fileSchema.safeParse(parsed)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new UsageError(`${path} is not a request: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
  }
  const file = read.data
  const body = Buffer.from(file.bodyBase64 ?? '', 'base64')
  if (file.bodyBase64 == null && (file.bodySize ?? 0) > 0) {
    throw new UsageError(`${path} has no body: bodyBase64 is missing, though bodySize is ${file.bodySize}.`)
  }
  const { tolerance } = file
  return {
    id: file.id,
    scheme: file.scheme,
    request: {
      method: file.method,
      url: file.url ?? urlOf(file),
      headers: file.headers,
      body,
      receivedAt: file.receivedAt === undefined ? undefined : timeOf(path, file.receivedAt),
    },
    keys: keyOf(file, 'the secret'),
    otherKeys: file.otherSecrets.flatMap((key, at) => keyOf(key, key.label ?? `secret ${at + 1}`)),
    options: { ...file.options, ...(tolerance === undefined ? {} : { tolerance }) },
  }
}

function keyOf({ secret, publicKey }: z.infer<typeof keySchema>, label: string): SignatureJob['keys'] {
  if (secret === undefined && publicKey === undefined) return []
  return [
    {
      label,
      ...(secret === undefined ? {} : { secret }),
      ...(publicKey === undefined ? {} : { publicKey }),
    },
  ]
}

/** The address as the server saw it, out of target and Host. */
function urlOf({
  target = '/',
  tls,
  headers,
}: {
  target?: string | undefined
  tls: boolean
  headers: HeaderPairs
}): string {
  if (/^https?:\/\//i.test(target)) return target
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? 'localhost'
  return `${tls ? 'https' : 'http'}://${host}${target}`
}

function timeOf(path: string, time: number | string): number {
  const text = String(time)
  const at = /^\d/.test(text) && !/[-:]/.test(text) ? parseEpoch(text) : Date.parse(text)
  if (Number.isNaN(at)) throw new UsageError(`${path} is not a request: receivedAt is not a time.`)
  return at
}
