import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { ParsedInput } from '#shared/contract/contract.ts'
import type { SecretInfo } from '#shared/domain/secret.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { databaseName, openForReading } from '../database/handles.ts'
import {
  endpointColumns,
  selectDetailSql,
  toDetail,
  toEndpoint,
  unmatchedKey,
  type DetailRow,
  type EndpointRow,
} from '../database/rows.ts'
import { StoreFailure } from '../failure.ts'
import type { FromWorker, ReaderOptions } from '../messages.ts'
import { indexName } from '../search/index-file.ts'
import type { CountedEndpoint } from '../store.ts'
import { createBodies } from './bodies.ts'
import { addFilterFunctions } from './filter-functions.ts'
import { createFinder } from './finder.ts'
import { createHistogram } from './histogram.ts'
import { createLists } from './lists.ts'
import { createScopes } from './scope.ts'
import { createSearchAccess } from './search-access.ts'

/** The reader's calls, by the names under which they are sent. */
export type ReaderCalls = ReturnType<typeof openReader>['calls']

/** Owns the connection that reads. Long searches are cut into pieces, so that other calls are answered in between. */
export function openReader(options: ReaderOptions, send: (message: FromWorker) => void) {
  const { folder } = options
  const db = openForReading(join(folder, databaseName))
  const functions = addFilterFunctions(db, folder)
  const search = createSearchAccess(db, folder)
  const finder = createFinder(db, functions, search, (error) => {
    search.detach()
    send({ kind: 'index-lost', message: String(error) })
  })
  const scopeOf = createScopes(db)
  const lists = createLists(db, finder, scopeOf)
  const bodies = createBodies(db, folder)
  const selectDetail = db.prepare<[number], DetailRow>(selectDetailSql)
  const selectEndpoints = db.prepare<[], EndpointRow>(
    `SELECT ${endpointColumns} FROM endpoints e WHERE e.deletion IS NULL ORDER BY e.key = ${unmatchedKey}, e.key`,
  )
  const selectEndpoint = db.prepare<[string], EndpointRow>(
    `SELECT ${endpointColumns} FROM endpoints e WHERE e.id = ? AND e.deletion IS NULL`,
  )
  const selectSecrets = db.prepare<[string], SecretInfo>(`
    SELECT s.id, e.id AS endpointId, s.label, s.purpose, s.created_at AS createdAt FROM secrets s
    JOIN endpoints e ON e.key = s.endpoint WHERE e.id = ? AND e.deletion IS NULL ORDER BY s.created_at, s.id`)
  const selectSealed = db
    .prepare<[string], Buffer>(
      'SELECT s.sealed FROM secrets s JOIN endpoints e ON e.key = s.endpoint WHERE s.id = ? AND e.deletion IS NULL',
    )
    .pluck()
  const selectSettings = db.prepare<[], string>("SELECT value FROM settings WHERE name = 'settings'").pluck()
  const requestCount = db
    .prepare<[], number>('SELECT coalesce(sum(request_count), 0) FROM endpoints WHERE deletion IS NULL')
    .pluck()
  const bodyFileBytes = db
    .prepare<[], number>(
      `SELECT coalesce(sum(r.body_size), 0) FROM details d INDEXED BY details_body_file
       JOIN requests r ON r.id = d.id WHERE d.body_file IS NOT NULL`,
    )
    .pluck()

  function databaseBytes(): number {
    return [databaseName, indexName]
      .flatMap((name) => [name, `${name}-wal`])
      .reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0)
  }

  return {
    onIndex(ready: boolean): void {
      if (ready) search.attach()
      else search.detach()
      finder.forget()
    },
    calls: {
      'requests.list': lists.list,
      'requests.histogram': createHistogram(db, finder, scopeOf),
      'requests.select': lists.select,
      'requests.get': (id: number) => {
        const row = selectDetail.get(id)
        if (row === undefined)
          throw new StoreFailure('not-found', `There is no request ${id}; it may have been deleted.`)
        return toDetail(row)
      },
      'requests.bodyInfo': bodies.info,
      'requests.body': (input: ParsedInput<'requests.body'>) => bodies.read(input),
      'endpoints.list': (): CountedEndpoint[] => selectEndpoints.all().map(toEndpoint),
      'endpoints.get': (id: string): CountedEndpoint => {
        const row = selectEndpoint.get(id)
        if (row === undefined) throw new StoreFailure('not-found', `There is no endpoint ${id}.`)
        return toEndpoint(row)
      },
      'secrets.list': (endpointId: string): SecretInfo[] => selectSecrets.all(endpointId),
      'secrets.sealed': (id: string): Uint8Array => {
        const sealed = selectSealed.get(id)
        if (sealed === undefined) throw new StoreFailure('not-found', `There is no secret ${id}.`)
        return Uint8Array.from(sealed)
      },
      'settings.get': (): Settings | null => {
        const value = selectSettings.get()
        return value === undefined ? null : (JSON.parse(value) as Settings)
      },
      stats: () => ({
        requestCount: requestCount.get() ?? 0,
        bytes: databaseBytes() + (bodyFileBytes.get() ?? 0),
      }),
      close: () => {
        bodies.close()
        db.close()
      },
    },
  }
}
