import type { z } from 'zod'
import { appProcedures } from './procedures/app.ts'
import { endpointProcedures } from './procedures/endpoints.ts'
import { requestProcedures } from './procedures/requests.ts'
import { secretProcedures } from './procedures/secrets.ts'
import { signatureProcedures } from './procedures/signatures.ts'

/** The one door to the core: every host and every client speaks this table. */
export const procedures = {
  ...appProcedures,
  ...endpointProcedures,
  ...requestProcedures,
  ...secretProcedures,
  ...signatureProcedures,
}

type Procedures = typeof procedures
export type ProcedureName = keyof Procedures
/** What a caller passes (defaults may be left out). */
export type Input<N extends ProcedureName> = z.input<Procedures[N]['input']>
/** What a handler gets, after parsing. */
export type ParsedInput<N extends ProcedureName> = z.output<Procedures[N]['input']>
export type Output<N extends ProcedureName> = z.output<Procedures[N]['output']>

export interface CallContext {
  /** Aborted when the caller cancelled, went away, or the time-out ran out. */
  readonly signal: AbortSignal
}

/** A missing or an extra handler does not compile. */
export type Handlers = {
  [N in ProcedureName]: (input: ParsedInput<N>, context: CallContext) => Output<N> | Promise<Output<N>>
}

/** The type of the one function every client has. */
export type Call = <N extends ProcedureName>(
  name: N,
  input: Input<N>,
  options?: { signal?: AbortSignal; timeoutMs?: number },
) => Promise<Output<N>>

export function isProcedureName(name: string): name is ProcedureName {
  return Object.hasOwn(procedures, name)
}
