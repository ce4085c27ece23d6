import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatCountShort,
  formatDuration,
  formatIsoLocal,
} from '../../../../renderer/src/ui/format.ts'

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [1_234, '1.23 kB'],
    [1_500, '1.5 kB'],
    [10_040, '10 kB'],
    [12_345, '12.3 kB'],
    [999_400, '999 kB'],
    [999_999, '1 MB'],
    [200_000_000, '200 MB'],
    [1_073_741_824, '1.07 GB'],
    [5e15, '5000 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})

describe('counts in narrow places', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1k'],
    [1_234, '1.2k'],
    [99_949, '100k'],
    [999_499, '999k'],
    [1_000_000, '1M'],
    [1_250_000, '1.3M'],
  ])('%d is %s', (count, text) => {
    expect(formatCountShort(count)).toBe(text)
  })

  it('take four characters at most, up to ten million', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (count) => {
        expect(formatCountShort(count).length).toBeLessThanOrEqual(4)
      }),
    )
  })
})

describe('durations', () => {
  it.each([
    [0.42, '0.4 ms'],
    [12.6, '13 ms'],
    [1_234, '1.23 s'],
    [59_940, '59.9 s'],
    [90_000, '1 min 30 s'],
  ])('%d milliseconds are %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})

describe('ages', () => {
  const now = 1_700_000_000_000
  it.each([
    [0, 'now'],
    [-5_000, 'now'],
    [12_000, '12s'],
    [61_000, '1m'],
    [3 * 3_600_000, '3h'],
    [2 * 86_400_000, '2d'],
  ])('%d milliseconds ago is %s', (ago, text) => {
    expect(formatAgo(now - ago, now)).toBe(text)
  })
})

describe('exact times', () => {
  it('name the same moment, to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (at) => {
        expect(Date.parse(formatIsoLocal(at))).toBe(at)
      }),
    )
  })
})
