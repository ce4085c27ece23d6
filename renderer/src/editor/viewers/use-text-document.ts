import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ByteSource } from '../document/byte-source.ts'
import type { Layout } from '../document/engine.ts'
import { TextDocument, type DocumentState } from '../document/text-document.ts'

export interface OpenDocument {
  readonly document: TextDocument
  readonly state: DocumentState
}

/** Holds the document of a component: made when it is mounted, closed when it goes or another one takes its place. */
class Slot {
  #open: OpenDocument | null = null
  #stop: () => void = () => undefined
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly current = (): OpenDocument | null => this.#open

  open(source: ByteSource, charset: string, layout: Layout): void {
    const document = new TextDocument(source, charset, layout)
    const show = (): void => {
      this.#open = { document, state: document.state() }
      for (const listener of this.#listeners) listener()
    }
    this.#stop = document.subscribe(show)
    show()
  }

  close(): void {
    this.#stop()
    this.#open?.document.close()
    this.#open = null
  }
}

/** A document over a source, for as long as the component lives; null for a moment while it is made. */
export function useTextDocument(source: ByteSource, charset: string, layout: Layout): OpenDocument | null {
  const [slot] = useState(() => new Slot())
  const key = JSON.stringify(layout)
  useEffect(() => {
    slot.open(source, charset, JSON.parse(key) as Layout)
    return () => slot.close()
    // A change of layout keeps the document and what was read of it; see below.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the layout at the time of making is enough
  }, [slot, source, charset])
  useEffect(() => {
    slot.current()?.document.setLayout(JSON.parse(key) as Layout)
  }, [slot, key])
  return useSyncExternalStore(slot.subscribe, slot.current)
}
