import { useEffect, useRef } from 'react'
import { create } from 'zustand'

/** Something the user can do: in the command palette, by a key, from the native menu. */
export interface Command {
  /** `noun.verb`, unique. */
  readonly id: string
  readonly title: string
  /** Heading in the palette and the list of shortcuts. */
  readonly group: 'Request' | 'List' | 'Endpoint' | 'Go to' | 'View' | 'Receiver'
  /** Keys as tinykeys writes them, e.g. `$mod+k`, `c`, `Shift+?`. The first one is shown. Without a modifier they rest while the user types. */
  readonly keys?: readonly string[]
  /** More words by which the palette finds it. */
  readonly words?: string
  /** Left out of the palette (moves in the list and the like); still in the list of shortcuts. */
  readonly quiet?: boolean
  /** When there is nothing to do it on; then it is neither shown nor run. */
  readonly disabled?: boolean
  readonly run: () => void
}

interface Registry {
  readonly groups: ReadonlyMap<symbol, readonly Command[]>
}

export const useRegistry = create<Registry>()(() => ({ groups: new Map() }))

/** All commands at this moment, in the order of registration. */
export function commandsOf(registry: Registry): Command[] {
  return [...registry.groups.values()].flat()
}

/** Runs a command by its id; false when it is not there or has nothing to do. */
export function runCommand(id: string): boolean {
  const command = commandsOf(useRegistry.getState()).find((candidate) => candidate.id === id)
  if (command === undefined || command.disabled === true) return false
  command.run()
  return true
}

/**
 * Offers commands while the component is mounted. Call it with a fresh array at each render: only a change in what is
 * shown (id, title, keys, disabled) is published, and `run` is always the newest.
 */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  const shape = JSON.stringify(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    const key = Symbol('commands')
    const published = (JSON.parse(shape) as Omit<Command, 'run'>[]).map((command) => ({
      ...command,
      run: () => latest.current.find((candidate) => candidate.id === command.id)?.run(),
    }))
    useRegistry.setState(({ groups }) => ({ groups: new Map(groups).set(key, published) }))
    return () =>
      useRegistry.setState(({ groups }) => {
        const rest = new Map(groups)
        rest.delete(key)
        return { groups: rest }
      })
  }, [shape])
}
