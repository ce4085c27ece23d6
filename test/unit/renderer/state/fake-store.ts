import type { Call, Input, Output } from '#shared/contract/contract.ts'
import type { EndpointId, RequestId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'

export function summary(id: number, change: Partial<RequestSummary> = {}): RequestSummary {
  return {
    id: id as RequestId,
    endpointId: 'ep_main0001' as EndpointId,
    receivedAt: 1_700_000_000_000 + id,
    method: 'POST',
    target: `/token/${id}`,
    contentType: null,
    bodySize: 0,
    complete: true,
    malformed: false,
    remoteAddress: '127.0.0.1',
    provider: 'generic',
    event: null,
    summary: null,
    answer: { status: 200, origin: 'endpoint' },
    signature: null,
    pinned: false,
    hasNote: false,
    ...change,
  }
}

/** The part of the contract that a list uses, over an array, oldest first. A filter is a word that the target holds. */
export class FakeStore {
  rows: RequestSummary[] = []
  next = 1
  calls: Input<'requests.list'>[] = []
  /** Set to make the next call fail. */
  failure: Error | null = null

  add(count: number, change: Partial<RequestSummary> = {}): RequestSummary[] {
    const added = Array.from({ length: count }, () => summary(this.next++, change))
    this.rows.push(...added)
    return added
  }

  remove(ids: readonly number[]): void {
    this.rows = this.rows.filter((row) => !ids.includes(row.id))
  }

  fitting(input: Pick<Input<'requests.list'>, 'endpointId' | 'filter'>): RequestSummary[] {
    return this.rows.filter(
      (row) =>
        (input.endpointId === undefined
          ? row.endpointId !== 'unmatched'
          : row.endpointId === input.endpointId) && row.target.includes(input.filter ?? ''),
    )
  }

  readonly call = (async (name: string, input: Input<'requests.list'>) => {
    if (name !== 'requests.list') throw new Error(`This store knows no ${name}.`)
    // What was stored at this moment is what is read, although the answer comes later.
    this.calls.push(input)
    const reply = this.list(input)
    const { failure } = this
    this.failure = null
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (failure !== null) throw failure
    return reply
  }) as Call

  private list(input: Input<'requests.list'>): Output<'requests.list'> {
    const below = this.fitting(input).filter((row) => row.id <= (input.upTo ?? Infinity))
    const items = below
      .filter((row) => row.id > (input.after ?? 0))
      .toReversed()
      .slice(input.offset ?? 0, (input.offset ?? 0) + (input.limit ?? 100))
    return { items, total: input.count === true ? below.length : null, newest: this.rows.at(-1)?.id ?? 0 }
  }
}
