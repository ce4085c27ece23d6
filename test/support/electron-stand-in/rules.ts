/** The order of things that Electron insists on. Breaking it throws here as there, and is kept for the test to see. */
export const violations: string[] = []

export function violate(message: string): never {
  violations.push(message)
  throw new Error(message)
}

let ready = false

export function setReady(): void {
  ready = true
}

export function isReady(): boolean {
  return ready
}

export function onlyAfterReady(what: string): void {
  if (!ready) violate(`${what} cannot be used before the app is ready`)
}

export function onlyBeforeReady(what: string): void {
  if (ready) violate(`${what} must be called before the app is ready`)
}

/** What crosses a process boundary is cloned; a function or a class instance's methods do not survive. Throws as Electron does. */
export function clone<T>(value: T): T {
  try {
    return structuredClone(value)
  } catch (cause) {
    return violate(`An object could not be cloned: ${String(cause)}`)
  }
}

/** An event whose default can be prevented, as Electron's emitters hand out. */
export function preventable<T extends object>(
  details: T,
): T & { defaultPrevented: boolean; preventDefault(): void } {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}
