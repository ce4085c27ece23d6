import { create } from 'zustand'
import { remember, remembered } from '../../../state/storage.ts'

const key = 'recent-filters'
const most = 12

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

/** Filters that were used, newest first. */
export const useRecentFilters = create<readonly string[]>()(() => remembered(key, isTexts) ?? [])

export function rememberFilter(filter: string): void {
  const text = filter.trim()
  if (text === '') return
  const next = [text, ...useRecentFilters.getState().filter((each) => each !== text)].slice(0, most)
  remember(key, next)
  useRecentFilters.setState(next, true)
}
