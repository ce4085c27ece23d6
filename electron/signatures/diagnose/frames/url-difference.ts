import { decodePercent } from '../../message/forms.ts'
import { splitUrl, standardPort } from '../../message/urls.ts'
import type { Step } from '../finding.ts'

/** Says in which respects the signed URL differs from the one that the server saw; the most telling first. */
export function classifyUrl(received: string, signed: string): Step[] {
  const a = splitUrl(received)
  const b = splitUrl(signed)
  if (received === signed) return []
  if (a === null || b === null) {
    return [{ code: 'url-path', text: `Only ${signed.slice(0, 120)} was signed, not the whole URL.` }]
  }
  const escapesOnly = decodePercent(received) === decodePercent(signed)
  if (received.toLowerCase() === signed.toLowerCase() && a.scheme === b.scheme && !escapesOnly) {
    return [{ code: 'case', text: `The signed URL differs in upper and lower case only: ${signed}.` }]
  }
  const steps: Step[] = []
  const effective = (port: string | null, scheme: string) => port ?? standardPort(scheme)
  if (a.host.toLowerCase() !== b.host.toLowerCase() || a.user !== b.user) {
    steps.push({
      code: 'url-host',
      text: `The signed URL has the host ${b.user}${b.host}, the server saw ${a.user}${a.host}: a proxy or tunnel changed it.`,
    })
  } else if (a.host !== b.host) {
    steps.push({
      code: 'case',
      text: `The host is written ${b.host} in the signed URL and ${a.host} in what the server saw.`,
    })
  }
  if (a.path !== b.path) steps.push(pathStep(a.path, b.path))
  if (a.query !== b.query) steps.push(queryStep(a.query, b.query))
  if (a.scheme !== b.scheme) {
    steps.push({
      code: 'url-scheme',
      text: `The signed URL begins with ${b.scheme}://, the server saw ${a.scheme}://: TLS ends at a proxy in front of it.`,
    })
  }
  const portMatters = steps.length === 0 || effective(a.port, a.scheme) !== effective(b.port, b.scheme)
  if (a.port !== b.port && portMatters) {
    const name = (port: string | null) => (port === null ? 'no port' : `port ${port}`)
    const step: Step = {
      code: 'url-port',
      text: `The signed URL has ${name(b.port)}, the server saw ${name(a.port)}.`,
    }
    if (!steps.some(({ code }) => code === 'url-host')) steps.push(step)
  }
  if (steps.length === 0) steps.push({ code: 'url-path', text: `The signed URL is ${signed}.` })
  return steps
}

function pathStep(received: string, signed: string): Step {
  const bare = (path: string) => path.replace(/\/+$/, '')
  if (bare(received) === bare(signed)) {
    const more = signed.length > received.length
    return {
      code: 'url-trailing-slash',
      text: `The signed URL ends its path ${more ? 'with' : 'without'} a slash, what the server saw is ${more ? 'without' : 'with'} it.`,
    }
  }
  if (decodePercent(received) === decodePercent(signed) || blankless(received) === blankless(signed)) {
    return {
      code: 'url-encoding',
      text: `The path is percent-encoded another way in the signed URL: ${signed} for ${received}.`,
    }
  }
  if (received.toLowerCase() === signed.toLowerCase()) {
    return {
      code: 'case',
      text: `The path is written ${signed} in the signed URL and ${received} in what the server saw.`,
    }
  }
  return {
    code: 'url-path',
    text: `The signed URL has the path ${signed}, the server saw ${received}: a proxy, prefix or rewrite changed it.`,
  }
}

function queryStep(received: string | null, signed: string | null): Step {
  const text = (query: string | null) => (query === null ? 'no query' : `the query ?${query}`)
  if (received !== null && signed !== null && blankless(received) === blankless(signed)) {
    return {
      code: 'url-encoding',
      text: `The query is percent-encoded another way in the signed URL: ?${signed} for ?${received}.`,
    }
  }
  return {
    code: 'url-query',
    text: `The signed URL has ${text(signed)}, the server saw ${text(received)}: something dropped, added or re-ordered parameters.`,
  }
}

function blankless(text: string): string {
  return decodePercent(text.replaceAll('+', ' '))
}
