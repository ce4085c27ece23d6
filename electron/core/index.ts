export { createCore, type Core, type CoreOptions } from './core.ts'

// What the command line needs of signatures without opening a folder.
export { checkSignature } from './signatures/check-signature.ts'
export type { SignatureJob } from './signatures/messages.ts'
export { schemeInfos } from './signatures/scheme-infos.ts'
export { detect, generateKeys, sign, verifyCase } from '../signatures/index.ts'
export type { CaseResult } from '../signatures/index.ts'
