import { useEffect } from 'react'
import { tinykeys } from 'tinykeys'
import { commandsOf, useRegistry, type Command } from '../state/commands.ts'

/** Whether keys without a modifier belong to whatever has the focus: a field, an editor, an open menu or dialog. */
function typing(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], .monaco-editor',
    ) !== null
  )
}

/** Whether Enter belongs to what has the focus: it presses buttons and follows links. */
function pressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button:not([role="tab"]), a[href], summary') !== null
}

/** Keys that work while the user types, too. */
const withModifier = /\$mod|Control|Meta|Alt|^F\d/

function bindings(commands: readonly Command[]): Record<string, (event: KeyboardEvent) => void> {
  const map: Record<string, (event: KeyboardEvent) => void> = {}
  for (const command of commands) {
    if (command.disabled === true) continue
    for (const keys of command.keys ?? []) {
      map[keys] ??= (event) => {
        if (event.defaultPrevented || (!withModifier.test(keys) && typing(event.target))) return
        if (keys === 'Enter' && pressable(event.target)) return
        event.preventDefault()
        command.run()
      }
    }
  }
  return map
}

/** Puts every command's keys on the window. */
export function useKeyboard(): void {
  const registry = useRegistry()
  useEffect(
    () => tinykeys(window, bindings(commandsOf(registry)), { ignore: (event) => event.isComposing }),
    [registry],
  )
}
