import styles from './kbd.module.css'

const apple = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform)

const names: Record<string, string> = apple
  ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵', Delete: '⌦', Backspace: '⌫' }
  : { Mod: 'Ctrl', Enter: '↵', Delete: 'Del' }

const arrows: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
}

/** How a key is called on this system. */
export function keyName(key: string): string {
  return names[key] ?? arrows[key] ?? (key.length === 1 ? key.toUpperCase() : key)
}

/** One key cap. */
export function Kbd({ children }: { children: string }) {
  return <kbd className={styles.kbd}>{keyName(children)}</kbd>
}

/** Keys that are pressed together, e.g. `['Mod', 'K']`. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className={styles.keys}>
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  )
}
