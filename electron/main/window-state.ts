import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { replaceFileSync } from '../platform/replace-file.ts'

const rectangleSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) })
export type Rectangle = z.infer<typeof rectangleSchema>

/** Where the window was; `bounds` are those it has when neither maximised nor full screen, in device-independent pixels. */
const windowStateSchema = z.object({
  bounds: rectangleSchema,
  maximized: z.boolean(),
  fullScreen: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

export const minimumSize = { width: 800, height: 500 }
const firstSize = { width: 1360, height: 860 }
/** This much of the window's top edge must lie on a display, or nobody could drag it back. */
const grip = { width: 120, height: 40 }

/** The remembered state, or null when there is none that can be read: a lost window position is no trouble worth a word. */
export function readWindowState(file: string): WindowState | null {
  if (!existsSync(file)) return null
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

export function writeWindowState(file: string, state: WindowState): void {
  replaceFileSync(file, JSON.stringify(state))
}

/**
 * Where to put the window: as remembered when it can still be reached on one of the displays (`workAreas`, the main one
 * first), at most as large as that display; else in the middle of the main one.
 */
export function placeWindow(remembered: Rectangle | undefined, workAreas: readonly Rectangle[]): Rectangle {
  const fitting = (size: { width: number; height: number }, area: Rectangle) => ({
    width: clamp(size.width, minimumSize.width, area.width),
    height: clamp(size.height, minimumSize.height, area.height),
  })
  const [there] = workAreas
    .map((area) => ({ area, placed: remembered && { ...remembered, ...fitting(remembered, area) } }))
    .flatMap(({ area, placed }) => (placed && reaches(placed, area) ? [placed] : []))
  if (there !== undefined) return there
  const main = workAreas[0] ?? { x: 0, y: 0, ...firstSize }
  const size = fitting(remembered ?? firstSize, main)
  return {
    x: main.x + Math.floor((main.width - size.width) / 2),
    y: main.y + Math.floor((main.height - size.height) / 2),
    ...size,
  }
}

function reaches(window: Rectangle, area: Rectangle): boolean {
  const visible = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const top = window.y >= area.y && window.y + grip.height <= area.y + area.height
  return top && visible >= grip.width
}

/** Small displays win over the minimum: a window larger than its display can't be used either. */
function clamp(value: number, minimum: number, available: number): number {
  return Math.min(Math.max(value, minimum), available)
}
