import type { HeaderPairs } from '../answer.ts'

/** A captured request, as far as it can be sent again. */
export interface CopySource {
  method: string
  /** Request target exactly as received. */
  target: string
  /** `1.0` or `1.1`. */
  httpVersion: string
  headers: HeaderPairs
  trailers: HeaderPairs
  /** Null when it is too large to be copied: then the text takes it from a file. */
  body: Uint8Array | null
  complete: boolean
  /** The bytes were no well-formed request; `body` holds them. */
  malformed: boolean
}

export interface CopiedRequest {
  text: string
  /** What the tool does otherwise than the sender did, one sentence each; empty when the bytes come out the same. */
  notes: string[]
}

/** Bodies beyond this many bytes are not put into the text. */
export const maxInlineBody = 1_000_000

/** File that the text refers to when the body is not in it. */
export const bodyFileName = 'body.bin'

export function bodyFileNote(): string {
  return `The body is too large for a command: save it as ${bodyFileName} in the folder you run this in.`
}
