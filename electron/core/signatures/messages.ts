import type { SignatureDiagnosis, SignatureVerdict } from '#shared/domain/signature.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import type { Key, SchemeOptions, SignedRequest } from '../../signatures/index.ts'

/** What the thread is asked. Keys are in clear: they pass through memory only. */
export interface SignatureJob {
  readonly request: SignedRequest
  readonly scheme: SchemeId
  readonly keys: readonly Key[]
  /** Other secrets on file, tried only to explain a mismatch. */
  readonly otherKeys: readonly Key[]
  readonly options: SchemeOptions
  /** Epoch milliseconds, to show how old a timestamp is by now. */
  readonly now: number
}

export interface SignatureReplies {
  verify: SignatureVerdict
  diagnose: SignatureDiagnosis[]
  /** Schemes that fit, with the label of the key that verifies. */
  propose: { scheme: SchemeId; reason: string; keyIndex: number | null }[]
}

export interface JobMessage {
  readonly seq: number
  readonly kind: keyof SignatureReplies
  readonly job: SignatureJob
}

export type ReplyMessage =
  | { readonly seq: number; readonly ok: true; readonly value: unknown }
  | { readonly seq: number; readonly ok: false; readonly message: string }
