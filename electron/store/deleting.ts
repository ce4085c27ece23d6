import type { Input, Output } from '#shared/contract/contract.ts'
import { endpointIdSchema, type EndpointId, type RequestId } from '#shared/domain/ids.ts'
import type { Clock, Ids } from '../platform/ports.ts'
import type { CountedEndpoint } from './store.ts'
import type { Threads } from './threads.ts'

/** Rows that are marked at once: a few milliseconds of the writer's time, between which captures get their turn. */
const stepRows = 300
/** More than these are not listed one by one when they go. */
const maxTold = 1_000

export interface Deleting {
  readonly deleteRequests: (input: Input<'requests.delete'>) => Promise<Output<'requests.delete'>>
  readonly restoreRequests: (undoToken: string) => Promise<{ count: number }>
  readonly deleteEndpoint: (id: EndpointId) => Promise<{ undoToken: string }>
  readonly restoreEndpoint: (undoToken: string) => Promise<CountedEndpoint>
}

/** Deletes and restores in steps, so that captures are never held up by a large selection. */
export function createDeleting(
  threads: Threads,
  ports: { clock: Clock; ids: Ids },
  onDeleted: (ids: RequestId[] | null) => void,
): Deleting {
  const { writer, reader } = threads
  const newToken = (): string => ports.ids.make('undo', 20)

  async function restoreRequests(undoToken: string): Promise<{ count: number }> {
    let count = 0
    for (;;) {
      const step = await writer.call('deletion.restore', [undoToken])
      count += step.count
      if (!step.more) return { count }
    }
  }

  async function idsOf(input: Input<'requests.delete'>): Promise<ArrayLike<number>> {
    if ('ids' in input) return input.ids
    const { endpointId, filter } = input.selection
    const selection = {
      endpointId: endpointId === undefined ? undefined : endpointIdSchema.parse(endpointId),
      filter,
    }
    return await reader.call('requests.select', [selection, ports.clock.now()])
  }

  return {
    async deleteRequests(input) {
      const ids = await idsOf(input)
      const undoToken = newToken()
      await writer.call('deletion.begin', [undoToken])
      let count = 0
      try {
        for (let at = 0; at < ids.length; at += stepRows) {
          const step = Array.from({ length: Math.min(stepRows, ids.length - at) }, (_, n) => ids[at + n] ?? 0)
          count += await writer.call('deletion.add', [undoToken, step])
        }
      } catch (error) {
        // All or nothing: what was marked before it failed comes back. Should that fail, too, the first reason counts.
        await restoreRequests(undoToken).catch(() => undefined)
        throw error
      }
      if (count > 0) onDeleted(ids.length > maxTold ? null : (Array.from(ids) as RequestId[]))
      return { undoToken, count }
    },
    restoreRequests,
    async deleteEndpoint(id) {
      const undoToken = newToken()
      const { had } = await writer.call('endpoints.delete', [id, undoToken])
      if (had > 0) onDeleted(null)
      return { undoToken }
    },
    restoreEndpoint: (undoToken) => writer.call('endpoints.restore', [undoToken]),
  }
}
