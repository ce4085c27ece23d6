import { contentType } from '../../message/headers.ts'
import type { Reading } from '../../message/read.ts'
import { hubspotUri } from '../../schemes/hubspot-v3.ts'
import type { Ingredients, Key, Part, SchemeDefinition, SchemeOptions, SignedRequest } from '../../types.ts'
import type { Step } from '../finding.ts'
import { layoutVariants } from './layouts.ts'
import { providerFrames } from './provider-frames.ts'
import { timesElsewhere, timeVariants } from './times.ts'
import { urlCandidates } from './url-candidates.ts'
import { classifyUrl } from './url-difference.ts'

/** A way to put the signed text together, apart from key, body and algorithm. */
export interface SearchFrame {
  layout: Part[]
  ingredients: Ingredients
  /** Empty for what the provider accepts anyway. */
  steps: Step[]
  /** The steps once the frame proved right; for URLs they are worked out only then. */
  stepsFor: (ingredients: Ingredients) => Step[]
  usesBody: boolean
  /** Cheap and frequent: tried before other bodies are built. */
  light: boolean
  /** Tried late. */
  unlikely: boolean
}

/** All frames for a request; the first is the plain one. */
export function buildFrames(
  scheme: SchemeDefinition,
  request: SignedRequest,
  reading: Reading,
  others: readonly Key[],
  options: SchemeOptions,
): SearchFrame[] {
  const accepted = scheme.accepted?.(reading.ingredients, contentType(request.headers)) ?? [
    reading.ingredients,
  ]
  const first = accepted[0] ?? reading.ingredients
  const uses = (kind: Part['kind']) => scheme.layout.some((part) => part.kind === kind)
  const frames = accepted.map((ingredients) => frame(scheme.layout, ingredients, []))
  if (uses('timestamp')) frames.push(...timeFrames(scheme, request, reading, first))
  if (uses('id')) {
    const ids = idFrames(scheme, request, first)
    frames.push(...ids)
    if (first.id === '' && first.timestamp === '')
      frames.push(...renamedFrames(scheme, request, reading, ids))
  }
  if (uses('method')) frames.push(...methodFrames(scheme, request, first))
  if (uses('url') || uses('path')) frames.push(...urlFrames(scheme, request, first, options))
  for (const special of providerFrames(scheme, request, first, others, options)) {
    frames.push(frame(special.layout, special.ingredients, special.steps))
  }
  if (uses('path')) {
    const layout = scheme.layout.map((part): Part => (part.kind === 'path' ? { kind: 'target' } : part))
    const step: Step = { code: 'url-query', text: 'The path was signed together with the query.' }
    frames.push(frame(layout, first, [step]))
  }
  const plain = frames.slice()
  const cheap =
    scheme.primitive.kind === 'hmac' || scheme.primitive.kind === 'hash' || scheme.primitive.kind === 'rsa'
  const layouts = layoutVariants(scheme)
  for (const [at, variant] of (cheap ? layouts : layouts.slice(0, 90)).entries()) {
    const step: Step = { code: 'signed-content-layout', text: variant.text }
    frames.push({ ...frame(variant.layout, first, [step]), light: cheap && at < 70 })
  }
  frames.push(...strayTimestampFrames(scheme, request, first))
  if (uses('timestamp') && cheap) frames.push(...timedLayouts(layouts, plain))
  return frames
}

function frame(layout: Part[], ingredients: Ingredients, steps: Step[], unlikely = false): SearchFrame {
  return {
    layout,
    ingredients,
    steps,
    stepsFor: () => steps,
    usesBody: layout.some((part) => part.kind === 'body' || part.kind === 'crc32'),
    light: steps.length > 0 && !unlikely,
    unlikely,
  }
}

function timeFrames(
  scheme: SchemeDefinition,
  request: SignedRequest,
  reading: Reading,
  first: Ingredients,
): SearchFrame[] {
  const frames: SearchFrame[] = []
  for (const { timestamp, steps } of timeVariants(first.timestamp)) {
    frames.push(frame(scheme.layout, { ...first, timestamp }, steps))
  }
  for (const { timestamp, steps } of timesElsewhere(scheme, request, reading.values)) {
    if (timestamp === first.timestamp) continue
    frames.push(frame(scheme.layout, { ...first, timestamp }, steps))
    if (first.timestamp !== '') continue
    for (const variant of timeVariants(timestamp)) {
      frames.push(
        frame(scheme.layout, { ...first, timestamp: variant.timestamp }, [...steps, ...variant.steps]),
      )
    }
  }
  return frames
}

