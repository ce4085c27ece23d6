import {
  isProcedureName,
  procedures,
  type CallContext,
  type Handlers,
  type ProcedureName,
} from '#shared/contract/contract.ts'
import type { CallEnvelope, ReplyEnvelope } from '#shared/contract/envelope.ts'
import { AppError, toAppError } from '#shared/contract/errors.ts'
import type { Logger } from '../platform/ports.ts'

const defaultTimeoutMs = 30_000

type AnyHandler = (input: unknown, context: CallContext) => unknown

/** Names the first thing that is wrong with an input: `limit: Too big: expected number to be <=1000`. */
function describeIssues(error: { issues: { path: PropertyKey[]; message: string }[] }): string {
  return error.issues
    .slice(0, 3)
    .map((issue) =>
      issue.path.length === 0 ? issue.message : `${issue.path.map(String).join('.')}: ${issue.message}`,
    )
    .join('; ')
}

/**
 * The one way in: parses the input, runs the handler, settles. Never rejects.
 * `checkOutput` parses what handlers return as well (development and tests), so that a drift from the contract fails loudly.
 */
export function createDispatcher(handlers: Handlers, options: { logger: Logger; checkOutput: boolean }) {
  async function run(name: ProcedureName, rawInput: unknown, signal: AbortSignal): Promise<unknown> {
    const procedure = procedures[name]
    const input = procedure.input.safeParse(rawInput ?? {})
    if (!input.success) {
      throw new AppError('input.invalid', `${name}: ${describeIssues(input.error)}`, {
        details: { paths: input.error.issues.map((issue) => issue.path.map(String).join('.')) },
      })
    }
    const handler = handlers[name] as AnyHandler
    const value = await handler(input.data, { signal })
    if (!options.checkOutput) return value
    const output = procedure.output.safeParse(value)
    if (!output.success) {
      throw new AppError('internal', `${name} answered outside the contract: ${describeIssues(output.error)}`)
    }
    return value
  }

  return async function dispatch(call: CallEnvelope, callerSignal: AbortSignal): Promise<ReplyEnvelope> {
    const { name } = call
    if (!isProcedureName(name)) {
      return { ok: false, error: { code: 'not-found', message: `There is no procedure "${name}".` } }
    }
    const timeoutMs = procedures[name].timeoutMs ?? defaultTimeoutMs
    const controller = new AbortController()
    const ended = Promise.withResolvers<never>()
    const end = (error: AppError): void => {
      ended.reject(error)
      controller.abort(error)
    }
    const onCancel = (): void => end(new AppError('cancelled', `${name} was cancelled.`))
    const timer = setTimeout(
      () =>
        end(new AppError('timed-out', `${name} took longer than ${timeoutMs / 1000} s and was given up.`)),
      timeoutMs,
    )
    callerSignal.addEventListener('abort', onCancel, { once: true })
    if (callerSignal.aborted) onCancel()
    try {
      const value = await Promise.race([ended.promise, run(name, call.input, controller.signal)])
      return { ok: true, value }
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'internal') options.logger.log('error', 'core', `${name}: ${error.message}`)
      return { ok: false, error: error.toWire() }
    } finally {
      clearTimeout(timer)
      callerSignal.removeEventListener('abort', onCancel)
    }
  }
}
