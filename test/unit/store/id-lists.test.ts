import fc from 'fast-check'
import { expect, it } from 'vitest'
import { firstUpTo, intersect, union, without } from '../../../electron/store/reader/id-lists.ts'

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 60 })).map((some) => some.toSorted((a, b) => b - a))

it('combine descending lists like sets', () => {
  fc.assert(
    fc.property(ids, ids, fc.integer({ min: 0, max: 61 }), (a, b, limit) => {
      const down = (some: number[]): number[] => [...new Set(some)].toSorted((x, y) => y - x)
      expect(intersect(a, b)).toEqual(a.filter((id) => b.includes(id)))
      expect(union(a, b)).toEqual(down([...a, ...b]))
      expect(without(a, b)).toEqual(a.filter((id) => !b.includes(id)))
      expect(a.slice(firstUpTo(a, limit))).toEqual(a.filter((id) => id <= limit))
    }),
  )
})
