import { useMemo, useRef, type KeyboardEvent, type RefObject } from 'react'
import type { FixedRowsHandle } from '../../editor/viewers/fixed-rows.tsx'
import { requestList } from '../../state/list.ts'
import { openRequest, useRoute } from '../../state/route.ts'
import { clearSelection, selectAll, useSelection } from '../../state/selection.ts'
import { selectRange } from './rows/select-range.ts'

export interface ListMoves {
  /** Opens the row so many further down (up when negative). */
  readonly by: (step: number) => void
  /** Marks one more row below or above. */
  readonly extend: (step: 1 | -1) => void
  readonly to: (position: number) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** Going through the list without the mouse. */
export function useListMoves(handle: RefObject<FixedRowsHandle | null>): ListMoves {
  /** Where the marking from the keyboard ends. */
  const edge = useRef<number | null>(null)
  return useMemo(() => {
    const total = (): number => requestList.getView().total
    const current = (): number => {
      const { requestId } = useRoute.getState()
      return requestId === null ? -1 : requestList.positionOf(requestId)
    }
    const to = (wanted: number): void => {
      if (total() === 0) return
      const position = Math.max(0, Math.min(total() - 1, wanted))
      handle.current?.reveal(position)
      edge.current = null
      clearSelection()
      // A row that is not loaded yet is opened as soon as it is here.
      void requestList.between(position, position).then(([row]) => {
        if (row !== undefined) openRequest(row.id)
      })
    }
    const by = (step: number): void => {
      const at = current()
      if (at === -1) to(handle.current?.topRow() ?? 0)
      else to(at + step)
    }
    const extend = (step: 1 | -1): void => {
      if (useSelection.getState().ids.size === 0) edge.current = null
      const from = edge.current ?? current()
      const position = Math.max(0, Math.min(total() - 1, from + step))
      edge.current = position
      handle.current?.reveal(position)
      void selectRange(position, useRoute.getState().requestId)
    }
    const page = (direction: 1 | -1): void => by(direction * (handle.current?.pageRows() ?? 10))
    const moves: Record<string, () => void> = {
      ArrowDown: () => by(1),
      ArrowUp: () => by(-1),
      'Shift+ArrowDown': () => extend(1),
      'Shift+ArrowUp': () => extend(-1),
      Home: () => to(0),
      End: () => to(total() - 1),
      PageDown: () => page(1),
      PageUp: () => page(-1),
      'Mod+a': selectAll,
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.altKey) return
      const name = `${event.ctrlKey || event.metaKey ? 'Mod+' : ''}${event.shiftKey ? 'Shift+' : ''}${event.key}`
      const move = moves[name]
      if (move === undefined) return
      event.preventDefault()
      move()
    }
    return { by, extend, to, onKeyDown }
  }, [handle])
}
