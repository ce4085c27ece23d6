/** The fields of a JSON or form body that signing set or changed, by name; empty for other bodies. */
export function changedFields(before: Uint8Array, after: Uint8Array): Record<string, unknown> {
  const fields = fieldsOf(after)
  const old = fieldsOf(before)
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => JSON.stringify(old[name]) !== JSON.stringify(value)),
  )
}

function fieldsOf(body: Uint8Array): Record<string, unknown> {
  const text = new TextDecoder().decode(body)
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return /^[^\s{}<>]*=/.test(text) && !text.startsWith('--')
    ? Object.fromEntries(new URLSearchParams(text))
    : {}
}
