import { asBuffer } from '../crypto/encodings.ts'
import { contentType, firstHeader } from '../message/headers.ts'
import type { Reading } from '../message/read.ts'
import type { Ingredients, Key, Part, SchemeDefinition, SchemeOptions, SignedRequest } from '../types.ts'
import { Tester, type Reproduction } from './attempt.ts'
import { bodyCandidates } from './bodies/candidates.ts'
import { Budget, type BodyCandidate, type Step } from './finding.ts'
import { algorithmVariants, mainAlgorithms, type AlgorithmVariant } from './frames/algorithms.ts'
import { buildFrames, type SearchFrame } from './frames/frames.ts'
import { keyCandidates, type KeyCandidate } from './keys.ts'
import { collectTokens } from './tokens.ts'

export interface Found {
  reproduction: Reproduction
  key: KeyCandidate
  layout: Part[]
  ingredients: Ingredients
  /** Every transform, those of the body first. */
  steps: Step[]
}

export interface SearchResult {
  found: Found | null
  /** What was tried, for saying so when nothing fits. */
  tried: { combinations: number; keys: number; bodies: number; texts: number }
  exhausted: boolean
  /** RSA only: the signature was made with a known key, but over another text. */
  keyIsRight: boolean
}

interface Plan {
  tester: Tester
  mains: AlgorithmVariant[]
  base: SearchFrame
  frames: SearchFrame[]
  principal: KeyCandidate[]
  others: KeyCandidate[]
  variants: KeyCandidate[]
}

/**
 * Looks for keys, bodies, texts and algorithms that give the received signature, alone first, then combined, likelier
 * ones first, until one does or the work is used up. What it finds is proven: the value was computed again.
 */
export function searchCause(
  scheme: SchemeDefinition,
  request: SignedRequest,
  reading: Reading,
  keys: readonly Key[],
  others: readonly Key[],
  options: SchemeOptions,
): SearchResult {
  const budget = new Budget(workLimit(scheme, request.body.byteLength))
  const tester = new Tester(scheme, collectTokens(scheme, request, reading), budget)
  const candidates = keyCandidates(scheme, keys, others)
  const frames = buildFrames(scheme, request, reading, others, options)
  const base = frames[0]
  const bodies = new Bodies(scheme, request, budget)
  const result = (found: Found | null): SearchResult => ({
    found,
    tried: {
      combinations: tester.count,
      keys: candidates.length,
      bodies: bodies.count,
      texts: frames.length,
    },
    exhausted: budget.exhausted,
    keyIsRight: found === null && candidates.some((key) => key.plain && tester.madeWith(key.key)),
  })
  if (!tester.hasTokens || candidates.length === 0 || base === undefined) return result(null)
  const plain = candidates.filter((key) => key.plain)
  const variants = candidates.filter((key) => !key.plain && (!key.other || key.steps.length > 1))
  const plan: Plan = {
    tester,
    mains: mainAlgorithms(scheme, tester.lengths),
    base,
    frames,
    principal: plain.length > 0 ? plain : variants.slice(0, 6),
    others: candidates.filter((key) => key.other && key.steps.length === 1),
    variants,
  }
  return result(explore(plan, scheme, bodies))
}

/** Work is counted in bytes hashed; at 1 MB this is about a third of a second, at 10 kB about fifteen milliseconds. */
function workLimit(scheme: SchemeDefinition, size: number): number {
  const slow = scheme.primitive.kind === 'ed25519' || scheme.primitive.kind === 'ecdsa'
  const addressed = scheme.layout.some(({ kind }) => kind === 'url' || kind === 'path')
  return Math.min((slow ? 45_000_000 : addressed ? 26_000_000 : 18_000_000) + size * 340, 3_000_000_000)
}

