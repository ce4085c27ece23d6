import { readFile } from 'node:fs/promises'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { schemeIds, type SchemeId } from '#shared/domain/scheme-ids.ts'
import { schemeOptionsSchema } from '#shared/domain/signature.ts'
import type { z } from 'zod'
import { UsageError } from '../output/failure.ts'

export type SchemeOptions = z.infer<typeof schemeOptionsSchema>

/** What `verify` and `sign` both take. */
export interface SchemeChoice {
  readonly scheme?: SchemeId
  readonly secretEnv?: string
  readonly option?: SchemeOptions
}

const optionNames = Object.keys(schemeOptionsSchema.shape)

/** `--scheme`, `--secret-env`, `--option`; and a `--secret` that only says why there is none. */
export function withSchemeOptions(command: Command): Command {
  return command
    .option('--scheme <id>', 'the signature scheme, e.g. stripe, github, generic-hmac', parseScheme)
    .option('--secret-env <name>', 'the environment variable that holds the secret')
    .option(
      '--option <key=value>',
      `a setting of the scheme (${optionNames.join(', ')}); may be given again`,
      collectOption,
    )
    .addOption(new Option('--secret [value]').hideHelp().argParser(refuseSecret))
    .addOption(new Option('--key [value]').hideHelp().argParser(refuseSecret))
}

function refuseSecret(): never {
  throw new UsageError(
    'A secret on the command line can be read by other programs and stays in the history of the shell. Put it into an environment variable and name that with --secret-env.',
  )
}

function parseScheme(text: string): SchemeId {
  const found = schemeIds.find((id) => id === text)
  if (found !== undefined) return found
  throw new UsageError(`There is no such scheme. Known are: ${schemeIds.join(', ')}.`)
}

function collectOption(text: string, before: SchemeOptions = {}): SchemeOptions {
  const at = text.indexOf('=')
  const name = at < 1 ? '' : text.slice(0, at)
  if (!optionNames.includes(name)) {
    throw new UsageError(`--option takes key=value, where key is one of: ${optionNames.join(', ')}.`)
  }
  const value = text.slice(at + 1)
  const typed =
    name === 'tolerance'
      ? Number(value)
      : name === 'publicUrls'
        ? [...(before.publicUrls ?? []), value]
        : value
  const read = schemeOptionsSchema.safeParse({ ...before, [name]: typed })
  if (read.success) return read.data
  throw new UsageError(`--option ${name}: ${read.error.issues[0]?.message ?? 'this value is not valid'}.`)
}

/** Seconds or milliseconds since 1970, as providers write them; resolves to milliseconds. */
export function parseEpoch(text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value > 8.64e15) {
    throw new InvalidArgumentError('A time is a number of seconds or milliseconds since 1970.')
  }
  // Below 1e11 it can't be milliseconds of any time since 1973.
  return value < 1e11 ? value * 1_000 : value
}

/**
 * The secret out of the variable that was named, which is not repeated in errors: a secret given in its place by mistake
 * would be shown.
 */
export function secretFromEnv(name: string): string {
  const value = process.env[name]
  if (value !== undefined && value !== '') return value
  throw new UsageError(
    'The environment variable that --secret-env names is not set, or empty. It takes the name of a variable, not the secret.',
  )
}

/** A file's bytes, or those of stdin for `-`; a file that can't be read is a usage error. */
export async function readInput(path: string): Promise<Buffer> {
  try {
    if (path !== '-') return await readFile(path)
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  } catch (error) {
    throw notReadable(path, error)
  }
}

export function notReadable(path: string, error: unknown): UsageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'it failed'
  const why =
    code === 'ENOENT'
      ? 'there is no such file'
      : code === 'EISDIR'
        ? 'it is a folder'
        : code === 'EACCES'
          ? 'it may not be read'
          : code
  return new UsageError(`${path} can't be read: ${why}.`)
}