/** The id from another header, and id and timestamp confused. */
function idFrames(scheme: SchemeDefinition, request: SignedRequest, first: Ingredients): SearchFrame[] {
  const wanted = scheme.messageId?.names ?? []
  const frames: SearchFrame[] = []
  for (const [name, value] of request.headers) {
    const text = value.trim()
    if (!/id$/i.test(name) || text === '' || text === first.id || text.length > 200) continue
    const step: Step = {
      code: 'wrong-header',
      text: `The message id that was signed is in ${name}; ${scheme.title} checks look into ${wanted[0] ?? 'another header'}.`,
    }
    frames.push(frame(scheme.layout, { ...first, id: text }, [step]))
  }
  const swapped: Step = {
    code: 'wrong-header',
    text: 'Message id and timestamp are in each other’s headers.',
  }
  if (/^\d{9,13}$/.test(first.id) && !/^\d+$/.test(first.timestamp) && first.timestamp !== '') {
    frames.push(frame(scheme.layout, { ...first, id: first.timestamp, timestamp: first.id }, [swapped]))
  }
  for (const id of [first.id.toLowerCase(), first.id.toUpperCase()]) {
    if (id === first.id) continue
    frames.push(
      frame(scheme.layout, { ...first, id }, [
        { code: 'case', text: `The message id was signed as ${id}, but received as ${first.id}.` },
      ]),
    )
  }
  return frames
}

/** Id and timestamp both under other names, as when another provider's headers are used. */
function renamedFrames(
  scheme: SchemeDefinition,
  request: SignedRequest,
  reading: Reading,
  ids: readonly SearchFrame[],
): SearchFrame[] {
  const times = timesElsewhere(scheme, request, reading.values).slice(0, 6)
  return ids
    .slice(0, 6)
    .flatMap((item) =>
      times.map(({ timestamp, steps }) =>
        frame(scheme.layout, { ...item.ingredients, timestamp }, [...item.steps, ...steps]),
      ),
    )
}

function methodFrames(scheme: SchemeDefinition, request: SignedRequest, first: Ingredients): SearchFrame[] {
  const override = request.headers.find(([name]) =>
    /^x-(?:http-)?method-override$|^x-original-method$/i.test(name),
  )?.[1]
  const methods = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
  const all = [
    override?.trim() ?? '',
    ...methods,
    first.method.toLowerCase(),
    first.method.toUpperCase(),
    ...methods.map((text) => text.toLowerCase()),
  ]
  return [...new Set(all)]
    .filter((method) => method !== first.method && method !== '')
    .map((method) => {
      return frame(scheme.layout, { ...first, method }, [
        {
          code: 'method',
          text: `The text was signed with the method ${method}; the request came as ${first.method}.`,
        },
      ])
    })
}

function urlFrames(
  scheme: SchemeDefinition,
  request: SignedRequest,
  first: Ingredients,
  options: SchemeOptions,
): SearchFrame[] {
  const decodes = scheme.id === 'hubspot-v3'
  const urls = urlCandidates(request.url, request.headers, options.publicUrls ?? [])
  const forms = decodes ? [request.url, ...urls.flatMap((url) => [hubspotUri(url), url])] : urls
  const received = request.url
  return [...new Set(forms)]
    .filter((url) => url !== first.url)
    .map((url, at) => ({
      ...frame(scheme.layout, { ...first, url }, [{ code: 'url-path' as const, text: url }]),
      light: at < 320,
      stepsFor: () => (decodes && url === received ? [undecoded] : classifyUrl(received, url)),
    }))
}

const undecoded: Step = {
  code: 'url-encoding',
  text: 'The URI was signed as it was requested; HubSpot decodes twelve escapes (%3A, %2F, …) before it signs.',
}

/** For schemes that sign no time: the request carries one all the same, and it was put into the text. */
function strayTimestampFrames(
  scheme: SchemeDefinition,
  request: SignedRequest,
  first: Ingredients,
): SearchFrame[] {
  if (scheme.timestamp !== null || !scheme.layout.some((part) => part.kind === 'body')) return []
  const frames: SearchFrame[] = []
  for (const [name, value] of request.headers) {
    const text = value.trim()
    if (!/^\d{10}(?:\d{3})?$/.test(text) || /^content-length$/i.test(name)) continue
    for (const separator of ['.', ':', '', '|', '\n']) {
      for (const layout of [
        [{ kind: 'literal', text: text + separator } as Part, { kind: 'body' } as Part],
        [{ kind: 'body' } as Part, { kind: 'literal', text: separator + text } as Part],
      ]) {
        const step: Step = {
          code: 'signed-content-layout',
          text: `The value of ${name} was signed together with the body; ${scheme.title} signs the body alone.`,
        }
        frames.push({ ...frame(layout, first, [step]), light: false })
      }
    }
  }
  return frames
}

/** Layout and unit of the timestamp wrong at once. */
function timedLayouts(
  layouts: readonly { layout: Part[]; text: string }[],
  frames: readonly SearchFrame[],
): SearchFrame[] {
  const timed = frames
    .filter((item) => item.steps.length === 1 && item.steps[0]?.code === 'timestamp-unit')
    .slice(0, 3)
  return timed.flatMap((item) =>
    layouts
      .filter(({ layout }) => layout.some((part) => part.kind === 'timestamp'))
      .slice(0, 40)
      .map(({ layout, text }) =>
        frame(layout, item.ingredients, [{ code: 'signed-content-layout', text }, ...item.steps], true),
      ),
  )
}
