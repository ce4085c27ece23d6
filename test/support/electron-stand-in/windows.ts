/** The windows there are, known to the app without the app knowing what a window is. */
interface OpenWindow {
  readonly id: number
  close(): void
  destroy(): void
}

const open = new Set<OpenWindow>()

export function windowOpened(window: OpenWindow): void {
  open.add(window)
}

export function windowGone(window: OpenWindow): void {
  open.delete(window)
}

export function allWindows(): OpenWindow[] {
  return [...open]
}
