import { algorithmName } from '../diagnose/frames/algorithms.ts'
import { resolveScheme } from '../schemes/registry.ts'
import type { SchemeDefinition, SchemeId, SchemeOptions } from '../types.ts'
import { actionSnippet, secretActionSnippet } from './action.ts'
import { recipeName } from './expressions.ts'
import { goSnippet } from './go.ts'
import { expressSnippet, nextSnippet } from './node-routes.ts'
import { phpSnippet } from './php.ts'
import { pythonSnippet } from './python.ts'
import { shapeOf, type Shape } from './shape.ts'
import { honoSnippet } from './subtle.ts'

export interface SnippetLanguage {
  id: string
  title: string
}

const receivers: (SnippetLanguage & { write: (shape: Shape) => string })[] = [
  { id: 'express', title: 'TypeScript, Express', write: expressSnippet },
  { id: 'nextjs', title: 'TypeScript, Next.js', write: nextSnippet },
  { id: 'hono', title: 'TypeScript, Hono or Workers', write: honoSnippet },
  { id: 'python', title: 'Python, Flask', write: pythonSnippet },
  { id: 'php', title: 'PHP', write: phpSnippet },
  { id: 'go', title: 'Go, net/http', write: goSnippet },
]
const action: SnippetLanguage = { id: 'chatzuri-action', title: 'chatzuri action that signs' }

/** The languages in which code can be had for a scheme. */
export function verifierLanguages(id: SchemeId): SnippetLanguage[] {
  const own = receivers.map(({ id: language, title }) => ({ id: language, title }))
  return id === 'chatzuri' || id === 'chatzuri-secret' ? [...own, action] : own
}

export type Snippet = { ok: true; code: string } | { ok: false; problem: string }

/** A receiver that verifies a scheme, or for chatzuri an action that signs, in one of `verifierLanguages`. */
export function verifierCode(id: SchemeId, language: string, options: SchemeOptions): Snippet {
  const resolved = resolveScheme(id, options)
  if (!resolved.ok) return resolved
  if (language === action.id && id === 'chatzuri') return { ok: true, code: actionSnippet }
  if (language === action.id && id === 'chatzuri-secret') return { ok: true, code: secretActionSnippet }
  const receiver = receivers.find((item) => item.id === language)
  if (receiver === undefined)
    return { ok: false, problem: `There is no code for ${id} in ${JSON.stringify(language)}.` }
  return { ok: true, code: receiver.write(shapeOf(resolved.scheme, summaryOf(resolved.scheme))) }
}

function summaryOf(scheme: SchemeDefinition): string {
  const { primitive, layout, encoding } = scheme
  if (primitive.kind === 'equality')
    return `${scheme.title}: the header holds the secret itself. ${scheme.documentation}`
  return `${scheme.title}: ${algorithmName(scheme)} over ${recipeName(layout)}, ${encoding}. ${scheme.documentation}`
}
