import type { VerificationProgress } from '#shared/domain/signature.ts'
import { formatCount } from '../../../ui/format.ts'

/** `12 valid, 3 invalid, 1 missing`; what did not occur is left out. */
export function tallyWords({ valid, invalid, missing, other }: VerificationProgress): string {
  const parts = [
    valid > 0 ? `${formatCount(valid)} valid` : '',
    invalid > 0 ? `${formatCount(invalid)} invalid` : '',
    missing > 0 ? `${formatCount(missing)} missing` : '',
    other > 0 ? `${formatCount(other)} stale or not checked` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** How a check of many came out, in a few words. */
export function outcomeWords({ ended, done, total }: VerificationProgress): string {
  if (ended === 'cancelled') return `Stopped after ${formatCount(done)} of ${formatCount(total)} signatures`
  return done === 1 ? 'Verified 1 request again' : `Verified ${formatCount(done)} requests again`
}
