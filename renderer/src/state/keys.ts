/**
 * A binding as tinykeys writes it, in the keys that a person presses: `$mod+Shift+p` -> `['Mod', 'Shift', 'p']`.
 * Optional modifiers, as in `[Shift]+?`, depend on the keyboard and are not shown.
 */
export function shownKeys(binding: string): string[] {
  return binding
    .split(/(?<=[\w\]])\+/)
    .filter((part) => !/^\[\w+\]$/.test(part))
    .map((part) => (part === '$mod' ? 'Mod' : part))
}
