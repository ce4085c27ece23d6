import type { HeaderFormat, SchemeDefinition } from '../types.ts'
import type { Step } from './finding.ts'
import type { Token } from './tokens.ts'

/** What is wrong around a signature in its header: prefix, separators, quotes. Empty when nothing is. */
export function surroundings(scheme: SchemeDefinition, token: Token): Step[] {
  if (scheme.signature.in === 'body') return bodyField(token)
  const { format } = scheme.signature
  const before = token.value.slice(0, token.start)
  const after = token.value.slice(token.end)
  const place: Place = { title: scheme.title, source: token.source, before, after, token }
  switch (format.kind) {
    case 'plain':
      return plain(format.prefix, place)
    case 'versions':
      return versions(format.version, place)
    case 'pairs':
      return pairs(format, place)
    case 'template':
      return templated(format.template, place)
  }
}

interface Place {
  title: string
  source: string
  before: string
  after: string
  token: Token
}

const dress = /[\s"'`<>[\](){}\\]/g
const bare = (text: string) => text.replace(dress, '')
const delimiters = /[=:,;._-]+$/

function bodyField(token: Token): Step[] {
  if (token.start === 0 && token.end === token.value.length) return []
  const before = token.value.slice(0, token.start)
  return [
    bare(before) === ''
      ? {
          code: 'signature-header-format',
          text: `The signature in ${token.source} has something around it: “${clip(token.value)}”.`,
        }
      : {
          code: 'signature-prefix',
          text: `The signature in ${token.source} has “${clip(before)}” in front of it, which does not belong there.`,
        },
  ]
}

function plain(prefix: string, place: Place): Step[] {
  const { before, after, title, source, token } = place
  if (before === prefix && after === '') return []
  if (/[A-Za-z0-9+/_-]{16,}/.test(after) || /[A-Za-z0-9+/_-]{16,}=*[^A-Za-z0-9]+/.test(before)) {
    return [separator(place, `one signature in ${source}`)]
  }
  if (before === prefix && bare(after) !== '' && !/^=+$/.test(after)) {
    return [formatStep(place, `has “${clip(after)}” behind the signature`)]
  }
  const label = bare(before)
  if (label === prefix) return [formatStep(place, 'has blanks, quotes or brackets around the signature')]
  if (prefix !== '' && label === '') {
    return [
      {
        code: 'signature-prefix',
        text: `${source} lacks the prefix “${prefix}”: ${title} sends ${prefix}… and its verifier compares the whole text.`,
      },
    ]
  }
  if (prefix !== '' && label.toLowerCase() === prefix.toLowerCase()) {
    return [
      {
        code: 'case',
        text: `The prefix in ${source} is “${clip(before)}”; ${title} writes “${prefix}”, and case counts.`,
      },
    ]
  }
  if (
    prefix !== '' &&
    label.replace(delimiters, '').toLowerCase() === prefix.replace(delimiters, '').toLowerCase()
  ) {
    return [formatStep(place, `has “${clip(before)}” where “${prefix}” belongs`)]
  }
  if (prefix === '' && !/[=:\s,_-]$/.test(before) && token.start > 0 && bare(before) !== '') {
    return [formatStep(place, `has “${clip(before)}” in front of the signature`)]
  }
  const wanted = prefix === '' ? `${title} sends the signature alone` : `${title} writes “${prefix}”`
  return [{ code: 'signature-prefix', text: `${source} begins with “${clip(before)}”; ${wanted}.` }]
}

function versions(version: string, place: Place): Step[] {
  const { before, after, title, source } = place
  const gap = before.lastIndexOf(' ')
  const own = before.slice(gap + 1)
  const rest = after.split(' ', 1)[0] ?? ''
  const label = `${version},`
  if (own === label && rest === '') return []
  if (
    /^[,;|&\t\n]/.test(rest) ||
    new RegExp(`[A-Za-z0-9+/=_-]{16,}[,;|&\\t\\n]\\s*${version}[,=:]$`).test(before)
  ) {
    return [separator(place, 'the signatures')]
  }
  if (own === '' && new RegExp(`${version},\\s+$`).test(before))
    return [formatStep(place, 'has a blank behind the comma')]
  const name = bare(own)
  if (name === label) return [formatStep(place, 'has quotes or brackets around the signature')]
  if (name === '') {
    return [
      {
        code: 'signature-prefix',
        text: `The signature in ${source} lacks its version “${label}”; ${title} writes ${label}….`,
      },
    ]
  }
  if (name.toLowerCase() === label) {
    return [
      {
        code: 'case',
        text: `The version in ${source} is “${clip(own)}”; ${title} writes “${label}”, and case counts.`,
      },
    ]
  }
  if (name.replace(delimiters, '').toLowerCase() === version)
    return [formatStep(place, `has “${clip(own)}” where “${label}” belongs`)]
  return [
    {
      code: 'signature-prefix',
      text: `The signature in ${source} has “${clip(own)}” in front; ${title} writes “${label}”.`,
    },
  ]
}

type PairFormat = Extract<HeaderFormat, { kind: 'pairs' }>

function pairs(format: PairFormat, place: Place): Step[] {
  const { before, after, title, source, token } = place
  if (isExactItem(format, place)) return []
  const value = token.value
  const trimmed = value.split(format.separator).map((item) => item.trim())
  if (itemsFit(format, trimmed, token.text))
    return [
      formatStep(place, `has blanks around its items; they are separated by “${format.separator}” alone`),
    ]
  for (const other of [',', ';', '&', '|', '\n', '\t', ' ']) {
    if (other === format.separator) continue
    const items = value
      .split(other)
      .map((item) => item.trim())
      .filter((item) => item !== '')
    if (itemsFit(format, items, token.text)) {
      return [
        {
          code: 'signature-list-separator',
          text: `${source} separates its items by “${other}”; ${title} writes “${format.separator}”.`,
        },
      ]
    }
  }
  const own = before.slice(
    Math.max(...[',', ';', '&', '|', ' ', '\n'].map((mark) => before.lastIndexOf(mark))) + 1,
  )
  const name = bare(own)
  if (name === '' && bare(after) === '') {
    return [
      {
        code: 'signature-prefix',
        text: `The signature in ${source} lacks its name: ${title} writes ${format.signature}=….`,
      },
    ]
  }
  if (name.toLowerCase() === `${format.signature}=` && name !== `${format.signature}=`) {
    return [
      {
        code: 'case',
        text: `${source} says “${clip(own)}”; ${title} writes “${format.signature}=”, and case counts.`,
      },
    ]
  }
  const shape = [
    format.timestamp === null ? '' : `${format.timestamp}=…${format.separator}`,
    `${format.signature}=…`,
  ].join('')
  return [formatStep(place, `is not written as ${shape}`)]
}

function isExactItem(format: PairFormat, place: Place): boolean {
  const items = place.token.value.split(format.separator)
  return itemsFit(format, items, place.token.text)
}

function itemsFit(format: PairFormat, items: readonly string[], text: string): boolean {
  const signature = items.some(
    (item) =>
      item.toLowerCase() === `${format.signature}=${text}`.toLowerCase() &&
      item.startsWith(`${format.signature}=`),
  )
  const needed = [format.timestamp, format.id].every(
    (name) => name === null || items.some((item) => item.startsWith(`${name}=`)),
  )
  return signature && needed
}

function templated(template: string, place: Place): Step[] {
  const [head = '', tail = ''] = template.split('{signature}')
  const pattern = (text: string) => text.replace(/[\\^$.*+?()[\]|/-]/g, '\\$&').replace(/\{\w+\}/g, '.+?')
  const exact =
    new RegExp(`^${pattern(head)}$`, 's').test(place.before) &&
    new RegExp(`^${pattern(tail)}$`, 's').test(place.after)
  if (exact) return []
  if (bare(place.before) === '' && bare(head.replace(/\{\w+\}/g, '')) !== '') {
    return [
      {
        code: 'signature-prefix',
        text: `${place.source} lacks what stands in front of the signature: “${head}”.`,
      },
    ]
  }
  return [formatStep(place, `is not written as ${template}`)]
}

function formatStep(place: Place, what: string): Step {
  return {
    code: 'signature-header-format',
    text: `The signature itself is right, but ${place.source} ${what}: “${clip(place.token.value)}”.`,
  }
}

function separator(place: Place, what: string): Step {
  const mark =
    (/^\s*([^A-Za-z0-9\s])/.exec(place.after) ?? /([^A-Za-z0-9\s=])\s*\w*[,=:]?$/.exec(place.before))?.[1] ??
    '?'
  return {
    code: 'signature-list-separator',
    text: `Several signatures in ${place.source} are joined with “${mark}”, where ${place.title} expects ${what}${what === 'the signatures' ? ' separated by blanks' : ''}.`,
  }
}

function clip(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`
}
