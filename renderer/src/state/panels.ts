import type { EndpointId } from '#shared/domain/ids.ts'
import { create } from 'zustand'

interface Panels {
  readonly palette: boolean
  readonly shortcuts: boolean
  readonly log: boolean
  readonly samples: boolean
  /** The endpoint whose settings are open. */
  readonly endpointSettings: EndpointId | null
  /** The tab with which its settings open; null: the first. */
  readonly endpointTab: string | null
  /** A new endpoint is being named. */
  readonly newEndpoint: boolean
}

/** What lies over or beside the screens. */
export const usePanels = create<Panels>()(() => ({
  palette: false,
  shortcuts: false,
  log: false,
  samples: false,
  endpointSettings: null,
  endpointTab: null,
  newEndpoint: false,
}))

export function showPanels(change: Partial<Panels>): void {
  usePanels.setState(change)
}
