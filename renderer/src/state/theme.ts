import type { Theme } from '#shared/domain/settings.ts'
import { create } from 'zustand'
import { remember, remembered } from './storage.ts'

export type ResolvedTheme = 'light' | 'dark'

interface ThemeState {
  readonly chosen: Theme
  readonly resolved: ResolvedTheme
}

const isTheme = (value: unknown): value is Theme =>
  value === 'system' || value === 'light' || value === 'dark'

const darkQuery = typeof matchMedia === 'undefined' ? null : matchMedia('(prefers-color-scheme: dark)')

function resolve(chosen: Theme): ResolvedTheme {
  if (chosen !== 'system') return chosen
  return darkQuery?.matches === true ? 'dark' : 'light'
}

/** The theme as chosen and as it is shown. */
export const useTheme = create<ThemeState>()(() => {
  const chosen = remembered('theme', isTheme) ?? 'system'
  return { chosen, resolved: resolve(chosen) }
})

/** Shows a theme. The host's settings hold the choice; it is remembered here too, so that the first paint is right. */
export function showTheme(chosen: Theme): void {
  remember('theme', chosen)
  useTheme.setState({ chosen, resolved: resolve(chosen) })
}

/** Writes the theme on the document and follows the system; returns the way to stop. */
export function followTheme(): () => void {
  const apply = ({ resolved }: ThemeState): void => {
    document.documentElement.dataset['theme'] = resolved
  }
  const onSystem = (): void => useTheme.setState(({ chosen }) => ({ resolved: resolve(chosen) }))
  apply(useTheme.getState())
  darkQuery?.addEventListener('change', onSystem)
  const stop = useTheme.subscribe(apply)
  return () => {
    darkQuery?.removeEventListener('change', onSystem)
    stop()
  }
}
