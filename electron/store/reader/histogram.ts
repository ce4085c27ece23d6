import { setImmediate } from 'node:timers/promises'
import type { Output, ParsedInput } from '#shared/contract/contract.ts'
import type { ReadDb } from '../database/handles.ts'
import { StoreFailure } from '../failure.ts'
import type { Finder } from './finder.ts'
import { firstUpTo, type Ids } from './id-lists.ts'
import type { Scope, ScopeOf } from './scope.ts'

type Input = ParsedInput<'requests.histogram'>
export type Histogram = (
  input: Input,
  now: number,
  signal?: AbortSignal,
) => Promise<Output<'requests.histogram'>>

/** Ids that are looked at between two turns of others. */
const stepIds = 50_000

/** Counts what arrived in equal spans of time, a step at a time. */
export function createHistogram(db: ReadDb, finder: Finder, scopeOf: ScopeOf): Histogram {
  const newestId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM requests').pluck()

  return async (input, now, signal) => {
    const filter = finder.parse(input.filter)
    const scope = scopeOf(input.endpointId)
    const newest = newestId.get() ?? 0
    let times: AsyncGenerator<Float64Array>
    if (filter === null) times = timesOfScope(db, scope, newest)
    else {
      const matches = finder.find(filter, input.filter?.trim() ?? '', scope, newest, now)
      await matches.until(() => false, signal)
      times = timesOfIds(db, scope, matches.ids.slice(firstUpTo(matches.ids, newest)))
    }
    const found: Float64Array[] = []
    for await (const some of times) {
      if (signal?.aborted === true) throw new StoreFailure('cancelled', 'The search was cancelled.')
      found.push(some)
    }
    return countInto(found, input, now)
  }
}

/** Arrival times of a whole scope. */
async function* timesOfScope(db: ReadDb, scope: Scope, newest: number): AsyncGenerator<Float64Array> {
  const next = db
    .prepare<[number, number], number>(
      `SELECT r.received_at FROM requests r INDEXED BY ${scope.index}
       WHERE ${scope.sql} AND r.id BETWEEN ? AND ? ORDER BY r.id DESC`,
    )
    .pluck()
  for (let high = newest; high > 0; high -= stepIds) {
    yield Float64Array.from(next.all(high - stepIds + 1, high))
    await setImmediate()
  }
}

/** Arrival times of certain requests (newest first) of a scope; those that have gone are passed over. */
async function* timesOfIds(db: ReadDb, scope: Scope, ids: Ids): AsyncGenerator<Float64Array> {
  const select = db
    .prepare<[number, number], [number, number]>(
      `SELECT r.id, r.received_at FROM requests r INDEXED BY ${scope.index}
       WHERE ${scope.sql} AND r.id BETWEEN ? AND ? ORDER BY r.id DESC`,
    )
    .raw()
  for (let at = 0; at < ids.length;) {
    const high = ids[at] ?? 0
    const low = high - stepIds + 1
    const end = firstUpTo(ids, low - 1)
    const times: number[] = []
    for (const [id, time] of select.all(Math.max(low, ids[end - 1] ?? low), high)) {
      while (at < end && (ids[at] ?? 0) > id) at++
      if (at < end && ids[at] === id) {
        times.push(time)
        at++
      }
    }
    at = end
    yield Float64Array.from(times)
    await setImmediate()
  }
}

/** Without bounds in the input, from the first to the last time there is. */
function countInto(found: readonly Float64Array[], input: Input, now: number): Output<'requests.histogram'> {
  let from = input.from ?? Infinity
  let to = input.to ?? -Infinity
  for (const times of found) {
    for (const time of times) {
      if (input.from === undefined && time < from) from = time
      if (input.to === undefined && time > to) to = time
    }
  }
  const counts = new Array<number>(input.buckets).fill(0)
  if (from > to) return { from: input.from ?? now, to: input.to ?? now, counts }
  const width = (to - from) / input.buckets
  for (const times of found) {
    for (const time of times) {
      if (time < from || time > to) continue
      const place = width === 0 ? 0 : Math.min(input.buckets - 1, Math.floor((time - from) / width))
      counts[place] = (counts[place] ?? 0) + 1
    }
  }
  return { from, to, counts }
}
