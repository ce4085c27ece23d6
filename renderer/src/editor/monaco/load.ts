import type { Monaco } from './types.ts'

let loading: Promise<Monaco> | null = null

/** Monaco, loaded once, when it is first needed. A failed load is tried again at the next call. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= import('./monaco.ts').then(
    (module) => module.monaco,
    (error: unknown) => {
      loading = null
      throw error
    },
  )
  return loading
}
