import { useEffect, useRef, useState } from 'react'
import type { TextDocument } from '../document/text-document.ts'

/** Hits are listed up to this many; beyond it the bar says "more than". */
export const maxHits = 50_000

export interface Find {
  readonly open: boolean
  readonly query: string
  /** Offsets of hits in the document, ascending; null while looking. */
  readonly hits: Uint32Array | null
  /** Which hit is the current one, from 0; -1 when there is none. */
  readonly at: number
  readonly setOpen: (open: boolean) => void
  readonly setQuery: (query: string) => void
  readonly step: (by: 1 | -1) => void
}

/** Search in a document: looks again when the words change, or when more of the document has come. */
export function useFind(
  document: TextDocument | null,
  complete: boolean,
  onHit: (offset: number) => void,
): Find {
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const [found, setFound] = useState<{ query: string; complete: boolean; hits: Uint32Array } | null>(null)
  const [at, setAt] = useState(-1)
  const show = useRef(onHit)
  useEffect(() => {
    show.current = onHit
  })

  useEffect(() => {
    if (!open || query === '' || document === null) return
    let stale = false
    const timer = setTimeout(() => {
      document.search(query, maxHits + 1).then(
        (hits) => {
          if (stale) return
          setFound({ query, complete, hits })
          setAt(hits.length > 0 ? 0 : -1)
          if (hits[0] !== undefined) show.current(hits[0])
        },
        () => {
          // The document was closed while it was searched: whoever closed it does not wait for hits.
          stale = true
        },
      )
    }, 80)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [open, query, document, complete])

  const hits = query === '' ? new Uint32Array() : found?.query === query ? found.hits : null
  return {
    open,
    query,
    hits: open ? hits : new Uint32Array(),
    at,
    setOpen,
    setQuery,
    step(by) {
      if (hits === null || hits.length === 0) return
      const next = (at + by + hits.length) % hits.length
      setAt(next)
      const offset = hits[next]
      if (offset !== undefined) onHit(offset)
    },
  }
}
