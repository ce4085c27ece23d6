/** Where two texts part, in characters from 0; null when they are equal. */
export function firstDifference(left: string, right: string): number | null {
  if (left === right) return null
  const shorter = Math.min(left.length, right.length)
  for (let at = 0; at < shorter; at += 1) if (left[at] !== right[at]) return at
  return shorter
}

/** Of several texts the one that goes the longest way with `text`. */
export function nearest(text: string, candidates: readonly string[]): string | null {
  let best: string | null = null
  let far = -1
  for (const candidate of candidates) {
    const way = firstDifference(text, candidate) ?? Infinity
    if (way > far) [best, far] = [candidate, way]
  }
  return best
}
