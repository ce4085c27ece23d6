import type { EndpointSettings, Retention } from '#shared/domain/endpoint.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { WriteDb } from '../database/handles.ts'
import { unmatchedKey } from '../database/rows.ts'
import { nothingToDo, type Chore } from './chores.ts'
import type { StoreContext } from './context.ts'
import type { CountedRow, Counts } from './counts.ts'
import type { Removal } from './removal.ts'

/** Rows of one step: a few milliseconds of the writer's time. */
const stepRows = 256
/** A small excess is left to gather, so that a steady stream does not cost a commit for each request that goes. */
const gatherRows = 64
const gatherMs = 500
/** Rows with a limit of age are looked at this often. */
const ageCheckMs = 10_000

interface EndpointState {
  key: number
  settings: string
  request_count: number
  byte_count: number
}

interface OldRow extends CountedRow {
  received_at: number
}

export interface RetentionChore extends Chore {
  /** These endpoints have changed; all of them when left out. */
  readonly mark: (keys?: Iterable<number>) => void
}

/** Removes the oldest requests beyond an endpoint's limits; pinned ones stay and do not count. */
export function createRetention(
  db: WriteDb,
  context: StoreContext,
  parts: { counts: Counts; removal: Removal; settings: () => Settings | null },
): RetentionChore {
  const selectKeys = db.prepare<[], number>('SELECT key FROM endpoints WHERE deletion IS NULL').pluck()
  const selectState = db.prepare<[number], EndpointState>(
    'SELECT key, settings, request_count, byte_count FROM endpoints WHERE key = ? AND deletion IS NULL',
  )
  const pinned = db.prepare<[number], { count: number; bytes: number }>(`
    SELECT count(*) AS count, coalesce(sum(byte_count), 0) AS bytes FROM requests INDEXED BY requests_pinned
    WHERE endpoint = ? AND pinned = 1 AND deletion IS NULL`)
  const oldest = db.prepare<[number, number], OldRow>(`
    SELECT id, endpoint, byte_count, received_at FROM requests INDEXED BY requests_of_endpoint
    WHERE endpoint = ? AND deletion IS NULL AND pinned = 0 ORDER BY id LIMIT ?`)
  let dirty = new Set<number>(selectKeys.all())
  const lastStepAt = new Map<number, number>()
  let ageCheckedAt = context.now()

  function limitsOf(state: EndpointState): Retention {
    if (state.key !== unmatchedKey) return (JSON.parse(state.settings) as EndpointSettings).retention
    const { unmatchedCount } = parts.settings() ?? defaultSettings
    return { maxCount: unmatchedCount, maxAgeMs: null, maxBytes: null }
  }

  /** The oldest rows that must go, at most one step of them. */
  function excessOf(state: EndpointState): OldRow[] {
    const { maxCount, maxAgeMs, maxBytes } = limitsOf(state)
    if (maxCount === null && maxAgeMs === null && maxBytes === null) return []
    const kept = pinned.get(state.key) ?? { count: 0, bytes: 0 }
    let count = state.request_count - kept.count
    let bytes = state.byte_count - kept.bytes
    const tooMany = (): boolean =>
      (maxCount !== null && count > maxCount) || (maxBytes !== null && bytes > maxBytes)
    if (!tooMany() && maxAgeMs === null) return []
    const before = maxAgeMs === null ? -Infinity : context.now() - maxAgeMs
    const rows: OldRow[] = []
    for (const row of oldest.all(state.key, stepRows)) {
      if (!tooMany() && row.received_at >= before) continue
      count--
      bytes -= row.byte_count
      rows.push(row)
    }
    return rows
  }

  function stepOf(key: number): number {
    const state = selectState.get(key)
    const rows = state === undefined ? [] : excessOf(state)
    if (rows.length === 0) {
      dirty.delete(key)
      return nothingToDo
    }
    const since = performance.now() - (lastStepAt.get(key) ?? -Infinity)
    if (rows.length < gatherRows && since < gatherMs) return gatherMs - since
    const ids = rows.map((row) => row.id)
    parts.removal.remove(ids, () => parts.counts.apply(rows, -1))
    context.send({ kind: 'deleted', ids })
    lastStepAt.set(key, performance.now())
    return 0
  }

  return {
    name: 'retention',
    mark(keys) {
      if (keys === undefined) dirty = new Set(selectKeys.all())
      else for (const key of keys) dirty.add(key)
    },
    step() {
      // A clock that was set back must not put the check off.
      if (Math.abs(context.now() - ageCheckedAt) >= ageCheckMs) {
        ageCheckedAt = context.now()
        dirty = new Set(selectKeys.all())
      }
      let next = nothingToDo
      for (const key of dirty) {
        const delay = stepOf(key)
        if (delay === 0) return 0
        next = Math.min(next, delay)
      }
      return next
    },
  }
}
