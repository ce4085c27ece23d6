import { join } from 'node:path'
import type { SearchMatch } from '#shared/domain/filter/ast.ts'
import { matchesSearch } from '#shared/domain/filter/match.ts'
import type { ReadDb } from '../database/handles.ts'
import { indexName } from '../search/index-file.ts'
import type { IdSet } from '../search/plan.ts'
import { intersect, union, without, type Ids } from './id-lists.ts'

export interface SearchAccess {
  /** The index is there; it may be attached. */
  attach(): void
  detach(): void
  /** The newest request that is in the index; 0 while there is none. */
  indexedUpTo(): number
  /** Whether resolving a set takes a complement. */
  needsEverything(set: IdSet): boolean
  /** Resolves a set; `everything` are the ids to take a complement from. */
  resolve(set: IdSet, everything: Ids): Ids
}

/** Reads the search index through the connection of the reader. */
export function createSearchAccess(db: ReadDb, folder: string): SearchAccess {
  let attached = false

  function found(query: string): number[] {
    return db
      .prepare<[string], number>('SELECT rowid FROM ix.search WHERE search MATCH ? ORDER BY rowid DESC')
      .pluck()
      .all(query)
  }

  function noted(match: SearchMatch): number[] {
    const rows = db
      .prepare<[], { id: number; note: string }>('SELECT id, note FROM notes ORDER BY id DESC')
      .all()
    return rows.filter((row) => matchesSearch(match, row.note)).map((row) => row.id)
  }

  /** One expression for the index instead of several, where nothing else is mixed in. */
  function merged(set: IdSet): IdSet {
    if (set.op !== 'and' && set.op !== 'or') return set
    const items = set.items.map((item) => merged(withoutEmpty(item)))
    const queries = items.flatMap((item) => (item.op === 'match' ? [item.query] : []))
    if (queries.length < 2) return { op: set.op, items }
    const query = queries.map((one) => `(${one})`).join(set.op === 'and' ? ' AND ' : ' OR ')
    const rest = items.filter((item) => item.op !== 'match')
    return rest.length === 0
      ? { op: 'match', query }
      : { op: set.op, items: [{ op: 'match', query }, ...rest] }
  }

  /** A word that no note holds is the index's affair alone. */
  function withoutEmpty(set: IdSet): IdSet {
    if (set.op !== 'or') return set
    const items = set.items.filter((item) => item.op !== 'noted' || noted(item.match).length > 0)
    const [only] = items
    return items.length === 1 && only !== undefined ? only : { op: 'or', items }
  }

  function evaluate(set: IdSet, everything: Ids): Ids {
    switch (set.op) {
      case 'match':
        return found(set.query)
      case 'noted':
        return noted(set.match)
      case 'not':
        return without(everything, evaluate(set.item, everything))
      case 'and':
      case 'or': {
        const [first = [], ...rest] = set.items.map((item) => evaluate(item, everything))
        return rest.reduce<Ids>(
          (sum, ids) => (set.op === 'and' ? intersect(sum, ids) : union(sum, ids)),
          first,
        )
      }
    }
  }

  function needsEverything(set: IdSet): boolean {
    return set.op === 'not' || ((set.op === 'and' || set.op === 'or') && set.items.some(needsEverything))
  }

  return {
    needsEverything,
    attach() {
      if (attached) return
      db.prepare('ATTACH ? AS ix').run(join(folder, indexName))
      attached = true
    },
    detach() {
      if (!attached) return
      attached = false
      db.exec('DETACH ix')
    },
    indexedUpTo() {
      if (!attached) return 0
      return (
        db.prepare<[], number>("SELECT value FROM ix.state WHERE name = 'indexed_up_to'").pluck().get() ?? 0
      )
    },
    resolve: (set, everything) => evaluate(merged(withoutEmpty(set)), everything),
  }
}
