import { create } from 'zustand'
import { remember, remembered } from './storage.ts'

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

/** Warnings that the user has read and put away, by their text. */
export const useDismissed = create<{ dismissed: ReadonlySet<string>; dismiss: (text: string) => void }>()(
  (set, get) => ({
    dismissed: new Set(remembered('dismissed', isTexts) ?? []),
    dismiss: (text) => {
      const dismissed = new Set(get().dismissed).add(text)
      remember('dismissed', [...dismissed].slice(-50))
      set({ dismissed })
    },
  }),
)
