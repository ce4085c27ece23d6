import { randomBytes } from 'node:crypto'
import type { Ids } from './ports.ts'

/** Crockford's base 32 in lower case: no i, l, o, u, so that nothing is misread or spells a word. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join('')
}

/** Identifiers from the system's random source; 5 bits a character. */
export function createIds(): Ids {
  return {
    make: (prefix, length = 16) => `${prefix}_${randomText(length)}`,
    token: () => randomText(26),
  }
}
