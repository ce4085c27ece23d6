/** Percent-encodings of form fields as they differ from library to library. */
export interface FormStyle {
  name: string
  encode: (text: string) => string
}

const untouched = "-_.!~*'()"

/**
 * Encodes as UTF-8 everything but letters, digits and the characters in `safe`. Built on encodeURIComponent, which is
 * native and fast, with the differences put right afterwards.
 */
function encoder(safe: string, blank: '+' | '%20'): (text: string) => string {
  const escapeOf = (character: string) =>
    `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  const encoded = Array.from(untouched).filter((character) => !safe.includes(character))
  const toEncode =
    encoded.length === 0 ? null : new RegExp(`[${encoded.join('').replace(/[-\\\]^]/g, '\\$&')}]`, 'g')
  const kept = Array.from(safe).filter((character) => !untouched.includes(character))
  const back = new Map(kept.map((character) => [escapeOf(character), character]))
  const toKeep = kept.length === 0 ? null : new RegExp(kept.map(escapeOf).join('|'), 'g')
  return (text) => {
    let out = encodeURIComponent(text.toWellFormed())
    if (toEncode !== null) out = out.replace(toEncode, escapeOf)
    if (toKeep !== null) out = out.replace(toKeep, (found) => back.get(found) ?? found)
    return blank === '+' ? out.replaceAll('%20', '+') : out
  }
}

const upper: FormStyle[] = [
  { name: 'URLSearchParams, Java or Ruby', encode: encoder('*-._', '+') },
  { name: 'PHP', encode: encoder('-_.', '+') },
  { name: 'Python or Go', encode: encoder('-_.~', '+') },
  { name: 'encodeURIComponent', encode: encoder("-_.!~*'()", '%20') },
  { name: 'RFC 3986', encode: encoder('-_.~', '%20') },
  { name: 'encodeURIComponent with +', encode: encoder("-_.!~*'()", '+') },
  { name: 'axios', encode: encoder("-_.!~*'():$,[]", '+') },
  { name: 'Slack', encode: encoder('-_.', '+') },
  { name: 'encodeURI', encode: encoder("-_.!~*'();/?:@&=+$,#", '%20') },
  { name: 'qs in RFC 1738', encode: encoder('-_.~()', '+') },
  { name: 'Perl or curl', encode: encoder('-_.~', '%20') },
  { name: 'URLSearchParams with %20', encode: encoder('*-._', '%20') },
]

const lowerCase = (style: FormStyle): FormStyle => ({
  name: `${style.name}, lower-case digits`,
  encode: (text) => style.encode(text).replace(/%[0-9A-F]{2}/g, (found) => found.toLowerCase()),
})

export const formStyles: readonly FormStyle[] = [...upper, ...upper.slice(0, 5).map(lowerCase)]
