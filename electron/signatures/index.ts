export { verify } from './verify.ts'
export { isSchemeId, resolveScheme, schemes } from './schemes/registry.ts'
export { diagnosisCodes, schemeIds } from './types.ts'
export type {
  DiagnosisCode,
  Freshness,
  Key,
  Objection,
  ReceivedSignature,
  SchemeDefinition,
  SchemeId,
  SchemeOptions,
  SignedRequest,
  SignedText,
  TextPart,
  Verdict,
  VerdictStatus,
} from './types.ts'
