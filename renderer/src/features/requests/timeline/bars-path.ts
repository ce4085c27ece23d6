/** Bars of width 0.8 in a box of `counts.length` × 30, as one path. A bar is at least 1.5 high: one request is not nothing. */
export function barsPath(counts: readonly number[], from = 0, to = counts.length): string {
  const top = Math.max(1, ...counts)
  let path = ''
  for (let index = from; index < to; index += 1) {
    const count = counts[index] ?? 0
    if (count === 0) continue
    const height = Math.max(1.5, (count / top) * 30)
    path += `M${index + 0.1} 30h.8v${(-height).toFixed(2)}h-.8z`
  }
  return path
}
