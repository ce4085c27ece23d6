import type { Handlers } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import { defaultEndpointSettings, type Endpoint } from '#shared/domain/endpoint.ts'
import { endpointIdSchema, secretIdSchema, unmatchedEndpointId, type EndpointId } from '#shared/domain/ids.ts'
import type { CountedEndpoint } from '../../store/index.ts'
import type { CoreContext } from '../context.ts'
import { withUrl } from '../endpoint-directory.ts'

type EndpointHandlers = Pick<Handlers, Extract<keyof Handlers, `endpoints.${string}` | `secrets.${string}`>>

/** Leaves out what the caller did not name, so that a patch never overwrites with undefined. */
function given<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function refuseUnmatched(id: EndpointId, what: string): void {
  if (id !== unmatchedEndpointId) return
  throw new AppError(
    'forbidden',
    `"Unmatched" is where requests to unknown addresses are kept; it can't be ${what}.`,
  )
}

export function createEndpointHandlers(core: CoreContext): EndpointHandlers {
  const { store, directory, bus, ids, clock, secrets } = core

  async function changed(endpoint: CountedEndpoint): Promise<Endpoint> {
    await directory.refresh()
    bus.emit('endpoints.changed', { ids: [endpoint.id] })
    return withUrl(endpoint, core.receiver.state)
  }

  return {
    async 'endpoints.list'() {
      return (await store.endpoints.list()).map((endpoint) => withUrl(endpoint, core.receiver.state))
    },
    async 'endpoints.get'({ id }) {
      return withUrl(await store.endpoints.get(id), core.receiver.state)
    },
    async 'endpoints.create'({ name, ...settings }) {
      return changed(
        await store.endpoints.create({
          ...defaultEndpointSettings,
          ...given(settings),
          name,
          id: endpointIdSchema.parse(ids.make('ep')),
          token: ids.token(),
          createdAt: clock.now(),
        }),
      )
    },
    async 'endpoints.update'({ id, patch }) {
      refuseUnmatched(id, 'changed')
      return changed(await store.endpoints.update(id, given(patch)))
    },
    async 'endpoints.renewToken'({ id }) {
      refuseUnmatched(id, 'given an address')
      return changed(await store.endpoints.update(id, { token: ids.token() }))
    },
    async 'endpoints.delete'({ id }) {
      refuseUnmatched(id, 'deleted; clear its requests instead')
      const undo = await store.endpoints.delete(id)
      await directory.refresh()
      bus.emit('endpoints.changed', { ids: [id] })
      return undo
    },
    async 'endpoints.restore'({ undoToken }) {
      const endpoint = await changed(await store.endpoints.restore(undoToken))
      bus.emit('requests.restored', {})
      return endpoint
    },
    async 'endpoints.markRead'({ id }) {
      await store.endpoints.markRead(id)
      bus.emit('endpoints.changed', { ids: [id] })
      return {}
    },

    'secrets.list': ({ endpointId }) => store.secrets.list(endpointId),
    async 'secrets.add'({ value, ...about }) {
      const secret = { ...about, id: secretIdSchema.parse(ids.make('sec')), createdAt: clock.now() }
      await store.secrets.add(secret, await secrets.encrypt(value))
      core.keys.forget()
      return secret
    },
    async 'secrets.remove'({ id }) {
      await store.secrets.remove(id)
      core.keys.forget()
      return {}
    },
    async 'secrets.reveal'({ id }) {
      return { value: await secrets.decrypt(await store.secrets.sealed(id)) }
    },
  }
}
