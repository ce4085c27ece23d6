import { create } from 'zustand'
import { remember, remembered } from '../../../state/storage.ts'

const order = [
  'express',
  'fastify',
  'nextjs',
  'hono',
  'flask',
  'django',
  'fastapi',
  'laravel',
  'rails',
  'go',
  'spring',
] as const

const titles: Record<string, string> = {
  express: 'Express',
  fastify: 'Fastify',
  nextjs: 'Next.js',
  hono: 'Hono',
  flask: 'Flask',
  django: 'Django',
  fastapi: 'FastAPI',
  laravel: 'Laravel',
  rails: 'Rails',
  go: 'Go net/http',
  spring: 'Spring',
}

/** A framework's name as a key: `Next.js`, `next` and `nextjs` are one. */
function keyOf(framework: string): string {
  const key = framework.toLowerCase().replaceAll(/[^a-z]/g, '')
  if (key === 'next') return 'nextjs'
  if (key.startsWith('go')) return 'go'
  return key.startsWith('spring') ? 'spring' : key
}

export function frameworkTitle(framework: string): string {
  return titles[keyOf(framework)] ?? framework
}

interface Sample {
  readonly framework: string
}

/** Samples in the order in which they are offered. */
export function sortedSamples<T extends Sample>(samples: readonly T[]): T[] {
  const place = ({ framework }: T): number => {
    const at = (order as readonly string[]).indexOf(keyOf(framework))
    return at === -1 ? order.length : at
  }
  return [...samples].sort((left, right) => place(left) - place(right))
}

/** The sample for the framework that the reader uses, else the first. */
export function sampleFor<T extends Sample>(samples: readonly T[], framework: string): T | undefined {
  return samples.find((sample) => keyOf(sample.framework) === keyOf(framework)) ?? samples[0]
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** The framework that was picked last, remembered. */
export const useFramework = create<{ framework: string }>()(() => ({
  framework: remembered('signature.framework', isText) ?? 'express',
}))

export function pickFramework(framework: string): void {
  remember('signature.framework', framework)
  useFramework.setState({ framework })
}

/** The language in which a sample's id is written, for its colours. */
export function languageName(id: string): string {
  const key = id.toLowerCase()
  if (/python|flask|django|fastapi/.test(key)) return 'python'
  if (/php|laravel/.test(key)) return 'php'
  if (/ruby|rails/.test(key)) return 'ruby'
  if (/^go\b|go-|golang/.test(key)) return 'go'
  if (/java$|kotlin|spring/.test(key)) return 'java'
  return 'typescript'
}
