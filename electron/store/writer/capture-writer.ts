import { hash } from 'node:crypto'
import type { Statement } from 'better-sqlite3'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { CaptureRow, OutcomeRow, StoredFacts } from '../capture-batch.ts'
import { inTransaction, type WriteDb } from '../database/handles.ts'
import { unmatchedKey } from '../database/rows.ts'
import { systemCode, toWire } from '../failure.ts'
import { recognise } from '#shared/domain/recognise.ts'
import type { WireError } from '#shared/contract/errors.ts'
import type { EndpointKeys } from './endpoint-keys.ts'

export interface StoredBatch {
  /** One for each capture, in order; a failed one has id 0 and its error in `failures`. */
  readonly facts: StoredFacts[]
  readonly failures: { index: number; error: WireError }[]
  /** Requests whose summary changed with their outcome. */
  readonly changed: number[]
  /** Keys of the endpoints that got requests. */
  readonly touched: number[]
}

export interface CaptureWriter {
  /** Stores all of a batch in one transaction; rows that can't be stored fail alone unless the database itself does. */
  store(rows: CaptureRow[], bodies: Uint8Array, outcomes: OutcomeRow[]): StoredBatch
  /** The newest id that is in use. */
  readonly lastId: number
}

const empty = new Uint8Array(0)

/** Errors of one row's data, as against those of the disk or the database. */
function concernsOneRow(thrown: unknown): boolean {
  const code = systemCode(thrown)
  return (
    /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code) ||
    thrown instanceof TypeError ||
    thrown instanceof RangeError
  )
}

export function createCaptureWriter(db: WriteDb, endpoints: EndpointKeys): CaptureWriter {
  let lastId = readLastId(db)
  const insertRequest = db.prepare(`
    INSERT INTO requests (id, endpoint, received_at, method, target, content_type, body_size, byte_count, complete,
      malformed, remote_address, provider, event, summary, answer_status, answer_origin)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertDetails = db.prepare(`
    INSERT INTO details (id, http_version, headers, trailers, body_sha256, declared_length, remote_port, tls,
      headers_ms, end_ms, problem, answer, body_file, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const count = db.prepare(`
    UPDATE endpoints SET request_count = request_count + ?, unread_count = unread_count + ?, byte_count = byte_count + ?
    WHERE key = ?`)
  const setAnswered = db.prepare('UPDATE requests SET answered_ms = ? WHERE id = ?')
  const setStatus = db.prepare(
    'UPDATE requests SET answer_status = ? WHERE id = ? AND answer_status IS NOT ?',
  )

  const added = new Map<number, { count: number; bytes: number }>()

  function insert(row: CaptureRow, body: Uint8Array): StoredFacts {
    const [endpointId, receivedAt, method, target, httpVersion, headers, trailers, where] = row
    const file = typeof where === 'number' ? null : where
    const bodySize = file === null ? body.byteLength : file[1]
    const found = recognise({ method, target, headers, body: file === null ? body : null })
    const contentType = headerValue(headers, 'content-type')
    const headersJson = JSON.stringify(headers)
    const byteCount = bodySize + headersJson.length
    const endpoint = endpoints.keyOf(endpointId)
    const id = lastId + 1
    insertRequest.run(
      id, endpoint, receivedAt, method, target, contentType, bodySize, byteCount, row[8], row[9], row[12],
      found.provider, found.event, found.summary, row[17], row[18],
    ) // prettier-ignore
    insertDetails.run(
      id, httpVersion, headersJson, trailers.length === 0 ? '[]' : JSON.stringify(trailers),
      file === null ? hash('sha256', body, 'hex') : file[2], row[11], row[13], row[14], row[15], row[16], row[10],
      JSON.stringify([row[19], row[20], row[21], row[22]]), file === null ? null : file[0], file === null ? body : null,
    ) // prettier-ignore
    lastId = id
    const sum = added.get(endpoint)
    if (sum === undefined) added.set(endpoint, { count: 1, bytes: byteCount })
    else {
      sum.count++
      sum.bytes += byteCount
    }
    return [id, found.provider, found.event, found.summary, contentType, endpoint === unmatchedKey]
  }

  function writeCounts(): void {
    for (const [endpoint, sum] of added) count.run(sum.count, sum.count, sum.bytes, endpoint)
  }

  function writeOutcomes(outcomes: OutcomeRow[]): number[] {
    const changed: number[] = []
    for (const [id, answeredMs, told, status] of outcomes) {
      setAnswered.run(answeredMs, id)
      if (told === 1 && setStatus.run(status, id, status).changes > 0) changed.push(id)
    }
    return changed
  }

  /** One transaction for everything; `lastId` goes back when it fails. */
  function attempt(
    rows: CaptureRow[],
    bodies: Uint8Array[],
    outcomes: OutcomeRow[],
  ): Omit<StoredBatch, 'failures' | 'touched'> {
    const before = lastId
    added.clear()
    try {
      return inTransaction(db, () => {
        const facts = rows.map((row, index) => insert(row, bodies[index] ?? empty))
        writeCounts()
        return { facts, changed: writeOutcomes(outcomes) }
      })
    } catch (error) {
      lastId = before
      throw error
    }
  }

  function store(rows: CaptureRow[], bytes: Uint8Array, outcomes: OutcomeRow[]): StoredBatch {
    const bodies = cut(rows, bytes)
    try {
      return { ...attempt(rows, bodies, outcomes), failures: [], touched: [...added.keys()] }
    } catch (error) {
      if (!concernsOneRow(error)) throw error
    }
    const facts: StoredFacts[] = []
    const failures: StoredBatch['failures'] = []
    const touched: number[] = []
    rows.forEach((row, index) => {
      try {
        facts.push(...attempt([row], bodies.slice(index, index + 1), []).facts)
        touched.push(...added.keys())
      } catch (error) {
        facts.push([0, 'generic', null, null, null, false])
        failures.push({ index, error: toWire(error) })
      }
    })
    return { facts, failures, changed: attempt([], [], outcomes).changed, touched }
  }

  return {
    store,
    get lastId() {
      return lastId
    },
  }
}

/** Ids are never used twice: purging notes the highest one that ever was in `meta`. */
function readLastId(db: WriteDb): number {
  const select: Statement<[], { id: number }> = db.prepare(
    "SELECT max(coalesce((SELECT max(id) FROM requests), 0), coalesce((SELECT value FROM meta WHERE name = 'last_id'), 0)) AS id",
  )
  return select.get()?.id ?? 0
}

function cut(rows: CaptureRow[], bytes: Uint8Array): Uint8Array[] {
  let at = 0
  return rows.map((row) => {
    const where = row[7]
    if (typeof where !== 'number' || where === 0) return empty
    const body = bytes.subarray(at, at + where)
    at += where
    return body
  })
}

function headerValue(headers: HeaderPairs, name: string): string | null {
  for (const [key, value] of headers) {
    if (key.length === name.length && key.toLowerCase() === name) return value
  }
  return null
}
