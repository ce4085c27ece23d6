import type { EndpointSettings } from '#shared/domain/endpoint.ts'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import { inTransaction, type WriteDb } from '../database/handles.ts'
import { endpointColumns, toEndpoint, unmatchedKey, type EndpointRow } from '../database/rows.ts'
import { StoreFailure, systemCode } from '../failure.ts'
import type { CountedEndpoint, StoredEndpoint } from '../store.ts'
import type { EndpointKeys } from './endpoint-keys.ts'

export interface EndpointWriter {
  /** Makes the endpoint that a first start finds; does nothing at any later start. */
  readonly seed: (endpoint: StoredEndpoint) => void
  readonly create: (endpoint: StoredEndpoint) => CountedEndpoint
  readonly update: (id: string, patch: Partial<EndpointSettings> & { token?: string }) => CountedEndpoint
  readonly markRead: (id: string) => void
  readonly get: (id: string) => CountedEndpoint
}

export function createEndpointWriter(db: WriteDb, keys: EndpointKeys): EndpointWriter {
  const insert = db.prepare(
    'INSERT INTO endpoints (id, token, slug, settings, created_at) VALUES (?, ?, ?, ?, ?) RETURNING key',
  )
  const select = db.prepare<[string], EndpointRow>(
    `SELECT ${endpointColumns} FROM endpoints e WHERE e.id = ? AND e.deletion IS NULL`,
  )
  const change = db.prepare('UPDATE endpoints SET token = ?, slug = ?, settings = ? WHERE id = ?')
  const read = db.prepare(`
    UPDATE endpoints SET unread_count = 0, read_up_to = coalesce((SELECT max(id) FROM requests), read_up_to)
    WHERE id = ? AND deletion IS NULL`)

  function get(id: string): CountedEndpoint {
    const row = select.get(id)
    if (row === undefined) throw new StoreFailure('not-found', `There is no endpoint ${id}.`)
    return toEndpoint(row)
  }

  const claimFirst = db.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES ('seeded', 1)")

  function settingsOf(id: string): { token: string; settings: EndpointSettings } {
    const row = select.get(id)
    if (row === undefined) throw new StoreFailure('not-found', `There is no endpoint ${id}.`)
    return { token: row.token, settings: JSON.parse(row.settings) as EndpointSettings }
  }

  function create(endpoint: StoredEndpoint): CountedEndpoint {
    const { id, token, createdAt, ...settings } = endpoint
    const row = explainConflict(settings.slug, () =>
      insert.get(id, token, settings.slug, JSON.stringify(settings), createdAt),
    ) as { key: number }
    keys.add(id, row.key)
    return get(id)
  }

  return {
    seed(endpoint) {
      inTransaction(db, () => {
        if (claimFirst.run().changes > 0) create(endpoint)
      })
    },
    get,
    create,
    update(id, patch) {
      return inTransaction(db, () => {
        if (id === unmatchedEndpointId)
          throw new StoreFailure('unsupported', 'The bin of unmatched requests has no settings.')
        const { token, settings } = settingsOf(id)
        const { token: newToken, ...changes } = patch
        const next = { ...settings, ...changes }
        explainConflict(next.slug, () => change.run(newToken ?? token, next.slug, JSON.stringify(next), id))
        return get(id)
      })
    },
    markRead(id) {
      if (read.run(id).changes === 0) throw new StoreFailure('not-found', `There is no endpoint ${id}.`)
    },
  }
}

function explainConflict<T>(slug: string | null, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (systemCode(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
    const message =
      error instanceof Error && error.message.includes('slug')
        ? `Another endpoint already has the slug "${slug ?? ''}". Choose another one.`
        : 'An endpoint with this id or token already exists.'
    throw new StoreFailure('conflict', message, undefined, error)
  }
}

/** Makes the bin of unmatched requests, once. */
export function ensureUnmatched(db: WriteDb, token: string, now: number): void {
  const settings: EndpointSettings = {
    name: 'Unmatched',
    slug: null,
    color: 'slate',
    enabled: true,
    answer: { kind: 'respond', status: 404, headers: [], body: { type: 'empty' }, delayMs: 0 },
    cors: false,
    handshakes: [],
    signature: null,
    retention: { maxCount: null, maxAgeMs: null, maxBytes: null },
  }
  db.prepare(
    'INSERT OR IGNORE INTO endpoints (key, id, token, settings, created_at) VALUES (?, ?, ?, ?, ?)',
  ).run(unmatchedKey, unmatchedEndpointId, token, JSON.stringify(settings), now)
}
