import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EndpointId, RequestId } from '#shared/domain/ids.ts'
import { hashToRoute, routeToHash, startRoute, type Route } from '../../../../renderer/src/state/route.ts'

const routes = fc.record({
  screen: fc.constant('requests' as const),
  endpointId: fc.constantFrom(null, 'unmatched' as EndpointId, 'ep_0a1b2c3d4e5f6g7h' as EndpointId),
  filter: fc.string({ maxLength: 60 }),
  requestId: fc.integer({ min: 1 }).map((id) => id as RequestId),
  detailTab: fc.constantFrom('body', 'headers', 'compare'),
  compareWith: fc.option(fc.integer({ min: 1 }).map((id) => id as RequestId)),
})

describe('the address of a place', () => {
  it('leads back to the same place', () => {
    fc.assert(
      fc.property(routes, (route: Route) => {
        expect(hashToRoute(routeToHash(route))).toEqual(route)
      }),
    )
  })

  it('passes over what it does not understand', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['requests', 'settings']).toContain(hashToRoute(`#/${text}`).screen)
      }),
    )
    expect(hashToRoute('')).toEqual(startRoute)
    expect(hashToRoute('#/requests/ep_../-1/<b>?with=0')).toEqual(startRoute)
  })

  it('knows the settings', () => {
    expect(hashToRoute(routeToHash({ ...startRoute, screen: 'settings' })).screen).toBe('settings')
  })
})
