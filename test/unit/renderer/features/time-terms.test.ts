import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Filter } from '#shared/domain/filter/ast.ts'
import { resolveMoment } from '#shared/domain/filter/moment.ts'
import { parseFilter } from '#shared/domain/filter/parse.ts'
import {
  hasTimeTerms,
  withoutTime,
  withTime,
} from '../../../../renderer/src/features/requests/timeline/time-terms.ts'

/** From and to of a filter that is one conjunction. */
function spanOf(text: string): { after: number | null; before: number | null } {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new Error(parsed.message)
  const items: Filter[] = parsed.filter.type === 'and' ? parsed.filter.items : [parsed.filter]
  const side = (wanted: 'after' | 'before'): number | null => {
    const found = items.find((item) => item.type === 'time' && item.side === wanted)
    return found?.type === 'time' ? resolveMoment(found.moment, 0) : null
  }
  return { after: side('after'), before: side('before') }
}

describe('a span of time in a filter', () => {
  it('is added, and replaces the one before', () => {
    const from = Date.UTC(2026, 10, 20, 14, 3, 2)
    const once = withTime('method:POST "a b"', from, from + 3_600_000)
    expect(once.startsWith('method:POST "a b" after:')).toBe(true)
    const twice = withTime(once, from + 60_000, from + 1_800_000)
    expect(spanOf(twice)).toEqual({ after: from + 60_000, before: from + 1_800_000 })
    expect(twice.match(/after:/g)).toHaveLength(1)
    expect(withoutTime(twice)).toBe('method:POST "a b"')
  })

  it('holds everything in between, however it falls', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }),
        fc.integer({ min: 1, max: 90_000_000 }),
        (from, length) => {
          const span = spanOf(withTime('stripe', from, from + length))
          expect(span.after).toBeLessThanOrEqual(from)
          expect(span.before).toBeGreaterThanOrEqual(from + length)
          // No wider than a second on either side.
          expect(from - (span.after ?? 0)).toBeLessThan(1_000)
          expect((span.before ?? 0) - from - length).toBeLessThan(1_000)
        },
      ),
    )
  })

  it('keeps alternatives together', () => {
    const text = withTime('a OR b', 0, 3_600_000)
    expect(text.startsWith('(a OR b) after:')).toBe(true)
    expect(parseFilter(text).ok).toBe(true)
  })

  it('does not touch what is not a span of the whole', () => {
    for (const filter of ['-after:1h x', '(after:1h x)', 'after:1h OR x', '"after:1h"']) {
      expect(hasTimeTerms(filter)).toBe(false)
      expect(withoutTime(filter)).toBe(filter)
    }
    expect(hasTimeTerms('x before:2026-11-01')).toBe(true)
  })
})
