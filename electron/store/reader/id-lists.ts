/** Ids in descending order: newest first. */
export type Ids = readonly number[]

export function intersect(a: Ids, b: Ids): number[] {
  const result: number[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const x = a[i] ?? 0
    const y = b[j] ?? 0
    if (x === y) {
      result.push(x)
      i++
      j++
    } else if (x > y) i++
    else j++
  }
  return result
}

export function union(a: Ids, b: Ids): number[] {
  if (a.length === 0) return [...b]
  if (b.length === 0) return [...a]
  const result: number[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const x = a[i] ?? -1
    const y = b[j] ?? -1
    result.push(Math.max(x, y))
    if (x >= y) i++
    if (y >= x) j++
  }
  return result
}

/** What is in `a` and not in `b`. */
export function without(a: Ids, b: Ids): number[] {
  const result: number[] = []
  for (let i = 0, j = 0; i < a.length; i++) {
    const x = a[i] ?? 0
    while (j < b.length && (b[j] ?? 0) > x) j++
    if (b[j] !== x) result.push(x)
  }
  return result
}

/** The place of the first id that is not above `limit`. */
export function firstUpTo(ids: Ids, limit: number): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ids[middle] ?? 0) > limit) low = middle + 1
    else high = middle
  }
  return low
}
