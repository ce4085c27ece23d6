import { completeFilter, type FilterSuggestion } from '#shared/domain/filter/complete.ts'
import { useState, type KeyboardEvent, type RefObject } from 'react'
import { knownValues } from './known-values.ts'
import { useRecentFilters } from './recent-filters.ts'

export interface Choice {
  readonly label: string
  readonly help: string
  readonly recent: boolean
  readonly take: () => void
}

export interface FilterCompletionState {
  readonly open: boolean
  readonly choices: readonly Choice[]
  /** -1: none. */
  readonly active: number
  readonly setActive: (index: number) => void
  readonly show: () => void
  readonly close: () => void
  /** The cursor moved. */
  readonly moved: () => void
  /** True when the key was for the list. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean
}

/** What may be written next, and recent filters while nothing is written. */
export function useFilterCompletion(
  input: RefObject<HTMLInputElement | null>,
  text: string,
  write: (text: string, cursor: number) => void,
): FilterCompletionState {
  const recent = useRecentFilters()
  const [wanted, setWanted] = useState(false)
  const [cursor, setCursor] = useState(text.length)
  const [active, setActive] = useState(-1)

  const completion = wanted ? completeFilter(text, Math.min(cursor, text.length), knownValues()) : null
  const take = (suggestion: FilterSuggestion, from: number, to: number): void => {
    const rest = text.slice(to)
    const space = suggestion.final && !rest.startsWith(' ') ? ' ' : ''
    const next = text.slice(0, from) + suggestion.insert + space + rest
    const place = from + suggestion.insert.length + space.length
    write(next, place)
    setCursor(place)
    setActive(-1)
    setWanted(!suggestion.final)
  }
  const choices: Choice[] = []
  if (completion !== null) {
    if (text === '') {
      for (const filter of recent.slice(0, 5)) {
        choices.push({
          label: filter,
          help: '',
          recent: true,
          take: () => {
            write(filter, filter.length)
            setActive(-1)
            setWanted(false)
          },
        })
      }
    }
    const { from, to } = completion
    // What stands there already needs no offer.
    for (const item of completion.items.filter(({ insert }) => insert !== text.slice(from, to))) {
      choices.push({ label: item.label, help: item.help, recent: false, take: () => take(item, from, to) })
    }
  }
  const open = wanted && choices.length > 0
  const shownActive = active < choices.length ? active : -1

  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open) return false
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      const count = choices.length
      setActive(shownActive === -1 ? (step === 1 ? 0 : count - 1) : (shownActive + step + count) % count)
      return true
    }
    const typed = text.slice(completion?.from ?? 0, completion?.to ?? 0) !== ''
    const chosen = choices[shownActive] ?? (event.key === 'Tab' && typed ? choices[0] : undefined)
    if (chosen !== undefined && (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) {
      event.preventDefault()
      chosen.take()
      return true
    }
    return false
  }

  return {
    open,
    choices,
    active: shownActive,
    setActive,
    show: () => {
      setWanted(true)
      setActive(-1)
      setCursor(input.current?.selectionStart ?? text.length)
    },
    close: () => setWanted(false),
    moved: () => setCursor(input.current?.selectionStart ?? text.length),
    onKeyDown,
  }
}
