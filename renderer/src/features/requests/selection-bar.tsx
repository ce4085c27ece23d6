import { GitCompare, Pin, Trash2, X } from 'lucide-react'
import { useListView } from '../../state/list.ts'
import { runCommand } from '../../state/commands.ts'
import { clearSelection, useSelection } from '../../state/selection.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './requests-pane.module.css'

/** What can be done with the marked rows. */
export function SelectionBar() {
  const { ids, all } = useSelection()
  const { total } = useListView()
  const count = all ? total : ids.size
  if (!all && count < 2) return null
  return (
    <div className={styles.selection} role="toolbar" aria-label="Marked requests">
      <strong>{formatCount(count)} marked</strong>
      {!all && count === 2 && (
        <Button size="small" onClick={() => runCommand('request.compare')}>
          <GitCompare />
          Compare
        </Button>
      )}
      {!all && (
        <Button size="small" onClick={() => runCommand('request.pin')}>
          <Pin />
          Pin
        </Button>
      )}
      <Button size="small" variant="danger" onClick={() => runCommand('request.delete')}>
        <Trash2 />
        Delete
      </Button>
      <IconButton size="small" label="Unmark all" keys={['Escape']} onClick={clearSelection}>
        <X />
      </IconButton>
    </div>
  )
}
