import { membersOf, sameJson, type JsonNode } from './json-tree.ts'

/** How much table work a whole comparison may still do; lists beyond it are compared position by position. */
export interface WorkBudget {
  cells: number
  exhausted: boolean
}

/** Positions in the first and the second list that belong together; null where there is no partner. */
export interface ItemMatch {
  from: number | null
  to: number | null
  /** Stands in another place among its matched neighbours. */
  moved: boolean
}

/** Members that identify an item, best first. */
const idKeys = ['id', '_id', 'uuid', 'guid', 'key', 'sku', 'code', 'slug', 'name', 'email', 'title']

/**
 * Pairs the items of two lists: by an id that all of them have and none shares; else equal items in order (longest common
 * subsequence), then equal ones out of order as moved, then what is left between the same neighbours.
 */
export function matchItems(
  left: readonly JsonNode[],
  right: readonly JsonNode[],
  budget: WorkBudget,
): ItemMatch[] {
  const ids = idsOf(left, right)
  return ids ? matchByIds(ids.left, ids.right) : matchByLikeness(left, right, budget)
}

function idsOf(
  left: readonly JsonNode[],
  right: readonly JsonNode[],
): { left: string[]; right: string[] } | null {
  if (left.length === 0 || right.length === 0) return null
  for (const key of idKeys) {
    const here = idsUnder(key, left)
    const there = here && idsUnder(key, right)
    if (there) return { left: here, right: there }
  }
  return null
}

function idsUnder(key: string, items: readonly JsonNode[]): string[] | null {
  const ids: string[] = []
  for (const item of items) {
    const value =
      item.kind === 'object' ? item.members.findLast((member) => member.key === key)?.value : undefined
    if (value?.kind === 'string') ids.push(`s${value.value}`)
    else if (value?.kind === 'number') ids.push(`n${value.text}`)
    else return null
  }
  return new Set(ids).size === ids.length ? ids : null
}

function matchByIds(left: readonly string[], right: readonly string[]): ItemMatch[] {
  const places = new Map(left.map((id, at) => [id, at]))
  const partners = right.map((id) => places.get(id) ?? null)
  const known = new Set(right)
  const still = longestRising(partners)
  const matches = partners.map((from, to): ItemMatch => ({
    from,
    to,
    moved: from !== null && !still.has(to),
  }))
  const gone = left.flatMap((id, from): ItemMatch[] =>
    known.has(id) ? [] : [{ from, to: null, moved: false }],
  )
  return interleave(matches, gone)
}

/** Positions whose partners form the longest rising sequence: those that did not move. */
function longestRising(partners: readonly (number | null)[]): Set<number> {
  /** Position that ends the best sequence of each length. */
  const ends: number[] = []
  const previous: number[] = []
  for (const [at, partner] of partners.entries()) {
    if (partner === null) continue
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((partners[ends[middle] ?? 0] ?? 0) < partner) low = middle + 1
      else high = middle
    }
    previous[at] = low > 0 ? (ends[low - 1] ?? -1) : -1
    ends[low] = at
  }
  const still = new Set<number>()
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) still.add(at)
  return still
}

/** Puts removed items where they stood: before the first match that stands behind them in the first list. */
function interleave(matches: readonly ItemMatch[], gone: readonly ItemMatch[]): ItemMatch[] {
  const result: ItemMatch[] = []
  let next = 0
  for (const match of matches) {
    if (match.from !== null && !match.moved) {
      while (next < gone.length && (gone[next]?.from ?? 0) < match.from)
        result.push(...gone.slice(next, ++next))
    }
    result.push(match)
  }
  return [...result, ...gone.slice(next)]
}

function matchByLikeness(
  left: readonly JsonNode[],
  right: readonly JsonNode[],
  budget: WorkBudget,
): ItemMatch[] {
  const matches: ItemMatch[] = []
  let start = 0
  const shorter = Math.min(left.length, right.length)
  while (start < shorter && same(left[start], right[start])) {
    matches.push({ from: start, to: start, moved: false })
    start++
  }
  let tail = 0
  while (tail < shorter - start && same(left[left.length - 1 - tail], right[right.length - 1 - tail])) tail++
  const leftEnd = left.length - tail
  const rightEnd = right.length - tail
  matches.push(...matchMiddle(left.slice(start, leftEnd), right.slice(start, rightEnd), start, budget))
  for (let at = 0; at < tail; at++) matches.push({ from: leftEnd + at, to: rightEnd + at, moved: false })
  return matches
}

function same(left: JsonNode | undefined, right: JsonNode | undefined): boolean {
  return left !== undefined && right !== undefined && sameJson(left, right)
}

