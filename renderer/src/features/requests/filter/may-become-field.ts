import { filterFields } from '#shared/domain/filter/fields.ts'

/** Whether the text ends in a word that may become a field: `prov`, but not `stripe`. */
export function mayBecomeField(text: string): boolean {
  const word = /(?:^|[\s(-])([a-z]+)$/i.exec(text)?.[1]?.toLowerCase()
  return word !== undefined && filterFields.some((field) => field.name.startsWith(word))
}
