import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../renderer/src/editor/document/byte-source.ts'
import {
  parseHexBytes,
  parseOffset,
  readBytes,
  searchSource,
  toHex,
} from '../../../renderer/src/editor/document/hex.ts'

describe('offsets as people write them', () => {
  it.each([
    ['0x1f4', 500],
    ['1f4h', 500],
    ['500', 500],
    ['50%', 499],
    ['end', 999],
    ['1_0', 10],
  ])('%s', (text, offset) => expect(parseOffset(text, 1_000)).toBe(offset))

  it.each(['', 'x', '1000', '-1', '0x', '200%'])('refuses %j', (text) =>
    expect(parseOffset(text, 1_000)).toBeNull(),
  )
})

describe('bytes', () => {
  it('are read from hex digits in any spacing', () => {
    expect([...(parseHexBytes('DE ad:be,ef') ?? [])]).toEqual([0xde, 0xad, 0xbe, 0xef])
    expect(parseHexBytes('abc')).toBeNull()
    expect(parseHexBytes('zz')).toBeNull()
    expect(toHex(Uint8Array.of(0, 255))).toBe('00 ff')
  })

  it('are read as numbers of both byte orders and as a character', () => {
    const bytes = Uint8Array.of(0xe2, 0x82, 0xac, 0xff, 0, 0, 0, 1)
    expect(readBytes(bytes, false)).toMatchObject({
      uint16: 0xe282,
      int8: -30,
      utf8: '€',
      uint64: 0xe282acff00000001n,
    })
    expect(readBytes(bytes, true).uint16).toBe(0x82e2)
    expect(readBytes(bytes.subarray(3), true)).toMatchObject({ uint8: 255, float64: null, utf8: null })
  })
})

describe('a search in bytes that are elsewhere', () => {
  const bytes = new Uint8Array(3_000_000)
  bytes.set(new TextEncoder().encode('Needle'), 1_048_573)
  const source = memorySource(bytes)
  const find = (needle: string, from: number, exact = false) =>
    searchSource(
      source,
      new TextEncoder().encode(needle),
      from,
      exact,
      () => undefined,
      new AbortController().signal,
    )

  it('finds what lies across two pieces, in either case unless told', async () => {
    expect(await find('nEEDLE', 0)).toBe(1_048_573)
    expect(await find('nEEDLE', 0, true)).toBeNull()
    expect(await find('Needle', 0, true)).toBe(1_048_573)
  })

  it('goes round at the end', async () => {
    expect(await find('needle', 2_000_000)).toBe(1_048_573)
    expect(await find('needle', 1_048_574)).toBe(1_048_573)
    expect(await find('nowhere', 5)).toBeNull()
  })

  it('stops when told', async () => {
    await expect(
      searchSource(
        source,
        Uint8Array.of(9),
        0,
        true,
        () => undefined,
        AbortSignal.abort(new Error('enough')),
      ),
    ).rejects.toThrow('enough')
  })
})