function explore(plan: Plan, scheme: SchemeDefinition, bodies: Bodies): Found | null {
  const { principal, others, variants, frames, base } = plan
  const accepted = frames.filter((frame) => frame.steps.length === 0)
  const altered = frames.filter((frame) => frame.steps.length > 0 && !frame.unlikely)
  const unlikely = frames.filter((frame) => frame.unlikely)
  const recipes = algorithmVariants(scheme, plan.tester.lengths)
  const light = altered.filter((frame) => frame.light)
  // Hashing a large body takes its time: the rarer keys and texts wait until the likelier bodies were tried.
  const few = base.ingredients.body.byteLength > 200_000 ? 24 : 1000
  return (
    cross(plan, [...principal, ...others], accepted, [null]) ??
    cross(plan, variants.slice(0, few), accepted.slice(0, 2), [null]) ??
    cross(plan, principal, light.slice(0, few * 2), [null]) ??
    cross(plan, [...principal, ...others.slice(0, 10)], [base], bodies.upTo(48)) ??
    cross(plan, [...others.slice(10), ...variants.slice(0, 12)], [base], bodies.first(20)) ??
    cross(plan, variants.slice(few), accepted.slice(0, 2), [null]) ??
    cross(plan, principal, [...altered, ...unlikely], [null]) ??
    crossRecipes(plan, principal, recipes) ??
    cross(plan, principal, accepted.slice(1), bodies.first(32)) ??
    cross(plan, [...others, ...variants.slice(0, 8)], light.slice(0, 24), [null]) ??
    cross(plan, [...principal, ...others.slice(0, 4)], [base], bodies.rest()) ??
    cross(plan, principal, light.slice(0, 60), bodies.first(12)) ??
    cross(plan, [...others, ...variants.slice(0, 14)], altered.slice(0, 160), [null]) ??
    crossRecipes(plan, [...others, ...variants.slice(0, 8)], recipes) ??
    crossBodiesRecipes(plan, principal, recipes.slice(0, 8), bodies.first(12)) ??
    cross(plan, [...others, ...variants.slice(0, 6)], altered.slice(0, 20), bodies.first(8))
  )
}

/** Every key with every body in every frame, keys innermost. */
function cross(
  plan: Plan,
  keys: readonly KeyCandidate[],
  frames: readonly SearchFrame[],
  bodies: Iterable<BodyCandidate | null>,
): Found | null {
  if (keys.length === 0 || frames.length === 0) return null
  for (const body of bodies) {
    for (const frame of frames) {
      if (body !== null && !frame.usesBody) continue
      const ingredients = body === null ? frame.ingredients : { ...frame.ingredients, body: body.bytes }
      for (const key of keys) {
        for (const main of plan.mains) {
          const reproduction = plan.tester.test(key, main.primitive, frame.layout, ingredients)
          if (reproduction !== null) {
            const steps = [
              ...(body?.steps() ?? []),
              ...key.steps,
              ...frame.stepsFor(ingredients),
              ...main.steps,
            ]
            return { reproduction, key, layout: frame.layout, ingredients, steps }
          }
        }
      }
    }
  }
  return null
}

function crossRecipes(
  plan: Plan,
  keys: readonly KeyCandidate[],
  recipes: readonly AlgorithmVariant[],
): Found | null {
  return crossBodiesRecipes(plan, keys, recipes, [null])
}

function crossBodiesRecipes(
  plan: Plan,
  keys: readonly KeyCandidate[],
  recipes: readonly AlgorithmVariant[],
  bodies: Iterable<BodyCandidate | null>,
): Found | null {
  for (const body of bodies) {
    for (const recipe of recipes) {
      for (const key of keys) {
        const ingredients =
          body === null ? plan.base.ingredients : { ...plan.base.ingredients, body: body.bytes }
        const reproduction = plan.tester.test(key, recipe.primitive, recipe.layout, ingredients)
        if (reproduction !== null) {
          const steps = [...(body?.steps() ?? []), ...key.steps, ...recipe.steps]
          return { reproduction, key, layout: recipe.layout, ingredients, steps }
        }
      }
    }
  }
  return null
}

/** The body's candidates, built once and kept as far as they are needed again. */
class Bodies {
  private readonly source: Generator<BodyCandidate>
  private readonly kept: BodyCandidate[] = []
  private readonly used: boolean
  private keptBytes = 0
  count = 0

  constructor(scheme: SchemeDefinition, request: SignedRequest, budget: Budget) {
    this.used = scheme.layout.some((part) => part.kind === 'body' || part.kind === 'crc32')
    this.source = bodyCandidates(asBuffer(request.body), {
      contentType: contentType(request.headers),
      contentEncoding: firstHeader(request.headers, ['content-encoding'])?.value ?? null,
      budget,
    })
  }

  /** The first ones, built as they are asked for. */
  *upTo(count: number): Generator<BodyCandidate> {
    while (this.count < count) {
      const next = this.next()
      if (next === null) return
      yield next
    }
  }

  /** All that were not built yet. */
  *rest(): Generator<BodyCandidate> {
    for (let next = this.next(); next !== null; next = this.next()) yield next
  }

  private next(): BodyCandidate | null {
    const next = this.used ? this.source.next() : null
    if (next === null || next.done === true) return null
    this.count++
    this.keep(next.value)
    return next.value
  }

  /** The first ones again. */
  first(count: number): BodyCandidate[] {
    return this.kept.slice(0, count)
  }

  private keep(candidate: BodyCandidate): void {
    this.keptBytes += candidate.bytes.length
    if (this.kept.length < 64 && this.keptBytes < 200_000_000) this.kept.push(candidate)
  }
}
