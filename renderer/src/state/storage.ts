/** A value that this browser remembers; what cannot be read counts as not there. */
export function remembered<T>(key: string, accept: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`hookbench.${key}`) ?? 'null')
    return accept(value) ? value : null
  } catch {
    // Storage may be off or hold something odd; the window then starts with its defaults.
    return null
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`hookbench.${key}`, JSON.stringify(value))
  } catch {
    // Full or switched off: remembering is a convenience, nothing depends on it.
    return
  }
}
