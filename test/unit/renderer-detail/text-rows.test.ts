import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findBytes, needlesFor } from '../../../renderer/src/editor/document/byte-search.ts'
import {
  memorySource,
  PageCache,
  readAll,
  sliceSource,
} from '../../../renderer/src/editor/document/byte-source.ts'
import { TextIndexer, TextRows } from '../../../renderer/src/editor/document/text-rows.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function rowsOf(text: string, columns: number, step = Infinity): { text: string; line: number }[] {
  const bytes = encoder.encode(text)
  const indexer = new TextIndexer(columns)
  const rows = new TextRows()
  for (let at = 0; at < bytes.length || at === 0; at += step) {
    const available = Math.min(bytes.length, at + step)
    indexer.feed(bytes, available, available === bytes.length)
    rows.apply(indexer.take())
    if (available === bytes.length) break
  }
  expect(rows.done).toBe(true)
  return Array.from({ length: rows.count }, (_, row) => {
    const [start, end] = rows.range(row, bytes)
    return { text: decoder.decode(bytes.subarray(start, end)), line: rows.lines.at(row) }
  })
}

describe('text rows', () => {
  it('are lines, broken at the width', () => {
    expect(rowsOf('abcdefghij\r\nk\n\nlast\n', 8)).toEqual([
      { text: 'abcdefgh', line: 1 },
      { text: 'ij', line: 1 },
      { text: 'k', line: 2 },
      { text: '', line: 3 },
      { text: 'last', line: 4 },
    ])
  })

  it('never break within a character, and give wide ones two columns', () => {
    expect(rowsOf('漢字漢字漢', 8, 2).map((row) => row.text)).toEqual(['漢字漢字', '漢'])
  })

  it('are the same however the text comes in, and lose nothing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        (text, step) => {
          const whole = rowsOf(text, 8)
          expect(rowsOf(text, 8, step)).toEqual(whole)
          expect(whole.map((row) => row.text).join('')).toBe(text.toWellFormed().replace(/\r?\n/g, ''))
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('search in bytes', () => {
  const find = (text: string, query: string, inJson = false): number[] =>
    findBytes(encoder.encode(text), needlesFor(query, inJson), 0, encoder.encode(text).length, 100)

  it('finds letters in either case', () => {
    expect(find('Lead LEAD lead', 'leAd')).toEqual([0, 5, 10])
  })

  it('finds escaped spellings in JSON', () => {
    expect(find('{"a":"M\\u00fcller","b":"Müller"}', 'müller', true)).toEqual([6, 24])
    expect(find('{"url":"https:\\/\\/x"}', 'https://x', true)).toEqual([8])
    expect(find('{"q":"say \\"hi\\""}', 'say "hi"', true)).toEqual([6])
  })

  it('stops at the limit', () => {
    expect(findBytes(encoder.encode('aaaa'), needlesFor('a', false), 0, 4, 2)).toEqual([0, 1])
  })
})

describe('byte sources', () => {
  const bytes = Uint8Array.from({ length: 1_000 }, (_, at) => at % 251)

  it('give a window into another source', async () => {
    const part = sliceSource(memorySource(bytes), 100, 110)
    expect(part.size).toBe(10)
    expect([...(await part.read(8, 50))]).toEqual([108, 109])
    expect([...(await part.read(20, 5))]).toEqual([])
  })

  it('are read whole in pieces', async () => {
    expect(await readAll(memorySource(bytes), undefined, 7)).toEqual(bytes)
  })

  it('keep pages that were read and forget failed ones', async () => {
    let reads = 0
    let broken = true
    const cache = new PageCache(
      {
        size: 1_000,
        read: (offset, length) => {
          reads++
          return broken ? Promise.reject(new Error('gone')) : memorySource(bytes).read(offset, length)
        },
      },
      100,
      2,
    )
    await expect(cache.load(0)).rejects.toThrow('gone')
    broken = false
    await cache.load(0)
    await cache.load(0)
    expect(reads).toBe(2)
    expect(cache.peek(0)?.length).toBe(100)
    await cache.load(1)
    await cache.load(2)
    expect(cache.peek(0)).toBeNull()
  })
})
