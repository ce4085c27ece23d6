import { headerValues } from '../../message/headers.ts'
import { writeTimestamp } from '../../message/timestamps.ts'
import type { SchemeDefinition, SignedRequest } from '../../types.ts'
import type { Step } from '../finding.ts'

export interface TimeVariant {
  timestamp: string
  steps: Step[]
}

/** The timestamp in other units and spellings, for a text in which another one than the header's was signed. */
export function timeVariants(text: string): TimeVariant[] {
  const out: TimeVariant[] = []
  const push = (timestamp: string, what: string) => {
    if (timestamp === text || timestamp === '' || out.some((item) => item.timestamp === timestamp)) return
    out.push({
      timestamp,
      steps: [
        {
          code: 'timestamp-unit',
          text: `The signed text has the time as “${timestamp}” (${what}), the request says “${text}”.`,
        },
      ],
    })
  }
  if (/^\d{9,11}$/.test(text)) {
    push(`${text}000`, 'milliseconds')
    push(`${text}.0`, 'seconds as a decimal number')
    isoForms(Number(text) * 1000, push)
    push(`${text}000000`, 'microseconds')
    push(`${text}000000000`, 'nanoseconds')
  } else if (/^\d{12,14}$/.test(text)) {
    push(text.slice(0, -3), 'seconds')
    push(String(Math.round(Number(text) / 1000)), 'seconds, rounded')
    push(String(Number(text) / 1000), 'seconds as a decimal number')
    isoForms(Number(text), push)
  } else if (/^\d+\.\d+$/.test(text)) {
    push(text.split('.', 1)[0] ?? '', 'whole seconds')
    push(String(Math.round(Number(text) * 1000)), 'milliseconds')
  } else {
    const at = Date.parse(text)
    if (!Number.isNaN(at) && Math.abs(at) < 8e15) {
      push(writeTimestamp(at, 's'), 'seconds')
      push(String(at), 'milliseconds')
      isoForms(at, push)
    }
  }
  push(text.replace(/^0+(?=\d)/, ''), 'without leading zeros')
  return out
}

function isoForms(at: number, push: (text: string, what: string) => void): void {
  if (Math.abs(at) > 8e15) return
  const full = new Date(at).toISOString()
  const short = full.replace(/\.\d{3}Z$/, 'Z')
  push(short, 'ISO 8601')
  push(full, 'ISO 8601 with milliseconds')
  push(short.replace('Z', '+00:00'), 'ISO 8601 with an offset')
  push(full.replace('Z', '+00:00'), 'ISO 8601 with an offset')
  push(short.replace('Z', ''), 'ISO 8601 without a zone')
  push(short.replace('T', ' ').replace('Z', ''), 'date and time')
  push(new Date(at).toUTCString(), 'HTTP date')
}

/** Timestamps that stand elsewhere in the request: in another header, or loosely inside the signature header. */
export function timesElsewhere(
  scheme: SchemeDefinition,
  request: SignedRequest,
  values: readonly { value: string }[],
): TimeVariant[] {
  const out: TimeVariant[] = []
  // When the signature's header is not there at all, its value may stand under another name.
  const inside = scheme.timestamp?.in === 'signature' && values.length === 0
  const places = inside
    ? request.headers.map(([, value]) => ({ value })).filter(({ value }) => value.length > 40)
    : values
  for (const { value } of places) {
    for (const match of value.slice(0, 1000).matchAll(/(?<![A-Za-z0-9])\d{10}(?:\d{3})?(?![A-Za-z0-9])/g)) {
      out.push({ timestamp: match[0], steps: [] })
    }
    const iso = /\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:?\d\d)/.exec(value.slice(0, 1000))?.[0]
    if (iso !== undefined) out.push({ timestamp: iso, steps: [] })
  }
  const wanted = scheme.timestamp?.in === 'header' ? (scheme.timestamp.names[0] ?? '') : 'the timestamp'
  const own = new Set(
    scheme.timestamp?.in === 'header' ? scheme.timestamp.names.map((name) => name.toLowerCase()) : [],
  )
  for (const [name] of request.headers) {
    if (own.has(name.toLowerCase()) || /^(?:date|age|content-length|expires|if-)/i.test(name)) continue
    for (const value of headerValues(request.headers, name)) {
      const text = value.trim()
      if (!/^\d{10}(?:\d{3})?$/.test(text) && !/^\d{4}-\d\d-\d\dT/.test(text)) continue
      out.push({
        timestamp: text,
        steps: [
          {
            code: 'wrong-header',
            text: `The timestamp that was signed is in ${name}; ${scheme.title} checks look into ${wanted}.`,
          },
        ],
      })
    }
  }
  return out
}
