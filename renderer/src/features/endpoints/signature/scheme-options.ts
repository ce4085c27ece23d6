import type { SignatureSettings } from '#shared/domain/signature.ts'

export type SchemeOptions = SignatureSettings['options']

/** Options with one of them changed; undefined or an empty text takes it away. */
export function withOption<N extends keyof SchemeOptions>(
  options: SchemeOptions,
  name: N,
  value: SchemeOptions[N] | undefined,
): SchemeOptions {
  const rest = Object.fromEntries(Object.entries(options).filter(([key]) => key !== name)) as SchemeOptions
  return value === undefined || value === '' ? rest : { ...rest, [name]: value }
}
