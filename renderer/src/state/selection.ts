import type { RequestId } from '#shared/domain/ids.ts'
import { create } from 'zustand'

/** Which rows are marked for something to be done with all of them. */
export interface Selection {
  readonly ids: ReadonlySet<RequestId>
  /** Everything that the list fits, loaded or not. */
  readonly all: boolean
  /** Where a range begins. */
  readonly anchor: RequestId | null
}

const none: Selection = { ids: new Set(), all: false, anchor: null }

export const useSelection = create<Selection>()(() => none)

export function clearSelection(): void {
  const { ids, all } = useSelection.getState()
  if (ids.size > 0 || all) useSelection.setState(none)
}

/** Marks one row, or takes its mark away. The row that was open before counts as marked. */
export function toggleSelected(id: RequestId, open: RequestId | null): void {
  useSelection.setState(({ ids }) => {
    const next = new Set(ids)
    if (next.size === 0 && open !== null && open !== id) next.add(open)
    if (next.has(id)) next.delete(id)
    else next.add(id)
    return { ids: next, all: false, anchor: id }
  })
}

export function selectOnly(ids: readonly RequestId[], anchor: RequestId | null): void {
  useSelection.setState({ ids: new Set(ids), all: false, anchor })
}

export function selectAll(): void {
  useSelection.setState({ ids: new Set(), all: true })
}
