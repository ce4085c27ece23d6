/** How serialisers write a number again after parsing it; the argument is its source text. true, false and null pass through. */
export const numberStyles = {
  /** JavaScript, and Go with any numbers as float64: 1.0 becomes 1, 1e2 becomes 100, 17 digits are rounded */
  javascript: (raw: string) => (isNumber(raw) ? String(Number(raw)).replace(/^-0$/, '0') : raw),
  /** Python: whole numbers stay, all others are floats and keep their .0 */
  python: (raw: string) => (isNumber(raw) && !isInteger(raw) ? pythonFloat(Number(raw)) : raw),
  /** every number a float: 1 becomes 1.0 */
  floats: (raw: string) => (isInteger(raw) ? `${raw}.0` : raw),
  /** 1.50 becomes 1.5, and 1.0 becomes 1, without touching long whole numbers */
  shortened: (raw: string) => (isInteger(raw) || !isNumber(raw) ? raw : String(Number(raw))),
} as const
export type NumberStyle = keyof typeof numberStyles

function isNumber(raw: string): boolean {
  const code = raw.charCodeAt(0)
  return code === 45 || (code >= 48 && code <= 57)
}

function isInteger(raw: string): boolean {
  return /^-?\d+$/.test(raw)
}

function pythonFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return `${String(value)}.0`
  const text = String(value)
  const exponent = Math.floor(Math.log10(Math.abs(value)))
  if (exponent >= 16 || exponent < -4) {
    const [mantissa = '', power = ''] = value.toExponential().split('e')
    const sign = power.startsWith('-') ? '-' : '+'
    return `${mantissa}e${sign}${power.replace(/^[+-]/, '').padStart(2, '0')}`
  }
  return text
}

/** Whether writing this number again in JavaScript changes it. */
export function changesInJavaScript(raw: string): boolean {
  return isNumber(raw) && numberStyles.javascript(raw) !== raw
}
