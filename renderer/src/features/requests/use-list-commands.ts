import type { RefObject } from 'react'
import type { FixedRowsHandle } from '../../editor/viewers/fixed-rows.tsx'
import { useCommands } from '../../state/commands.ts'
import { requestList, useListView, useLive } from '../../state/list.ts'
import { compareRequests, go, useRoute } from '../../state/route.ts'
import { clearSelection, selectAll, useSelection } from '../../state/selection.ts'
import { focusDetail } from './focus-detail.ts'
import { deleteMeant, meantRequests, togglePin } from './request-actions.ts'
import type { ListMoves } from './use-list-moves.ts'

/** The keys and commands of the list. */
export function useListCommands({
  moves,
  rows,
  filter,
}: {
  moves: ListMoves
  rows: RefObject<FixedRowsHandle | null>
  filter: RefObject<HTMLInputElement | null>
}): void {
  const { total } = useListView()
  const open = useRoute((route) => route.requestId)
  const filtered = useRoute((route) => route.filter) !== ''
  const paused = useLive((live) => live.paused)
  const { ids, all } = useSelection()
  const marked = all || ids.size > 0
  const nothing = open === null && !marked
  useCommands([
    {
      id: 'list.next',
      title: 'Next request',
      group: 'List',
      keys: ['j'],
      quiet: true,
      run: () => moves.by(1),
    },
    {
      id: 'list.previous',
      title: 'Previous request',
      group: 'List',
      keys: ['k'],
      quiet: true,
      run: () => moves.by(-1),
    },
    {
      id: 'list.extend-down',
      title: 'Mark the next one, too',
      group: 'List',
      keys: ['Shift+j'],
      quiet: true,
      run: () => moves.extend(1),
    },
    {
      id: 'list.extend-up',
      title: 'Mark the one above, too',
      group: 'List',
      keys: ['Shift+k'],
      quiet: true,
      run: () => moves.extend(-1),
    },
    {
      id: 'list.newest',
      title: 'Newest request',
      group: 'List',
      keys: ['g'],
      disabled: total === 0,
      run: () => moves.to(0),
    },
    {
      id: 'list.oldest',
      title: 'Oldest request',
      group: 'List',
      keys: ['Shift+g'],
      disabled: total === 0,
      run: () => moves.to(total - 1),
    },
    { id: 'list.mark-all', title: 'Mark all', group: 'List', disabled: total === 0, run: selectAll },
    {
      id: 'list.toggle-live',
      title: paused ? 'Show new requests as they arrive' : 'Hold the list still',
      group: 'List',
      keys: ['l'],
      words: 'live pause resume',
      run: () => useLive.setState({ paused: !paused }),
    },
    {
      id: 'filter.focus',
      title: 'Filter',
      group: 'List',
      keys: ['/', '$mod+Shift+f'],
      words: 'search find',
      run: () => {
        filter.current?.focus()
        filter.current?.select()
      },
    },
    {
      id: 'filter.clear',
      title: 'Clear the filter',
      group: 'List',
      disabled: !filtered,
      run: () => go({ filter: '' }),
    },
    {
      id: 'list.back',
      title: 'Back',
      group: 'List',
      keys: ['Escape'],
      quiet: true,
      run: () => {
        if (marked) clearSelection()
        else if (document.activeElement?.closest('[data-pane="detail"]') != null) rows.current?.focus()
        else go({ requestId: null, compareWith: null })
      },
    },
    {
      id: 'request.open',
      title: 'Into the detail',
      group: 'Request',
      keys: ['Enter'],
      quiet: true,
      disabled: open === null,
      run: focusDetail,
    },
    {
      id: 'request.pin',
      title: 'Pin or unpin',
      group: 'Request',
      keys: ['p'],
      disabled: nothing || all,
      run: () => {
        const meant = meantRequests() ?? []
        void togglePin(
          meant.map((id) => requestList.at(requestList.positionOf(id))).filter((row) => row !== undefined),
        )
      },
    },
    {
      id: 'request.compare',
      title: 'Compare the two marked requests',
      group: 'Request',
      words: 'diff difference',
      disabled: ids.size !== 2,
      run: () => {
        const [newer, older] = [...ids].sort((left, right) => right - left)
        if (newer === undefined || older === undefined) return
        clearSelection()
        compareRequests(newer, older)
      },
    },
    {
      id: 'request.delete',
      title: marked ? 'Delete the marked requests' : 'Delete this request',
      group: 'Request',
      keys: ['Delete', 'Backspace'],
      words: 'remove',
      disabled: nothing,
      run: () => void deleteMeant(),
    },
  ])
}
