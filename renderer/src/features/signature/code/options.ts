import type { SignatureSettings } from '#shared/domain/signature.ts'

export type SchemeOptions = SignatureSettings['options']
