import type { Call } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import type { RequestDetail, RequestSummary } from '#shared/domain/request.ts'

/** Calls under way at once. */
const window = 16

/** The details of listed requests in the same order; those deleted meanwhile are left out. */
export async function* readDetails(
  call: Call,
  items: readonly RequestSummary[],
): AsyncGenerator<RequestDetail, void, undefined> {
  for (let start = 0; start < items.length; start += window) {
    const page = items.slice(start, start + window)
    const details = await Promise.all(page.map(({ id }) => call('requests.get', { id }).catch(absent)))
    for (const detail of details) if (detail !== null) yield detail
  }
}

function absent(error: unknown): null {
  if (error instanceof AppError && error.code === 'not-found') return null
  throw error
}
