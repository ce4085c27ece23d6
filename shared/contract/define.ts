import type { z } from 'zod'

/** One procedure of the contract. A query changes nothing; a command may. */
export interface Procedure<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'query' | 'command'
  readonly input: I
  readonly output: O
  /** One line for the contract's reference. */
  readonly summary: string
  /** Longest time in milliseconds until it must have settled; 30 s unless told. */
  readonly timeoutMs?: number
}

type Options = { timeoutMs?: number }

export function query<I extends z.ZodType, O extends z.ZodType>(
  summary: string,
  input: I,
  output: O,
  options: Options = {},
): Procedure<I, O> {
  return { kind: 'query', summary, input, output, ...options }
}

export function command<I extends z.ZodType, O extends z.ZodType>(
  summary: string,
  input: I,
  output: O,
  options: Options = {},
): Procedure<I, O> {
  return { kind: 'command', summary, input, output, ...options }
}
