import { matchItems, type WorkBudget } from './json-diff-arrays.ts'
import { formatJsonPath, type JsonPath } from './json-path.ts'
import { canonicalNumber, membersOf, parseJsonTree, sameJson, type JsonNode } from './json-tree.ts'

/** A value on one side: where it stands, and from which offset to which in that side's text. */
export interface JsonSide {
  path: JsonPath
  from: number
  to: number
}

export type JsonChange =
  | { kind: 'added'; after: JsonSide }
  | { kind: 'removed'; before: JsonSide }
  /** `spelling`: the same number written otherwise (`1.0` and `1`). */
  | { kind: 'changed'; before: JsonSide; after: JsonSide; what: 'value' | 'type' | 'spelling' }
  /** The value is the same, or changed only in what further changes tell; it stands elsewhere. */
  | { kind: 'moved'; before: JsonSide; after: JsonSide }

export type JsonDiff =
  | {
      ok: true
      /** In the order of the second document, removals where they stood in the first. Empty: the documents mean the same. */
      changes: JsonChange[]
      /** What the reader should know about the comparison, one sentence each. */
      notes: string[]
    }
  /** Can't be compared as JSON: compare as text. Why, in a sentence. */
  | { ok: false; reason: string }

const limits = { maxNodes: 200_000, maxDepth: 400 }
const maxText = 4_000_000
const maxChanges = 5_000

/**
 * Compares two JSON texts by meaning: key order and blanks do not count, items of lists are matched by an id where they
 * have one and else by likeness, and values that stand elsewhere are told as moved. Bounded: documents over 4 million
 * characters or 200,000 values are left to a text comparison.
 */
export function diffJson(beforeText: string, afterText: string): JsonDiff {
  for (const [name, text] of [
    ['first', beforeText],
    ['second', afterText],
  ] as const) {
    if (text.length > maxText)
      return {
        ok: false,
        reason: `The ${name} body is too large to be compared by meaning; this is a comparison of the text.`,
      }
  }
  const before = parseJsonTree(beforeText, limits)
  if (!before.ok) return { ok: false, reason: `The first body can't be compared as JSON: ${before.message}` }
  const after = parseJsonTree(afterText, limits)
  if (!after.ok) return { ok: false, reason: `The second body can't be compared as JSON: ${after.message}` }
  const comparison = new Comparison(beforeText, afterText)
  comparison.compare({ node: before.root, path: [] }, { node: after.root, path: [] })
  const notes = [
    ...repeatedKeys('first', before.root),
    ...repeatedKeys('second', after.root),
    ...comparison.notes,
  ]
  return { ok: true, changes: joinMoves(comparison.found), notes }
}

interface Place {
  node: JsonNode
  path: JsonPath
}

type Found =
  | { kind: 'added'; after: Place }
  | { kind: 'removed'; before: Place }
  | { kind: 'changed'; before: Place; after: Place; what: 'value' | 'type' | 'spelling' }
  | { kind: 'moved'; before: Place; after: Place }

class Comparison {
  readonly found: Found[] = []
  readonly notes: string[] = []
  private readonly beforeText: string
  private readonly afterText: string
  private readonly budget: WorkBudget = { cells: 5_000_000, exhausted: false }

  constructor(beforeText: string, afterText: string) {
    this.beforeText = beforeText
    this.afterText = afterText
  }

  compare(before: Place, after: Place): void {
    if (this.sameText(before.node, after.node)) return
    if (this.found.length >= maxChanges) {
      if (this.notes.length === 0) this.notes.push(`Only the first ${maxChanges} differences are shown.`)
      return
    }
    const left = before.node
    const right = after.node
    if (left.kind === 'object' && right.kind === 'object') this.objects(before, left, after, right)
    else if (left.kind === 'array' && right.kind === 'array')
      this.arrays(before, left.items, after, right.items)
    else if (!sameJson(left, right)) {
      this.found.push({
        kind: 'changed',
        before,
        after,
        what: typeOf(left) === typeOf(right) ? 'value' : 'type',
      })
    } else if (left.kind === 'number' && right.kind === 'number' && left.text !== right.text) {
      this.found.push({ kind: 'changed', before, after, what: 'spelling' })
    }
  }

  /** Most of two alike documents is the same to the letter: that needs no closer look. */
  private sameText(left: JsonNode, right: JsonNode): boolean {
    if (left.hash !== right.hash || left.to - left.from !== right.to - right.from) return false
    return this.beforeText.slice(left.from, left.to) === this.afterText.slice(right.from, right.to)
  }