function matchMiddle(
  left: readonly JsonNode[],
  right: readonly JsonNode[],
  offset: number,
  budget: WorkBudget,
): ItemMatch[] {
  const anchors = left.length === 0 || right.length === 0 ? [] : commonSubsequence(left, right, budget)
  const moves = movesBetween(left, right, anchors)
  const movedFrom = new Set(moves.values())
  const result: ItemMatch[] = []
  let from = 0
  let to = 0
  const gap = (leftEnd: number, rightEnd: number): void => {
    const gone = range(from, leftEnd).filter((at) => !movedFrom.has(at))
    const come = range(to, rightEnd).filter((at) => !moves.has(at))
    // What stands between the same neighbours on both sides is taken for the same item, changed.
    const partners = alike(gone, come, (here, there) => likeness(left[here], right[there]))
    const paired = new Set(partners.values())
    for (let at = to; at < rightEnd; at++) {
      const origin = moves.get(at)
      const partner = origin ?? partners.get(at)
      result.push({
        from: partner === undefined ? null : partner + offset,
        to: at + offset,
        moved: origin !== undefined,
      })
    }
    for (const at of gone) if (!paired.has(at)) result.push({ from: at + offset, to: null, moved: false })
  }
  for (const [leftAt, rightAt] of anchors) {
    gap(leftAt, rightAt)
    result.push({ from: leftAt + offset, to: rightAt + offset, moved: false })
    from = leftAt + 1
    to = rightAt + 1
  }
  gap(left.length, right.length)
  return result
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)
}

/** Gaps with more items than this are paired by position. */
const maxGap = 30

/** Pairs two runs of items in order so that the sum of likeness is largest: second list's position -> first list's. */
function alike(
  gone: readonly number[],
  come: readonly number[],
  likenessOf: (here: number, there: number) => number,
): Map<number, number> {
  const partners = new Map<number, number>()
  if (gone.length === come.length || gone.length > maxGap || come.length > maxGap) {
    for (const [at, there] of come.entries()) {
      const here = gone[at]
      if (here !== undefined) partners.set(there, here)
    }
    return partners
  }
  const width = come.length + 1
  const best = new Float64Array((gone.length + 1) * width)
  const score = (row: number, column: number): number => likenessOf(gone[row] ?? 0, come[column] ?? 0)
  for (let row = gone.length - 1; row >= 0; row--) {
    for (let column = come.length - 1; column >= 0; column--) {
      const here = row * width + column
      const paired = (best[here + width + 1] ?? 0) + score(row, column)
      best[here] = Math.max(paired, best[here + width] ?? 0, best[here + 1] ?? 0)
    }
  }
  let row = 0
  let column = 0
  while (row < gone.length && column < come.length) {
    const here = row * width + column
    const likely = score(row, column)
    if (likely > 0 && best[here] === (best[here + width + 1] ?? 0) + likely)
      partners.set(come[column++] ?? 0, gone[row++] ?? 0)
    else if (best[here] === best[here + width]) row++
    else column++
  }
  return partners
}

/** 0 for values that have nothing in common, up to 1 for equal ones. */
function likeness(left: JsonNode | undefined, right: JsonNode | undefined): number {
  if (left === undefined || right?.kind !== left.kind) return 0
  if (left.kind !== 'object' || right.kind !== 'object') return 0.1
  const there = membersOf(right)
  let shared = 0
  for (const [key, value] of membersOf(left)) {
    const other = there.get(key)
    if (other) shared += other.hash === value.hash ? 1 : 0.2
  }
  return shared / Math.max(left.members.length, right.members.length, 1)
}

/** Equal items outside the common subsequence: second list's position -> first list's. */
function movesBetween(
  left: readonly JsonNode[],
  right: readonly JsonNode[],
  anchors: readonly (readonly [number, number])[],
): Map<number, number> {
  const anchoredLeft = new Set(anchors.map(([at]) => at))
  const anchoredRight = new Set(anchors.map(([, at]) => at))
  const byHash = new Map<number, number[]>()
  for (const [at, item] of left.entries()) {
    if (anchoredLeft.has(at)) continue
    const list = byHash.get(item.hash)
    if (list) list.push(at)
    else byHash.set(item.hash, [at])
  }
  const moves = new Map<number, number>()
  for (const [at, item] of right.entries()) {
    if (anchoredRight.has(at)) continue
    const candidates = byHash.get(item.hash)
    const [first] = candidates ?? []
    if (candidates === undefined || first === undefined || !same(left[first], item)) continue
    candidates.shift()
    moves.set(at, first)
  }
  return moves
}

/** Longest common subsequence as pairs of positions, by table; none when the table would be too large. */
function commonSubsequence(
  left: readonly JsonNode[],
  right: readonly JsonNode[],
  budget: WorkBudget,
): [number, number][] {
  const width = right.length + 1
  const cells = (left.length + 1) * width
  if (cells > budget.cells) {
    budget.exhausted = true
    return []
  }
  budget.cells -= cells
  const lengths = new Uint32Array(cells)
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      const here = row * width + column
      lengths[here] =
        left[row]?.hash === right[column]?.hash
          ? (lengths[here + width + 1] ?? 0) + 1
          : Math.max(lengths[here + width] ?? 0, lengths[here + 1] ?? 0)
    }
  }
  const pairs: [number, number][] = []
  let row = 0
  let column = 0
  while (row < left.length && column < right.length) {
    const here = row * width + column
    if (left[row]?.hash === right[column]?.hash) {
      // Equal hashes of unequal values are possible in principle; the pair is then compared like any other.
      pairs.push([row++, column++])
    } else if ((lengths[here + width] ?? 0) >= (lengths[here + 1] ?? 0)) row++
    else column++
  }
  return pairs
}
