import { join } from 'node:path'
import type { Output, ParsedInput } from '#shared/contract/contract.ts'
import type { SecretInfo } from '#shared/domain/secret.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { databaseName, openForReading } from '../database/handles.ts'
import {
  detailColumns,
  endpointColumns,
  summaryColumns,
  toDetail,
  toEndpoint,
  toSummary,
  unmatchedKey,
  type DetailRow,
  type EndpointRow,
  type SummaryRow,
} from '../database/rows.ts'
import { StoreFailure } from '../failure.ts'
import type { WorkerOptions } from '../messages.ts'
import type { CountedEndpoint } from '../store.ts'

export type ReaderCalls = ReturnType<typeof openReader>['calls']

/** Owns the connection that reads. */
export function openReader(options: WorkerOptions) {
  const db = openForReading(join(options.folder, databaseName))
  const live = 'e.deletion IS NULL AND r.deletion IS NULL'
  const selectDetail = db.prepare<[number], DetailRow>(`
    SELECT ${detailColumns} FROM requests r JOIN endpoints e ON e.key = r.endpoint JOIN details d ON d.id = r.id
    LEFT JOIN notes n ON n.id = r.id WHERE r.id = ? AND ${live}`)
  const selectBody = db.prepare<[number], { body: Buffer | null; body_file: string | null }>(`
    SELECT d.body, d.body_file FROM requests r JOIN endpoints e ON e.key = r.endpoint JOIN details d ON d.id = r.id
    WHERE r.id = ? AND ${live}`)
  const selectEndpoints = db.prepare<[], EndpointRow>(
    `SELECT ${endpointColumns} FROM endpoints e WHERE e.deletion IS NULL ORDER BY e.key = ${unmatchedKey}, e.key`,
  )
  const selectEndpoint = db.prepare<[string], EndpointRow>(
    `SELECT ${endpointColumns} FROM endpoints e WHERE e.id = ? AND e.deletion IS NULL`,
  )
  const newestId = db.prepare<[], { id: number }>('SELECT coalesce(max(id), 0) AS id FROM requests')

  function list(input: ParsedInput<'requests.list'>): Output<'requests.list'> {
    const conditions = [live]
    const values: (number | string)[] = []
    const where = (sql: string, value: number | string): void => {
      conditions.push(sql)
      values.push(value)
    }
    if (input.endpointId === undefined) conditions.push(`r.endpoint <> ${unmatchedKey}`)
    else where('e.id = ?', input.endpointId)
    if (input.upTo !== undefined) where('r.id <= ?', input.upTo)
    const from = `FROM requests r JOIN endpoints e ON e.key = r.endpoint WHERE `
    const total = input.count
      ? (
          db.prepare(`SELECT count(*) AS n ${from}${conditions.join(' AND ')}`).get(...values) as {
            n: number
          }
        ).n
      : null
    if (input.before !== undefined) where('r.id < ?', input.before)
    if (input.after !== undefined) where('r.id > ?', input.after)
    const rows = db
      .prepare(
        `SELECT ${summaryColumns} ${from}${conditions.join(' AND ')} ORDER BY r.id DESC LIMIT ? OFFSET ?`,
      )
      .all(...values, input.limit, input.offset) as SummaryRow[]
    return { items: rows.map(toSummary), total, newest: newestId.get()?.id ?? 0 }
  }

  return {
    calls: {
      'requests.list': list,
      'requests.get': (id: number) => {
        const row = selectDetail.get(id)
        if (row === undefined) throw missing(id)
        return toDetail(row)
      },
      'requests.body': (input: ParsedInput<'requests.body'>): Uint8Array => {
        const row = selectBody.get(input.id)
        if (row === undefined) throw missing(input.id)
        return Uint8Array.prototype.slice.call(
          row.body ?? new Uint8Array(0),
          input.offset,
          input.offset + input.length,
        )
      },
      'endpoints.list': (): CountedEndpoint[] => selectEndpoints.all().map(toEndpoint),
      'endpoints.get': (id: string): CountedEndpoint => {
        const row = selectEndpoint.get(id)
        if (row === undefined) throw new StoreFailure('not-found', `There is no endpoint ${id}.`)
        return toEndpoint(row)
      },
      'secrets.list': (endpointId: string) =>
        db
          .prepare(
            `SELECT s.id, e.id AS endpointId, s.label, s.purpose, s.created_at AS createdAt FROM secrets s
            JOIN endpoints e ON e.key = s.endpoint WHERE e.id = ? AND e.deletion IS NULL ORDER BY s.created_at, s.id`,
          )
          .all(endpointId) as SecretInfo[],
      'secrets.sealed': (id: string): Uint8Array => {
        const row = db.prepare('SELECT sealed FROM secrets WHERE id = ?').get(id) as
          { sealed: Buffer } | undefined
        if (row === undefined) throw new StoreFailure('not-found', `There is no secret ${id}.`)
        return new Uint8Array(row.sealed)
      },
      'settings.get': (): Settings | null => {
        const row = db.prepare("SELECT value FROM settings WHERE name = 'settings'").get() as
          { value: string } | undefined
        return row === undefined ? null : (JSON.parse(row.value) as Settings)
      },
      stats: () => ({ requestCount: newestId.get()?.id ?? 0 }),
      close: () => {
        db.close()
      },
    },
  }
}

function missing(id: number): StoreFailure {
  return new StoreFailure('not-found', `There is no request ${id}; it may have been deleted.`)
}
