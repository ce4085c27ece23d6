/** A Latin-1 text read as UTF-8, where that makes a difference and sense; else null. Header values may carry any bytes. */
export function utf8Reading(latin1: string): string | null {
  if (!/[\u0080-\u00ff]/.test(latin1) || /[^\u0000-\u00ff]/u.test(latin1)) return null
  try {
    const bytes = Uint8Array.from(latin1, (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
