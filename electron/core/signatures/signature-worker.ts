/**
 * Thread entry: checks and explains signatures, so that neither the receiver nor the window waits for it.
 * Trusted code on untrusted bytes; it gets secrets in clear by message and keeps nothing between jobs.
 */
import { parentPort } from 'node:worker_threads'
import { messageOf } from '#shared/contract/errors.ts'
import type { SignatureDiagnosis, SignatureVerdict } from '#shared/domain/signature.ts'
import { diagnose, schemes, verify, type Verdict } from '../../signatures/index.ts'
import type { JobMessage, ReplyMessage, SignatureJob, SignatureReplies } from './messages.ts'

/** As much of the signed text as is shown, bytes. */
const previewBytes = 16_384

function present(verdict: Verdict): SignatureVerdict {
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

function propose({ request, keys, now }: SignatureJob): SignatureReplies['propose'] {
  const proposals: SignatureReplies['propose'] = []
  for (const scheme of Object.values(schemes)) {
    if (scheme.id === 'generic-hmac') continue
    const verdict = verify(scheme.id, request, keys, {}, now)
    const source = verdict.received[0]?.source
    if (source === undefined) continue
    const keyIndex = verdict.status === 'valid' || verdict.stale ? (verdict.matched?.keyIndex ?? null) : null
    proposals.push({ scheme: scheme.id, reason: `The request carries ${source}.`, keyIndex })
  }
  return proposals.sort((a, b) => Number(b.keyIndex !== null) - Number(a.keyIndex !== null))
}

function work({ kind, job }: JobMessage): SignatureReplies[keyof SignatureReplies] {
  const { request, scheme, keys, otherKeys, options, now } = job
  switch (kind) {
    case 'verify':
      return present(verify(scheme, request, keys, options, now))
    case 'diagnose':
      return diagnose(scheme, request, keys, otherKeys, options) satisfies SignatureDiagnosis[]
    case 'propose':
      return propose(job)
  }
}

/** Null asks the thread to end once it has done what it was sent before. */
parentPort?.on('message', (message: JobMessage | null) => {
  if (message === null) {
    parentPort?.close()
    return
  }
  let reply: ReplyMessage
  try {
    reply = { seq: message.seq, ok: true, value: work(message) }
  } catch (error) {
    reply = { seq: message.seq, ok: false, message: messageOf(error) }
  }
  parentPort?.postMessage(reply)
})
