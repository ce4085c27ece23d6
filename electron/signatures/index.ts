export { schemeTable } from './scheme-table.ts'
export { detect, propose } from './detect.ts'
export type { Candidate, Proposal } from './detect.ts'
export { generateKeys, sign } from './sign.ts'
export type { KeyPair, SignInput, SignResult } from './sign.ts'
export { verifyCase } from './batch.ts'
export type { CaseResult } from './batch.ts'
export { diagnose } from './diagnose/diagnose.ts'
export type { CodeSample, Diagnosis } from './diagnose/diagnosis.ts'
export { verify } from './verify.ts'
export { isSchemeId, resolveScheme, schemes } from './schemes/registry.ts'
export { diagnosisCodes } from './types.ts'
export { schemeIds } from '#shared/domain/scheme-ids.ts'
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
export { verifierCode, verifierLanguages } from './snippets/verifier-code.ts'
export type { Snippet, SnippetLanguage } from './snippets/verifier-code.ts'
