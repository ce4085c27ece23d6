import type { SignatureDiagnosis, SignatureVerdict } from '#shared/domain/signature.ts'
import { paint, printable, writeJson, writeLine } from './terminal.ts'

/** What became of the check of one request. */
export interface Outcome {
  readonly id: string | number | null
  readonly verdict: SignatureVerdict
  readonly diagnoses: readonly SignatureDiagnosis[]
}

/** The words that the results of a batch have, too. */
function statusOf({ verdict, diagnoses }: Outcome): 'valid' | 'invalid' | 'missing' | 'error' {
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

/** Verdict, the first diagnosis with its proof and its fix, and what else was found by its code; or all of it as JSON. */
export async function printOutcome(outcome: Outcome, json: boolean): Promise<void> {
  const { id, verdict, diagnoses } = outcome
  const status = statusOf(outcome)
  if (json) {
    await writeJson({
      id,
      status,
      scheme: verdict.scheme,
      message: verdict.message,
      stale: verdict.stale,
      matched: verdict.matched,
      diagnoses: diagnoses.map(({ code, proven, message, secretLabel, proof, range, fix }) => ({
        code,
        proven,
        message,
        ...(secretLabel === null ? {} : { secretLabel }),
        proof,
        range,
        fix,
      })),
    })
    return
  }
  await writeLine(`${paint(status === 'valid' ? 'green' : 'red', status)}  ${printable(verdict.message)}`)
  const [first, ...others] = diagnoses
  if (first === undefined) return
  await writeLine()
  await writeLine(
    `${paint('bold', first.code)} ${paint('dim', first.proven ? '(proven)' : '(not proven)')}  ${printable(first.message)}`,
  )
  if (first.proof !== null) {
    await writeLine(`  ${paint('dim', 'received')}  ${printable(first.proof.received)}`)
    await writeLine(`  ${paint('dim', 'computed')}  ${printable(first.proof.computed)}`)
  }
  if (first.range !== null) {
    const { start, end } = first.range
    await writeLine(
      `  ${paint('dim', 'the body')}  ${end > start ? `differs from byte ${start} to ${end}` : `differs at byte ${start}`}`,
    )
  }
  await writeLine(`  ${paint('dim', 'to do')}     ${printable(first.fix)}`)
  if (others.length > 0) {
    const codes = others.map(({ code, proven }) => (proven ? `${code} (proven)` : code))
    await writeLine(`  ${paint('dim', 'also')}      ${codes.join(', ')}`)
  }
}
