import { expect, it } from 'vitest'
import { shownKeys } from '../../../../renderer/src/state/keys.ts'

it.each([
  ['$mod+k', ['Mod', 'k']],
  ['$mod+Shift+p', ['Mod', 'Shift', 'p']],
  ['[Shift]+?', ['?']],
  ['$mod+/', ['Mod', '/']],
  ['$mod+,', ['Mod', ',']],
  ['[', ['[']],
  [']', [']']],
  ['Delete', ['Delete']],
])('shows the keys of %s', (binding, keys) => {
  expect(shownKeys(binding)).toEqual(keys)
})
