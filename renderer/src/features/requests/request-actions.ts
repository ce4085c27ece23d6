import type { Input } from '#shared/contract/contract.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { messageOf } from '../../client/call-error.ts'
import { call } from '../../client/host.ts'
import { requestList } from '../../state/list.ts'
import { go, openRequest, useRoute } from '../../state/route.ts'
import { clearSelection, useSelection } from '../../state/selection.ts'
import { formatCount } from '../../ui/format.ts'
import { sayError, sayWithUndo } from '../../ui/toast.tsx'

/** The open request, or all that are marked; null: everything that the list fits. */
export function meantRequests(): RequestId[] | null {
  const { ids, all } = useSelection.getState()
  if (all) return null
  if (ids.size > 0) return [...ids]
  const { requestId } = useRoute.getState()
  return requestId === null ? [] : [requestId]
}

/** Deletes what is meant and offers to bring it back. The row after the open one is opened. */
export async function deleteMeant(): Promise<void> {
  const ids = meantRequests()
  if (ids?.length === 0) return
  const open = useRoute.getState().requestId
  const next = open === null || ids === null || !ids.includes(open) ? open : neighbour(open, new Set(ids))
  const meant: Input<'requests.delete'> =
    ids === null ? { selection: requestList.selection() } : { ids: ids.slice(0, 1_000) }
  try {
    const { undoToken, count } = await call('requests.delete', meant)
    clearSelection()
    go({ requestId: ids === null ? null : next, compareWith: null })
    sayWithUndo(count === 1 ? 'Deleted 1 request' : `Deleted ${formatCount(count)} requests`, async () => {
      try {
        await call('requests.restore', { undoToken })
        if (open !== null) openRequest(open)
      } catch (error) {
        sayError('The requests could not be brought back.', messageOf(error))
      }
    })
  } catch (error) {
    sayError('The requests could not be deleted.', messageOf(error))
  }
}

/** The nearest row below, else above, that stays. */
function neighbour(id: RequestId, going: ReadonlySet<RequestId>): RequestId | null {
  const start = requestList.positionOf(id)
  if (start === -1) return null
  for (const step of [1, -1]) {
    for (let at = start + step; ; at += step) {
      const row = requestList.at(at)
      if (row === undefined) break
      if (!going.has(row.id)) return row.id
    }
  }
  return null
}

/** Pins what is meant, or unpins it when all of it is pinned already. */
export async function togglePin(rows: readonly RequestSummary[]): Promise<void> {
  const pinned = !rows.every((row) => row.pinned)
  requestList.changed(rows.map((row) => ({ ...row, pinned })))
  try {
    for (const row of rows) if (row.pinned !== pinned) await call('requests.annotate', { id: row.id, pinned })
  } catch (error) {
    requestList.resync()
    sayError(
      pinned ? 'The request could not be pinned.' : 'The request could not be unpinned.',
      messageOf(error),
    )
  }
}