  private objects(
    before: Place,
    left: Extract<JsonNode, { kind: 'object' }>,
    after: Place,
    right: Extract<JsonNode, { kind: 'object' }>,
  ): void {
    const there = membersOf(right)
    const here = membersOf(left)
    for (const [key, node] of here) {
      const other = there.get(key)
      const place = { node, path: [...before.path, key] }
      if (other) this.compare(place, { node: other, path: [...after.path, key] })
      else this.found.push({ kind: 'removed', before: place })
    }
    for (const [key, node] of there) {
      if (!here.has(key)) this.found.push({ kind: 'added', after: { node, path: [...after.path, key] } })
    }
  }

  private arrays(before: Place, left: readonly JsonNode[], after: Place, right: readonly JsonNode[]): void {
    const wasExhausted = this.budget.exhausted
    for (const { from, to, moved } of matchItems(left, right, this.budget)) {
      const here = from === null ? null : place(before, left, from)
      const there = to === null ? null : place(after, right, to)
      if (here && there) {
        if (moved) this.found.push({ kind: 'moved', before: here, after: there })
        this.compare(here, there)
      } else if (here) this.found.push({ kind: 'removed', before: here })
      else if (there) this.found.push({ kind: 'added', after: there })
    }
    if (this.budget.exhausted && !wasExhausted) {
      this.notes.push(
        `Long lists (from ${formatJsonPath(after.path) || 'the document'} on) are compared position by position.`,
      )
    }
  }
}

function place(list: Place, items: readonly JsonNode[], at: number): Place | null {
  const node = items[at]
  return node ? { node, path: [...list.path, at] } : null
}

function typeOf(node: JsonNode): string {
  return node.kind === 'true' || node.kind === 'false' ? 'boolean' : node.kind
}

/** A value that went in one place and came in another is one move, if it is telling enough and there is no second like it. */
function joinMoves(found: readonly Found[]): JsonChange[] {
  const gone = new Map<number, Extract<Found, { kind: 'removed' }>[]>()
  const come = new Map<number, Extract<Found, { kind: 'added' }>[]>()
  for (const change of found) {
    if (change.kind === 'removed' && isTelling(change.before.node))
      listUnder(gone, change.before.node.hash, change)
    if (change.kind === 'added' && isTelling(change.after.node))
      listUnder(come, change.after.node.hash, change)
  }
  const moves = new Map<Found, Found | null>()
  for (const [hash, [removed, ...more]] of gone) {
    const [added, ...others] = come.get(hash) ?? []
    if (
      !removed ||
      !added ||
      more.length > 0 ||
      others.length > 0 ||
      !sameJson(removed.before.node, added.after.node)
    )
      continue
    moves.set(added, { kind: 'moved', before: removed.before, after: added.after })
    moves.set(removed, null)
  }
  return found.flatMap((change): JsonChange[] => {
    const replaced = moves.get(change)
    if (replaced === null) return []
    return [withOffsets(replaced ?? change)]
  })
}

function listUnder<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Small values are alike by chance. */
function isTelling(node: JsonNode): boolean {
  switch (node.kind) {
    case 'object':
      return node.members.length > 0
    case 'array':
      return node.items.length > 0
    case 'string':
      return node.value.length >= 6
    case 'number':
      return canonicalNumber(node.text).length >= 8
    default:
      return false
  }
}

function withOffsets(change: Found): JsonChange {
  switch (change.kind) {
    case 'added':
      return { kind: 'added', after: sideOf(change.after) }
    case 'removed':
      return { kind: 'removed', before: sideOf(change.before) }
    case 'changed':
      return {
        kind: 'changed',
        before: sideOf(change.before),
        after: sideOf(change.after),
        what: change.what,
      }
    case 'moved':
      return { kind: 'moved', before: sideOf(change.before), after: sideOf(change.after) }
  }
}

function sideOf({ node, path }: Place): JsonSide {
  return { path, from: node.from, to: node.to }
}

function repeatedKeys(name: string, root: JsonNode): string[] {
  const stack: Place[] = [{ node: root, path: [] }]
  for (let place = stack.pop(); place; place = stack.pop()) {
    const { node, path } = place
    if (node.kind === 'array')
      node.items.forEach((item, at) => stack.push({ node: item, path: [...path, at] }))
    if (node.kind !== 'object') continue
    for (const { key, value, hidden } of node.members) {
      if (hidden)
        return [`The ${name} body repeats the key ${formatJsonPath([...path, key])}: the last one counts.`]
      stack.push({ node: value, path: [...path, key] })
    }
  }
  return []
}
