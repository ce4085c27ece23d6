import { describe, expect, it } from 'vitest'
import { RequestPages } from '../../../../renderer/src/state/request-pages.ts'
import { summary } from './fake-store.ts'

function pagesOf(count: number, loaded: readonly [number, number][] = []): RequestPages {
  const pages = new RequestPages()
  pages.total = count
  for (const [from, to] of loaded) {
    pages.fill(
      from,
      Array.from({ length: to - from }, (_, index) => summary(count - from - index)),
    )
  }
  return pages
}

const idAt = (pages: RequestPages, position: number): number | undefined => pages.at(position)?.id

describe('pages of requests', () => {
  it('asks for whole pages where rows are missing, and only there', () => {
    const pages = pagesOf(450, [[0, 100]])
    expect(pages.missing(50, 260)).toEqual([
      { key: 100, offset: 100, limit: 100 },
      { key: 200, offset: 200, limit: 100 },
    ])
    expect(pages.missing(10, 90)).toEqual([])
    expect(pages.missing(430, 900)).toEqual([{ key: 400, offset: 400, limit: 50 }])
  })

  it('keeps the loaded rows in place when new ones are put on top', () => {
    const pages = pagesOf(300, [[100, 200]])
    const key = pages.keyAt(150)
    pages.prepend([summary(303), summary(302), summary(301)])
    expect(pages.total).toBe(303)
    expect(idAt(pages, 0)).toBe(303)
    expect(idAt(pages, 103)).toBe(200)
    expect(pages.keyAt(153)).toBe(key)
    expect(pages.positionOf(summary(200).id)).toBe(103)
  })

  it('asks by the position of now for pages that were aligned before', () => {
    const pages = pagesOf(300, [[0, 100]])
    pages.prepend(Array.from({ length: 7 }, (_, index) => summary(307 - index)))
    expect(pages.missing(100, 150)).toEqual([{ key: 100, offset: 107, limit: 100 }])
  })

  it('closes the gap where rows were removed', () => {
    const pages = pagesOf(10, [[0, 10]])
    expect(pages.remove([summary(9).id, summary(4).id, summary(99).id])).toBe(2)
    expect(pages.total).toBe(8)
    expect(pages.loaded().map((row) => row.id)).toEqual([10, 8, 7, 6, 5, 3, 2, 1])
    expect(Array.from({ length: 8 }, (_, position) => idAt(pages, position))).toEqual([
      10, 8, 7, 6, 5, 3, 2, 1,
    ])
  })

  it('replaces a row that is loaded and says when it is not', () => {
    const pages = pagesOf(10, [[0, 5]])
    expect(pages.replace(summary(8, { pinned: true }))).toBe(true)
    expect(pages.at(2)?.pinned).toBe(true)
    expect(pages.replace(summary(2))).toBe(false)
  })

  it('lets go of rows far away and keeps those around', () => {
    const pages = pagesOf(20_000, [[0, 8_000]])
    pages.trim(7_900)
    expect(pages.at(7_900)).toBeDefined()
    expect(pages.at(10)).toBeUndefined()
    expect(pages.loaded().length).toBeLessThan(4_500)
  })
})
