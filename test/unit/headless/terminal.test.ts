import { describe, expect, it } from 'vitest'
import {
  fit,
  formatBytes,
  formatTable,
  printable,
  toJson,
} from '../../../electron/headless/output/terminal.ts'

describe('printable', () => {
  it('shows control characters instead of obeying them', () => {
    expect(printable('\x1b[31mred\x07\r\n\x9b2J\x7f')).toBe('\\x1b[31mred\\x07\\x0d\\x0a\\x9b2J\\x7f')
    expect(printable('abc\u202egnp.exe')).toBe('abc\\u202egnp.exe')
    expect(printable('Grüße, 漢字 ✓')).toBe('Grüße, 漢字 ✓')
  })
})

describe('toJson', () => {
  it('is JSON on one line without a control character', () => {
    const value = { text: 'a\n\u2028\x9b\x7f\x1b', nested: [1, null] }
    const json = toJson(value)
    expect(json).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028]/)
    expect(JSON.parse(json)).toEqual(value)
  })
})

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [1_234, '1.2 kB'],
    [9_949, '9.9 kB'],
    [9_950, '10 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [200_000_000, '200 MB'],
    [10_737_418_240, '11 GB'],
  ])('%d -> %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})

it('a table aligns its columns and ends its lines with text', () => {
  const rows = [
    ['NAME', 'N', 'URL'],
    ['a', '10', 'x'],
    ['longer', '7', ''],
  ]
  expect(formatTable(rows, [1])).toEqual(['NAME     N  URL', 'a       10  x', 'longer   7'])
})

it('a text that does not fit ends with an ellipsis', () => {
  expect(fit('abcdef', 6)).toBe('abcdef')
  expect(fit('abcdefg', 6)).toBe('abcde…')
})
