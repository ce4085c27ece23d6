import type { Endpoint, EndpointColor, EndpointSettings } from '#shared/domain/endpoint.ts'
import { messageOf } from '../../client/call-error.ts'
import { call } from '../../client/host.ts'
import { queryClient } from '../../state/query-client.ts'
import { queryKeys } from '../../state/query-keys.ts'
import { go, useRoute } from '../../state/route.ts'
import { copyText } from '../../ui/clipboard.ts'
import { formatCount } from '../../ui/format.ts'
import { say, sayError, sayWithUndo } from '../../ui/toast.tsx'

function known(): Endpoint[] {
  return queryClient.getQueryData<Endpoint[]>(queryKeys.endpoints) ?? []
}

function reread(): void {
  void queryClient.invalidateQueries({ queryKey: queryKeys.endpoints })
}

/** Every colour, in the order in which new endpoints take them. */
export const endpointColors = [
  'violet',
  'teal',
  'amber',
  'blue',
  'pink',
  'green',
  'orange',
  'red',
  'slate',
] as const satisfies readonly EndpointColor[]

/** The colour that the fewest endpoints have. */
function nextColor(): EndpointColor {
  const used = known().map((endpoint) => endpoint.color)
  const times = (color: EndpointColor): number => used.filter((each) => each === color).length
  return endpointColors.reduce<EndpointColor>(
    (best, color) => (times(color) < times(best) ? color : best),
    endpointColors[0],
  )
}

/** Makes an endpoint and opens it; false when it could not be made. */
export async function createEndpoint(name: string): Promise<boolean> {
  try {
    const endpoint = await call('endpoints.create', { name, color: nextColor() })
    await queryClient.invalidateQueries({ queryKey: queryKeys.endpoints })
    go({ screen: 'requests', endpointId: endpoint.id, requestId: null })
    return true
  } catch (error) {
    sayError(`The endpoint “${name}” could not be made.`, messageOf(error))
    return false
  }
}

/** Changes settings at once; shown before the host has answered, and taken back if it refuses. */
export async function changeEndpoint(endpoint: Endpoint, patch: Partial<EndpointSettings>): Promise<void> {
  queryClient.setQueryData<Endpoint[]>(queryKeys.endpoints, (all) =>
    all?.map((each) => (each.id === endpoint.id ? { ...each, ...patch } : each)),
  )
  try {
    await call('endpoints.update', { id: endpoint.id, patch })
  } catch (error) {
    sayError(`“${endpoint.name}” could not be changed.`, messageOf(error))
  } finally {
    reread()
  }
}

/** Deletes an endpoint with its requests, and offers to bring both back. */
export async function deleteEndpoint(endpoint: Endpoint): Promise<void> {
  try {
    const { undoToken } = await call('endpoints.delete', { id: endpoint.id })
    if (useRoute.getState().endpointId === endpoint.id) go({ endpointId: null, requestId: null })
    reread()
    const requests =
      endpoint.requestCount === 0 ? '' : ` and its ${formatCount(endpoint.requestCount)} requests`
    sayWithUndo(`Deleted “${endpoint.name}”${requests}`, async () => {
      try {
        const restored = await call('endpoints.restore', { undoToken })
        reread()
        go({ screen: 'requests', endpointId: restored.id })
      } catch (error) {
        sayError(`“${endpoint.name}” could not be brought back.`, messageOf(error))
      }
    })
  } catch (error) {
    sayError(`“${endpoint.name}” could not be deleted.`, messageOf(error))
  }
}

/** Deletes all requests of an endpoint, the endpoint stays; offers to bring them back. */
export async function clearEndpoint(endpoint: Endpoint): Promise<void> {
  try {
    const { undoToken, count } = await call('requests.delete', { selection: { endpointId: endpoint.id } })
    go({ requestId: null })
    sayWithUndo(`Deleted ${formatCount(count)} requests of “${endpoint.name}”`, async () => {
      try {
        await call('requests.restore', { undoToken })
      } catch (error) {
        sayError('The requests could not be brought back.', messageOf(error))
      }
    })
  } catch (error) {
    sayError(`The requests of “${endpoint.name}” could not be deleted.`, messageOf(error))
  }
}

export async function copyEndpointUrl(endpoint: Endpoint): Promise<void> {
  if (endpoint.url === null) {
    sayError('There is no address to copy while the receiver does not listen.')
    return
  }
  if (await copyText(endpoint.url)) say(`Copied the URL of “${endpoint.name}”`)
  else sayError('The browser did not allow copying. Select the address and copy it by hand.')
}
