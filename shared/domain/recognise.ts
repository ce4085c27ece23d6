import type { Provider } from './request.ts'
import { gatherClues, type Recognisable } from './recognise/clues.ts'
import { identify } from './recognise/identify.ts'
import { readers } from './recognise/readers.ts'

export interface Recognition {
  provider: Provider
  /** The event's name as a header or the payload gives it, on one line, at most 120 characters. */
  event: string | null
  /**
   * The most telling values of the payload, joined by ` · ` on one line, at most 120 characters. The event's name is
   * not repeated in it.
   */
  summary: string | null
}

const maxLength = 120
const maxValue = 70

/**
 * Who sent a request, which event it is, and what it is about. Runs for every captured request: a few microseconds for
 * an ordinary payload, bounded for any (bodies over 256 kB are not parsed), and never throws, whatever the bytes.
 */
export function recognise(request: Recognisable): Recognition {
  const clues = gatherClues(request)
  const provider = identify(clues)
  const reading = readers[provider](clues)
  const event = reading.event === undefined ? '' : clean(reading.event, maxLength)
  return {
    provider,
    event: event === '' ? null : event,
    summary: summarise(reading.values),
  }
}

function summarise(values: readonly (string | undefined)[]): string | null {
  let line = ''
  const seen = new Set<string>()
  for (const value of values) {
    if (value === undefined) continue
    const text = clean(value, maxValue)
    if (text === '' || seen.has(text)) continue
    seen.add(text)
    const longer = line === '' ? text : `${line} · ${text}`
    if (longer.length > maxLength) break
    line = longer
  }
  return line === '' ? null : line
}

/** Control characters, line ends and direction overrides have no place in a list. */
const unseemly = /[\s\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g

/** One line of well-formed text, cut between characters. */
function clean(text: string, most: number): string {
  // More than this is cut off anyway; the rest need not be looked at.
  const start = text.length > 400 ? text.slice(0, 400) : text
  const line = start.replace(unseemly, ' ').trim()
  if (line.length <= most && start.length === text.length) return line.toWellFormed()
  const cut = line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')
  return `${cut.trimEnd()}…`.toWellFormed()
}
