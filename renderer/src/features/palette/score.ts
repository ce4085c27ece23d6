/** Every word that was typed must be there; what begins with the whole of it comes first. */
export function score(value: string, search: string, keywords: readonly string[] = []): number {
  const text = `${value} ${keywords.join(' ')}`.toLowerCase()
  const wanted = search.trim().toLowerCase()
  if (!wanted.split(/\s+/).every((word) => text.includes(word))) return 0
  if (text.startsWith(wanted)) return 1
  return text.includes(` ${wanted}`) ? 0.8 : 0.5
}
