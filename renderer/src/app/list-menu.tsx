import { CheckCheck, EllipsisVertical, FilterX, ShieldCheck } from 'lucide-react'
import { commandsOf, runCommand, useRegistry } from '../state/commands.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'

const entries = [
  { id: 'signatures.verify-all', icon: <ShieldCheck /> },
  { id: 'list.mark-all', icon: <CheckCheck /> },
  { id: 'filter.clear', icon: <FilterX /> },
]

/** What can be done with all that the list holds. */
export function ListMenu() {
  const commands = commandsOf(useRegistry())
  return (
    <Menu
      align="end"
      items={entries.flatMap(({ id, icon }) => {
        const command = commands.find((candidate) => candidate.id === id)
        if (command === undefined) return []
        return [
          {
            label: command.title,
            icon,
            disabled: command.disabled === true,
            onSelect: () => void runCommand(id),
          },
        ]
      })}
    >
      <IconButton size="small" label="List menu">
        <EllipsisVertical />
      </IconButton>
    </Menu>
  )
}
