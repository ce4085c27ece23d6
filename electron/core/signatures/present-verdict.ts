import type { SignatureVerdict } from '#shared/domain/signature.ts'
import type { Verdict } from '../../signatures/index.ts'

/** As much of the signed text as is shown, bytes. */
const previewBytes = 16_384

/** A verdict as the contract has it: its signed text cut to what is shown, one character a byte. */
export function presentVerdict(verdict: Verdict): SignatureVerdict {
  const { signedText, freshness, matched } = verdict
  return {
    scheme: verdict.scheme,
    status: verdict.status,
    message: verdict.message,
    stale: verdict.stale,
    matched: matched === null ? null : { keyLabel: matched.keyLabel, signatureIndex: matched.signatureIndex },
    received: verdict.received,
    computed: verdict.computed,
    signedText:
      signedText === null
        ? null
        : {
            size: signedText.size,
            preview: Buffer.from(signedText.preview.subarray(0, previewBytes)).toString('latin1'),
            parts: signedText.parts,
          },
    freshness:
      freshness === null
        ? null
        : {
            text: freshness.text,
            at: freshness.at,
            windowSeconds: freshness.window?.seconds ?? null,
            bothSides: freshness.window?.direction === 'both',
            ageAtCapture: freshness.ageAtCapture,
            ageNow: freshness.ageNow,
            atCapture: freshness.atCapture,
            now: freshness.now,
          },
    coverage: verdict.coverage,
    objections: verdict.objections,
    notes: verdict.notes,
  }
}
