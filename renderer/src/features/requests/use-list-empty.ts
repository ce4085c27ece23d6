import { useListView } from '../../state/list.ts'
import { useEndpoint } from '../../state/queries.ts'
import { unmatchedId } from '../../state/queries.ts'
import { useRoute } from '../../state/route.ts'

/** Whether there is nothing to list, and no filter that might be the reason. */
export function useListEmpty(): boolean {
  const view = useListView()
  const filter = useRoute((route) => route.filter)
  const endpointId = useRoute((route) => route.endpointId)
  const endpoint = useEndpoint(endpointId)
  return (
    view.state === 'ready' &&
    view.total === 0 &&
    filter === '' &&
    endpointId !== unmatchedId &&
    (endpointId === null || endpoint?.requestCount === 0)
  )
}
