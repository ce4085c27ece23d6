import { AppError } from '#shared/contract/errors.ts'
import type { Endpoint } from '#shared/domain/endpoint.ts'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import type { Session } from './session.ts'

/** The endpoint that a user means by an id, a slug, a token or a name (any case). Throws `not-found`, or `conflict` when a name is not unique. */
export async function findEndpoint({ call }: Pick<Session, 'call'>, wanted: string): Promise<Endpoint> {
  const endpoints = await call('endpoints.list', {})
  const exact = endpoints.find(({ id, slug, token }) => id === wanted || slug === wanted || token === wanted)
  if (exact !== undefined) return exact
  if (wanted.toLowerCase() === 'unmatched') return call('endpoints.get', { id: unmatchedEndpointId })
  const named = endpoints.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (named.length > 1) {
    const ids = named.map(({ id }) => id).join(', ')
    throw new AppError(
      'conflict',
      `${named.length} endpoints are called "${wanted}". Name one by its id: ${ids}.`,
    )
  }
  const [found] = named
  if (found !== undefined) return found
  const own = endpoints.filter(({ id }) => id !== unmatchedEndpointId)
  const names = own.map(({ name }) => `"${name}"`).join(', ')
  throw new AppError(
    'not-found',
    `There is no endpoint "${wanted}". ${names === '' ? 'Make one with hookbench endpoints create NAME.' : `There are: ${names}.`}`,
  )
}
