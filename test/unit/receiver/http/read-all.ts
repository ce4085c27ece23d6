import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { Fault } from '../../../../electron/receiver/http/fault.ts'
import type { RequestHead } from '../../../../electron/receiver/http/head.ts'
import { RequestReader, type RequestSink } from '../../../../electron/receiver/http/reader.ts'

interface ReadRequest {
  readonly head: RequestHead
  body: Buffer
  trailers: HeaderPairs
  complete: boolean
}

interface ReadResult {
  readonly requests: ReadRequest[]
  fault: { readonly fault: Fault; readonly raw: Buffer | null } | null
}

/** Feeds pieces of bytes to a reader, then the end of input, and gathers what it tells. */
export function readAll(pieces: readonly Buffer[], headerBytes = 16_384, end = true): ReadResult {
  const result: ReadResult = { requests: [], fault: null }
  const sink: RequestSink = {
    blocked: false,
    onHead(head) {
      result.requests.push({ head, body: Buffer.alloc(0), trailers: [], complete: false })
    },
    onBody(piece) {
      const request = result.requests.at(-1)!
      request.body = Buffer.concat([request.body, piece])
    },
    onEnd(trailers) {
      const request = result.requests.at(-1)!
      request.trailers = trailers
      request.complete = true
    },
    onHeadFault(fault, raw) {
      result.fault = { fault, raw: Buffer.from(raw) }
    },
    onBodyFault(fault) {
      result.fault = { fault, raw: null }
    },
  }
  const reader = new RequestReader({ headerBytes }, sink)
  for (const piece of pieces) reader.push(Buffer.from(piece), 1)
  if (end) reader.end()
  return result
}
