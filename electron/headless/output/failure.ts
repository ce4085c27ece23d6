import { CommanderError } from 'commander'
import { z } from 'zod'
import { AppError, toAppError } from '#shared/contract/errors.ts'

/** Something that a command was told wrongly; exits with 2 like an unknown option. */
export class UsageError extends Error {}

/** Where a filter is wrong, and the filter itself, which the core does not repeat. */
const placeSchema = z.object({ from: z.int().min(0), to: z.int().min(0), filter: z.string() })

export interface Failure {
  readonly exitCode: number
  /** For stderr; null when there is nothing (more) to say. */
  readonly text: string | null
}

/** What to say and how to exit when a command failed: 2 for wrong usage, 1 for everything else. */
export function describeFailure(thrown: unknown, json: boolean): Failure {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return { exitCode: 0, text: null }
    return say(2, 'input.invalid', describeUsage(thrown), json)
  }
  if (thrown instanceof UsageError) return say(2, 'input.invalid', thrown.message, json)
  const error = toAppError(thrown)
  const failure = say(1, error.code, error.message, json)
  return json ? failure : { ...failure, text: `${failure.text}${caret(error)}` }
}

/** Runs a call that takes a filter; what it says about the filter can then be pointed at. */
export async function aboutFilter<T>(filter: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'filter.invalid' || filter === undefined)
      throw thrown
    const details = { ...(thrown.details as Record<string, number> | undefined), filter }
    throw new AppError('filter.invalid', thrown.message, { details, cause: thrown })
  }
}

/** commander's words on one line; what is one argument too many is mostly a misspelt command. */
function describeUsage({ code, message }: CommanderError): string {
  const extra =
    code === 'commander.excessArguments'
      ? /got \d+: (.*)\.$/.exec(message)?.[1]?.split(', ').at(-1)
      : undefined
  if (extra !== undefined) return `"${extra}" is not expected here; --help shows what is.`
  // The value of an option that does not exist is not repeated: it may be a secret.
  return message
    .replace(/^error: /, '')
    .replace(/^(unknown option '--[^'=\n]+)=[^\n]*'/s, "$1'")
    .replaceAll('\n', ' ')
}

function say(
  exitCode: number,
  code: string,
  message: string,
  json: boolean,
): { exitCode: number; text: string } {
  const text = json ? JSON.stringify({ error: { code, message } }) : `hookbench: ${message}`
  return { exitCode, text: `${text}\n` }
}

/** The filter with a mark under the part that is wrong; nothing for other errors. */
function caret(error: AppError): string {
  const place = placeSchema.safeParse(error.details)
  if (!place.success) return ''
  const { from, to, filter } = place.data
  return `  ${filter}\n  ${' '.repeat(from)}${'^'.repeat(Math.max(1, to - from))}\n`
}
