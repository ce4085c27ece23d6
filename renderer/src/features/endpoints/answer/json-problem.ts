/** Where JSON breaks, in the engine's words; null when it does not, or may only look so because of a template. */
export function jsonProblem(text: string, template: boolean): string | null {
  if (template || text.trim() === '') return null
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
