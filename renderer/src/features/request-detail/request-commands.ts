import type { RequestDetail } from '#shared/domain/request.ts'
import { messageOf } from '../../client/call-error.ts'
import { call } from '../../client/host.ts'
import { requestList } from '../../state/list.ts'
import { queryClient } from '../../state/query-client.ts'
import { queryKeys } from '../../state/query-keys.ts'
import { go, openRequest, useRoute } from '../../state/route.ts'
import { sayError, sayWithUndo } from '../../ui/toast.tsx'

/** Pins or unpins; shown at once, taken back when the host refuses. */
export async function setPinned(request: RequestDetail, pinned: boolean): Promise<void> {
  const key = queryKeys.request(request.id)
  const show = (value: boolean): void => {
    queryClient.setQueryData<RequestDetail>(key, (old) => old && { ...old, pinned: value })
  }
  show(pinned)
  try {
    await call('requests.annotate', { id: request.id, pinned })
  } catch (error) {
    show(!pinned)
    sayError(
      pinned ? 'The request could not be pinned.' : 'The request could not be unpinned.',
      messageOf(error),
    )
  }
}

/** Deletes one request, opens the row beside it, and offers to bring it back. */
export async function deleteRequest(request: RequestDetail): Promise<void> {
  const { id } = request
  const at = requestList.positionOf(id)
  const next = at === -1 ? undefined : (requestList.at(at + 1) ?? requestList.at(at - 1))
  try {
    const { undoToken } = await call('requests.delete', { ids: [id] })
    if (useRoute.getState().requestId === id) go({ requestId: next?.id ?? null, compareWith: null })
    sayWithUndo('Deleted 1 request', async () => {
      try {
        await call('requests.restore', { undoToken })
        openRequest(id)
      } catch (error) {
        sayError('The request could not be brought back.', messageOf(error))
      }
    })
  } catch (error) {
    sayError('The request could not be deleted.', messageOf(error))
  }
}
