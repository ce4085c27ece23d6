import { describe, expect, it } from 'vitest'
import { unmatchedEndpointId, type EndpointId, type SecretId } from '#shared/domain/ids.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import {
  addEndpoint,
  capture,
  close,
  firstEndpointId,
  list,
  makeClock,
  makeFolder,
  open,
  until,
} from './store-fixture.ts'

describe('endpoints', () => {
  it('the first start makes one, and no later start makes another', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const [first, unmatched, ...rest] = await store.endpoints.list()
    expect(first).toMatchObject({
      name: 'My endpoint',
      enabled: true,
      cors: false,
      slug: null,
      handshakes: ['meta', 'slack', 'zoom', 'microsoft-graph'],
      requestCount: 0,
      lastRequestAt: null,
    })
    expect(first!.token).toMatch(/^[0-9a-z]{26}$/)
    expect(unmatched).toMatchObject({ id: unmatchedEndpointId, name: 'Unmatched' })
    expect(rest).toEqual([])
    await store.endpoints.delete(first!.id)
    await close(store)
    const again = await open({ folder })
    expect((await again.endpoints.list()).map((endpoint) => endpoint.id)).toEqual([unmatchedEndpointId])
  })

  it('are listed in the order they were made, the unmatched bin last', async () => {
    const store = await open()
    const first = await firstEndpointId(store)
    await addEndpoint(store, 'ep_zzzz')
    await addEndpoint(store, 'ep_aaaa')
    expect((await store.endpoints.list()).map((endpoint) => endpoint.id)).toEqual([
      first,
      'ep_zzzz',
      'ep_aaaa',
      unmatchedEndpointId,
    ])
  })

  it('change, keep what is left out, and take a new token', async () => {
    const store = await open()
    const id = await firstEndpointId(store)
    const before = await store.endpoints.get(id)
    await store.endpoints.update(id, { name: 'Renamed', slug: 'orders', token: 'fresh' })
    expect(await store.endpoints.get(id)).toEqual({
      ...before,
      name: 'Renamed',
      slug: 'orders',
      token: 'fresh',
    })
    await expect(store.endpoints.update('ep_nope' as EndpointId, { name: 'x' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(store.endpoints.update(unmatchedEndpointId, { name: 'x' })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })

  it('never share a slug, but may take that of a deleted one', async () => {
    const store = await open()
    await addEndpoint(store, 'ep_aaaa', { slug: 'orders' })
    await expect(addEndpoint(store, 'ep_bbbb', { slug: 'orders' })).rejects.toMatchObject({
      code: 'conflict',
    })
    const other = await addEndpoint(store, 'ep_cccc')
    await expect(store.endpoints.update(other.id, { slug: 'orders' })).rejects.toMatchObject({
      code: 'conflict',
    })
    const { undoToken } = await store.endpoints.delete('ep_aaaa' as EndpointId)
    await store.endpoints.update(other.id, { slug: 'orders' })
    await expect(store.endpoints.restore(undoToken)).rejects.toMatchObject({ code: 'conflict' })
    await store.endpoints.update(other.id, { slug: null })
    expect((await store.endpoints.restore(undoToken)).slug).toBe('orders')
  })

  it('count what they have, what is unread, and when the last one came', async () => {
    const store = await open()
    const at = Date.now()
    const id = await firstEndpointId(store)
    await store.capture.add(capture({ endpointId: id, receivedAt: at + 1_000 }))
    await store.capture.add(capture({ endpointId: id, receivedAt: at + 2_000 }))
    expect(await store.endpoints.get(id)).toMatchObject({
      requestCount: 2,
      unreadCount: 2,
      lastRequestAt: at + 2_000,
    })
    await store.endpoints.markRead(id)
    const third = await store.capture.add(capture({ endpointId: id, receivedAt: at + 3_000 }))
    expect(await store.endpoints.get(id)).toMatchObject({
      requestCount: 3,
      unreadCount: 1,
      lastRequestAt: at + 3_000,
    })
    const { undoToken } = await store.requests.delete({ ids: [third] })
    expect(await store.endpoints.get(id)).toMatchObject({
      requestCount: 2,
      unreadCount: 0,
      lastRequestAt: at + 2_000,
    })
    await store.requests.restore(undoToken)
    expect(await store.endpoints.get(id)).toMatchObject({
      requestCount: 3,
      unreadCount: 1,
      lastRequestAt: at + 3_000,
    })
    expect((await store.stats()).requestCount).toBe(3)
  })

  it('go with their requests and come back with them', async () => {
    const store = await open()
    const first = await firstEndpointId(store)
    const { id } = await addEndpoint(store, 'ep_aaaa')
    await store.secrets.add(
      { id: 'sec_aaaa' as SecretId, endpointId: id, label: 'x', purpose: 'signature', createdAt: 1 },
      new Uint8Array([1, 2]),
    )
    const request = await store.capture.add(capture({ endpointId: id, body: 'kept by the endpoint' }))
    await store.capture.add(capture({ endpointId: first }))
    const before = await store.endpoints.get(id)
    const gone: unknown[] = []
    store.onDeleted((ids) => gone.push(ids))

    const { undoToken } = await store.endpoints.delete(id)
    expect(gone).toEqual([null])
    expect((await list(store)).total).toBe(1)
    expect((await list(store, { filter: 'kept' })).total).toBe(0)
    await expect(store.requests.get(request)).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.endpoints.get(id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.secrets.sealed('sec_aaaa' as SecretId)).rejects.toMatchObject({ code: 'not-found' })
    // A request that was on its way then is kept with the endpoint.
    await store.capture.add(capture({ endpointId: id }))

    expect(await store.endpoints.restore(undoToken)).toEqual({
      ...before,
      requestCount: 2,
      unreadCount: 2,
      lastRequestAt: expect.any(Number) as number,
    })
    expect((await list(store, { endpointId: id })).total).toBe(2)
    expect((await list(store)).total).toBe(3)
    expect(await store.secrets.sealed('sec_aaaa' as SecretId)).toEqual(new Uint8Array([1, 2]))
    await expect(store.endpoints.restore(undoToken)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('are gone for good ten minutes after their deletion, requests, secrets and all', async () => {
    const clock = makeClock()
    const store = await open({ clock })
    const { id } = await addEndpoint(store, 'ep_aaaa')
    const ids = await Promise.all(
      Array.from({ length: 900 }, () => store.capture.add(capture({ endpointId: id }))),
    )
    await store.requests.delete({ ids: ids.slice(0, 5) })
    const { undoToken } = await store.endpoints.delete(id)
    clock.move(599_000)
    await store.endpoints.restore(undoToken)
    const again = await store.endpoints.delete(id)
    clock.move(600_000)
    await expect(store.endpoints.restore(again.undoToken)).rejects.toMatchObject({ code: 'not-found' })
    // Its token is free again once it is gone.
    await until(
      () =>
        addEndpoint(store, 'ep_aaaa').then(
          () => true,
          () => false,
        ),
      (made) => made,
    )
    expect((await store.endpoints.get(id)).requestCount).toBe(0)
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  })

  it('the bin of unmatched requests can not be deleted', async () => {
    const store = await open()
    await expect(store.endpoints.delete(unmatchedEndpointId)).rejects.toMatchObject({ code: 'unsupported' })
  })
})

describe('settings and secrets', () => {
  it('are the defaults until they are put, and outlive a restart', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    expect(await store.settings.get()).toEqual(defaultSettings)
    const changed = { ...defaultSettings, theme: 'dark' as const, unmatchedCount: 7 }
    await store.settings.put(changed)
    await close(store)
    expect(await (await open({ folder })).settings.get()).toEqual(changed)
  })

  it('a limit on what may wait takes effect at once', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const { receiver } = defaultSettings
    await store.settings.put({
      ...defaultSettings,
      receiver: { ...receiver, limits: { ...receiver.limits, queuedRequests: 1 } },
    })
    const results = await Promise.allSettled([1, 2].map(() => store.capture.add(capture({ endpointId }))))
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected'])
  })

  it('secrets are kept sealed, listed without their value, and forgotten', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const secret = {
      id: 'sec_one1' as SecretId,
      endpointId,
      label: 'Stripe',
      purpose: 'signature' as const,
      createdAt: 5,
    }
    await store.secrets.add(secret, new Uint8Array([9, 8, 7]))
    expect(await store.secrets.list(endpointId)).toEqual([secret])
    expect(await store.secrets.sealed(secret.id)).toEqual(new Uint8Array([9, 8, 7]))
    await store.secrets.remove(secret.id)
    expect(await store.secrets.list(endpointId)).toEqual([])
    await expect(store.secrets.sealed(secret.id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.secrets.remove(secret.id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      store.secrets.add({ ...secret, endpointId: 'ep_nope' as EndpointId }, new Uint8Array(1)),
    ).rejects.toMatchObject({ code: 'not-found' })
  })
})
