import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  minimumSize,
  placeWindow,
  readWindowState,
  writeWindowState,
} from '../../../electron/main/window-state.ts'

const main = { x: 0, y: 25, width: 1920, height: 1055 }
const left = { x: -2560, y: 0, width: 2560, height: 1440 }

describe('placing the window', () => {
  test('is in the middle of the main display the first time', () => {
    expect(placeWindow(undefined, [main, left])).toEqual({ x: 280, y: 122, width: 1360, height: 860 })
  })

  test('is where it was, on whichever display', () => {
    const there = { x: -2000, y: 100, width: 1000, height: 700 }
    expect(placeWindow(there, [main, left])).toEqual(there)
  })

  test('may hang over an edge as long as its top can be grasped', () => {
    const hanging = { x: 1750, y: 900, width: 1000, height: 700 }
    expect(placeWindow(hanging, [main])).toEqual(hanging)
  })

  test.each([
    ['its display is gone', { x: -2000, y: 100, width: 1000, height: 700 }],
    ['its top is above the display', { x: 100, y: -50, width: 1000, height: 700 }],
    ['only a sliver would be seen', { x: 1900, y: 100, width: 1000, height: 700 }],
    ['its top is below the display', { x: 100, y: 1070, width: 1000, height: 700 }],
  ])('is back in the middle when %s', (_why, remembered) => {
    expect(placeWindow(remembered, [main])).toEqual({ x: 460, y: 202, width: 1000, height: 700 })
  })

  test('is no larger than a display that shrank, and no smaller than can be used', () => {
    expect(placeWindow({ x: 10, y: 30, width: 5000, height: 4000 }, [main])).toMatchObject({
      width: 1920,
      height: 1055,
    })
    expect(placeWindow({ x: 10, y: 30, width: 10, height: 10 }, [main])).toMatchObject(minimumSize)
  })

  test('can always be reached and is always whole numbers', () => {
    const any = fc.record({
      x: fc.integer({ min: -10_000, max: 10_000 }),
      y: fc.integer({ min: -10_000, max: 10_000 }),
      width: fc.integer({ min: 1, max: 20_000 }),
      height: fc.integer({ min: 1, max: 20_000 }),
    })
    fc.assert(
      fc.property(fc.option(any, { nil: undefined }), (remembered) => {
        const placed = placeWindow(remembered, [main, left])
        const reachable = [main, left].some(
          (area) =>
            placed.y >= area.y &&
            placed.y < area.y + area.height &&
            Math.min(placed.x + placed.width, area.x + area.width) - Math.max(placed.x, area.x) >= 100,
        )
        return reachable && Object.values(placed).every(Number.isInteger)
      }),
    )
  })
})

describe('remembering the window', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hookbench-window-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  const state = { bounds: { x: 1, y: 2, width: 900, height: 600 }, maximized: true, fullScreen: false }

  test('reads what it wrote, and leaves no draft behind', () => {
    const file = join(folder, 'window.json')
    writeWindowState(file, state)
    writeWindowState(file, { ...state, maximized: false })
    expect(readWindowState(file)).toEqual({ ...state, maximized: false })
    expect(readdirSync(folder)).toEqual(['window.json'])
  })

  test.each([
    ['nothing', null],
    ['no JSON', '{"bounds":'],
    ['something else', '{"bounds":{"x":1}}'],
    ['fractions', JSON.stringify({ ...state, bounds: { ...state.bounds, x: 0.5 } })],
  ])('takes %s for no memory at all', (_what, content) => {
    const file = join(folder, 'window.json')
    if (content !== null) writeFileSync(file, content)
    expect(readWindowState(file)).toBeNull()
  })
})
