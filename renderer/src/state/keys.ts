/** A binding as tinykeys writes it, in the keys that a person presses: `$mod+Shift+p` -> `['Mod', 'Shift', 'P']`. */
export function shownKeys(binding: string): string[] {
  const parts = binding.split(/(?<=\w)\+/).map((part) => (part === '$mod' ? 'Mod' : part))
  // `?` and the like are named by what they type; that Shift is needed depends on the keyboard.
  const last = parts.at(-1) ?? ''
  return parts.filter((part) => part !== 'Shift' || /^[a-zA-Z]$|^\w{2,}$/.test(last))
}
