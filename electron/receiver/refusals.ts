import type { AppError } from '#shared/contract/errors.ts'
import type { Refusal, RefusalCode } from './answers/refusal.ts'
import type { Fault } from './http/fault.ts'

/** The answers that the receiver gives of itself once a request has come as far as its headers. */

export function tooLarge(limit: number, declared: number | null): Refusal {
  const size = declared === null ? 'is' : `of ${declared} bytes is`
  return {
    status: 413,
    code: 'request.too-large',
    message: `The body ${size} larger than the limit of ${limit} bytes.`,
    problem: `The body ${size} larger than the limit of ${limit} bytes, so that only its beginning was kept. Raise the limit in the settings to receive it.`,
  }
}

export function badExpectation(value: string): Refusal {
  const message = `The header "Expect: ${value}" can't be met; only "100-continue" can.`
  return { status: 417, code: 'request.expectation', message, problem: message }
}

export const wrongScheme: Refusal = {
  status: 400,
  code: 'request.malformed',
  message: 'This port speaks TLS, but the request came as plain HTTP. Use https:// in the address.',
  problem:
    'The request came as plain HTTP to a port that speaks TLS. Use https:// in the address that the sender has.',
}

export function fromFault(fault: Fault): Refusal {
  return { status: fault.status, code: codeOf(fault.status), message: fault.message, problem: fault.message }
}

export function fromStoreError(error: AppError): Refusal {
  return {
    status: 503,
    code: error.code,
    message: error.message,
    problem: `The body could not be written to disk: ${error.message} Only its beginning was kept.`,
  }
}

export function fromAnswerError(message: string): Refusal {
  return {
    status: 500,
    code: 'answer.failed',
    message: 'The request was stored, but the answer that is configured for this endpoint could not be made.',
    problem: `The configured answer could not be given: ${message}`,
  }
}

export function badSignature(reason: string): Refusal {
  return {
    status: 401,
    code: 'request.signature',
    message:
      'The signature of this request is missing or wrong, and this endpoint takes signed requests only.',
    problem: `Answered with 401, because this endpoint enforces signatures: ${reason}`,
  }
}

function codeOf(status: number): RefusalCode {
  if (status === 408) return 'request.timed-out'
  if (status === 413 || status === 431) return 'request.too-large'
  return 'request.malformed'
}
