import { commandsOf, useRegistry, type Command } from '../../state/commands.ts'
import { shownKeys } from '../../state/keys.ts'
import { showPanels, usePanels } from '../../state/panels.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Keys } from '../../ui/kbd.tsx'
import styles from './palette.module.css'

const groups: readonly Command['group'][] = ['List', 'Request', 'Endpoint', 'Go to', 'View', 'Receiver']

/** Every key that does something, taken from the commands themselves. */
export function ShortcutsDialog() {
  const open = usePanels((panels) => panels.shortcuts)
  const commands = commandsOf(useRegistry()).filter((command) => (command.keys?.length ?? 0) > 0)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => showPanels({ shortcuts: next })}
      title="Keyboard shortcuts"
      width="wide"
    >
      <div className={styles.shortcuts}>
        {groups.map((group) => {
          const own = commands.filter((command) => command.group === group)
          if (own.length === 0) return null
          return (
            <section key={group} className={styles.group}>
              <h3>{group}</h3>
              <ul>
                {own.map((command) => (
                  <li key={command.id} className={styles.shortcut}>
                    {command.title}
                    <span className={styles.ways}>
                      {command.keys?.slice(0, 2).map((keys) => (
                        <Keys key={keys} keys={shownKeys(keys)} />
                      ))}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </Dialog>
  )
}
