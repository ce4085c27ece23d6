/** Those who want to be told of something. One that throws does not keep the others from hearing. */
export interface Listeners<A extends unknown[]> {
  readonly size: number
  readonly add: (listener: (...args: A) => void) => () => void
  readonly tell: (...args: A) => void
}

export function createListeners<A extends unknown[]>(onError: (error: unknown) => void): Listeners<A> {
  const listeners = new Set<(...args: A) => void>()
  return {
    get size() {
      return listeners.size
    },
    add(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell(...args) {
      for (const listener of [...listeners]) {
        try {
          listener(...args)
        } catch (error) {
          onError(error)
        }
      }
    },
  }
}
