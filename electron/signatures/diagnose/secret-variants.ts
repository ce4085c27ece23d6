import { decodeAnyBase64, decodeHex } from '../crypto/encodings.ts'
import type { SchemeDefinition } from '../types.ts'
import type { Step } from './finding.ts'

/** A way in which the key that was used may come from the secret that is set. */
export interface SecretVariant {
  bytes: Buffer
  steps: Step[]
}

interface TextVariant {
  text: string
  steps: Step[]
}

const knownPrefixes = [
  'whsec_',
  'whsk_',
  'pdl_ntfset_',
  'lin_wh_',
  'shpss_',
  'key-',
  'sk_live_',
  'sk_test_',
  'v1,',
]
const quotePairs: [string, string][] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
]

/** Key bytes that a damaged, wrapped, decoded or undecoded form of the secret gives; likelier ones first, the plain one left out. */
export function secretVariants(scheme: SchemeDefinition, secret: string): SecretVariant[] {
  const texts = textVariants(scheme, secret)
  const variants: SecretVariant[] = []
  const plain = keyBytes(scheme, secret)
  const seen = new Set<string>(plain === null ? [] : [plain.toString('latin1')])
  const add = (bytes: Buffer | null, steps: Step[]) => {
    if (bytes === null || bytes.length === 0 || steps.length === 0) return
    const id = bytes.toString('latin1')
    if (seen.has(id)) return
    seen.add(id)
    variants.push({ bytes, steps })
  }
  for (const { text, steps } of texts) add(keyBytes(scheme, text), steps)
  const undone = removals(scheme, secret).slice(0, 8)
  for (const { text, steps } of [{ text: secret, steps: [] }, ...undone]) {
    for (const coded of scheme.key.encoding === 'text'
      ? decodedForms(scheme, text)
      : undecodedForms(scheme, text)) {
      add(coded.bytes, [...coded.steps, ...steps])
    }
  }
  return variants
}

function keyBytes(scheme: SchemeDefinition, text: string): Buffer | null {
  const { encoding, prefix } = scheme.key
  if (encoding === 'text') return Buffer.from(text, 'utf8')
  const bare = prefix !== null && text.startsWith(prefix) ? text.slice(prefix.length) : text
  if (encoding === 'hex') return decodeHex(bare)
  return bare.length % 4 === 0 ? decodeAnyBase64(bare) : null
}

/** The secret's text with one kind of damage undone (or done, where the sender's copy has it), then with two undone. */
function textVariants(scheme: SchemeDefinition, secret: string): TextVariant[] {
  const removed = removals(scheme, secret)
  const twice = removed.flatMap((first) =>
    [...removals(scheme, first.text), ...paddings(scheme, first.text)].map((second) => ({
      text: second.text,
      steps: [...first.steps, ...second.steps],
    })),
  )
  const seen = new Set([secret])
  return [
    ...removed,
    ...paddings(scheme, secret),
    ...additions(scheme, secret),
    ...caseForms(secret),
    ...twice,
  ].filter(({ text }) => text !== '' && !seen.has(text) && seen.add(text))
}

/** What may have come in around the secret where it is set. */
function removals(scheme: SchemeDefinition, secret: string): TextVariant[] {
  const { name } = scheme.key
  const out: TextVariant[] = []
  const push = (text: string, code: Step['code'], sentence: string) => {
    if (text !== secret && text !== '') out.push({ text, steps: [{ code, text: sentence }] })
  }
  push(
    secret.trim(),
    'secret-whitespace',
    `The ${name} as it is set has ${blanks(secret)}; without it the signature matches.`,
  )
  push(
    secret.replace(/(?:\\r|\\n|\\t)+$/, ''),
    'secret-whitespace',
    `The ${name} as it is set ends in a written-out \\n; without it the signature matches.`,
  )
  push(
    secret.replace(/[\s\u200b-\u200d\u2060\ufeff\u00a0]+/gu, ''),
    'secret-whitespace',
    `The ${name} as it is set holds blanks or invisible characters; without them the signature matches.`,
  )
  for (const [open, close] of quotePairs) {
    if (secret.length > 2 && secret.startsWith(open) && secret.endsWith(close)) {
      push(
        secret.slice(1, -1),
        'secret-quoted',
        `The ${name} as it is set has the quotes ${open}${close} around it; without them the signature matches.`,
      )
    }
  }
  push(
    secret.replace(/^["'`]|["'`]$/g, ''),
    'secret-quoted',
    `The ${name} as it is set has a stray quote; without it the signature matches.`,
  )
  push(
    secret.replace(/^\\?["']|\\?["']$/g, ''),
    'secret-quoted',
    `The ${name} as it is set has escaped quotes; without them the signature matches.`,
  )
  const assignment = /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*[=:]\s*/.exec(secret)?.[0] ?? ''
  if (
    assignment.length > 0 &&
    assignment.length < secret.length &&
    !/^=*$/.test(secret.slice(assignment.length))
  ) {
    push(
      secret.slice(assignment.length),
      'secret-prefix',
      `The ${name} as it is set begins with “${assignment}”, a piece of a settings line; without it the signature matches.`,
    )
  }
  for (const prefix of [...knownPrefixes, 'Bearer ', 'Secret ', 'sha256=', 'sha1=', 'whpk_', 'v1a,']) {
    if (secret.startsWith(prefix)) {
      push(
        secret.slice(prefix.length),
        'secret-prefix',
        `The ${name} as it is set begins with “${prefix}”; the signature was made without it.`,
      )
    }
  }
  const label = /^[A-Za-z]{2,12}(?:_[A-Za-z0-9]{2,8}){0,2}[_:-](?=.{8})/.exec(secret)?.[0]
  if (label !== undefined)
    push(
      secret.slice(label.length),
      'secret-prefix',
      `The ${name} as it is set begins with “${label}”; the signature was made without it.`,
    )
  const unpadded = secret.replace(/=+$/, '')
  push(unpadded, 'secret-padding', `The ${name} as it is set ends in =; the signature was made without that.`)
  if (/%[0-9a-f]{2}/i.test(secret)) {
    push(
      decoded(secret),
      'secret-decoded',
      `The ${name} as it is set is percent-encoded; decoded the signature matches.`,
    )
  }
  return out
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function blanks(secret: string): string {
  if (/\r\n$/.test(secret)) return 'a line break (CRLF) at its end'
  if (/\n$/.test(secret)) return 'a line break at its end'
  if (/\s$/.test(secret)) return 'a blank at its end'
  return 'a blank in front'
}

/** The = that a copied secret often loses. */
function paddings(scheme: SchemeDefinition, secret: string): TextVariant[] {
  return ['=', '=='].map((end) => ({
    text: secret + end,
    steps: [
      {
        code: 'secret-padding',
        text: `The ${scheme.key.name} as it is set has lost the ${end} at its end; with it the signature matches.`,
      },
    ],
  }))
}

/** What the sender's copy may have around it, or what ours has lost. */
function additions(scheme: SchemeDefinition, secret: string): TextVariant[] {
  const { name, prefix, encoding } = scheme.key
  const out: TextVariant[] = []
  const push = (text: string, code: Step['code'], sentence: string) =>
    out.push({ text, steps: [{ code, text: sentence }] })
  if (encoding === 'text') {
    for (const [text, what] of [
      [`${secret}\n`, 'a line break'],
      [`${secret}\r\n`, 'a line break (CRLF)'],
      [`${secret} `, 'a blank'],
      [`${secret}\t`, 'a tab'],
    ] as const) {
      push(
        text,
        'secret-whitespace',
        `The signature was made with ${what} behind the ${name}: the sender’s copy has one more character.`,
      )
    }
    push(
      ` ${secret}`,
      'secret-whitespace',
      `The signature was made with a blank in front of the ${name}: the sender’s copy has one more character.`,
    )
    for (const [open, close] of quotePairs.slice(0, 3)) {
      push(
        `${open}${secret}${close}`,
        'secret-quoted',
        `The signature was made with the quotes ${open}${close} as part of the ${name}.`,
      )
    }
    for (const known of new Set([prefix, ...knownPrefixes].filter((text) => text !== null))) {
      if (!secret.startsWith(known))
        push(
          known + secret,
          'secret-prefix',
          `The ${name} as it is set lacks “${known}”, which is part of the key here.`,
        )
    }
  }
  return out
}

function caseForms(secret: string): TextVariant[] {
  const forms = [
    secret.toLowerCase(),
    secret.toUpperCase(),
    secret.slice(0, 1).toUpperCase() + secret.slice(1),
    secret.slice(0, 1).toLowerCase() + secret.slice(1),
  ]
  return forms
    .filter((text) => text !== secret)
    .map((text) => ({
      text,
      steps: [
        {
          code: 'case',
          text: 'The secret differs in upper and lower case from the one that was used to sign.',
        },
      ],
    }))
}

/** For schemes whose secret is text: keys that come from decoding or encoding it. */
function decodedForms(scheme: SchemeDefinition, text: string): SecretVariant[] {
  const { name } = scheme.key
  const used = (how: string): Step => ({
    code: 'secret-decoded',
    text: `The signature was made with the ${name} decoded from ${how}; ${scheme.title} uses it as the text it is.`,
  })
  const bare = text.replace(/^(?:whsec_|v1,whsec_)/, '')
  const strips =
    bare === text ? [] : [{ code: 'secret-prefix', text: 'The part “whsec_” was left out too.' } as Step]
  const forms: SecretVariant[] = []
  const hex = decodeHex(bare.replace(/^0x/, ''))
  if (hex !== null) forms.push({ bytes: hex, steps: [used('hex'), ...strips] })
  const base64 = decodeAnyBase64(bare)
  if (base64 !== null)
    forms.push({ bytes: base64, steps: [used(/[-_]/.test(bare) ? 'base64url' : 'base64'), ...strips] })
  const bytes = Buffer.from(text, 'utf8')
  const encodings: [string, string][] = [
    [bytes.toString('base64'), 'base64'],
    [bytes.toString('hex'), 'hex'],
    [bytes.toString('base64url'), 'base64url'],
  ]
  for (const [encoded, how] of encodings) {
    forms.push({
      bytes: Buffer.from(encoded),
      steps: [
        {
          code: 'secret-decoded',
          text: `The ${name} as it is set is the decoded form; the signature was made with its ${how} text as the key.`,
        },
      ],
    })
  }
  const latin1 = Buffer.from(text, 'latin1')
  if (!latin1.equals(bytes)) {
    forms.push({
      bytes: latin1,
      steps: [
        {
          code: 'charset',
          text: `The signature was made with the ${name} in Latin-1 bytes instead of UTF-8.`,
        },
      ],
    })
  }
  return forms
}

/** For schemes whose secret is decoded: keys that come from taking the text as it is, or from another encoding. */
function undecodedForms(scheme: SchemeDefinition, text: string): SecretVariant[] {
  const { name, prefix, encoding } = scheme.key
  const bare = prefix !== null && text.startsWith(prefix) ? text.slice(prefix.length) : text
  const raw: Step = {
    code: 'secret-not-decoded',
    text: `The signature was made with the text of the ${name} as the key; ${scheme.title} uses the bytes that ${encoding} gives${prefix === null ? '' : ` after ${prefix}`}.`,
  }
  const forms: SecretVariant[] = [{ bytes: Buffer.from(bare, 'utf8'), steps: [raw] }]
  if (bare !== text) forms.push({ bytes: Buffer.from(text, 'utf8'), steps: [raw] })
  else if (prefix !== null) forms.push({ bytes: Buffer.from(prefix + text, 'utf8'), steps: [raw] })
  const other: Step = {
    code: 'secret-decoded',
    text: `The signature was made with the ${name} decoded another way than from ${encoding}.`,
  }
  const alternatives = [
    encoding === 'hex' ? null : decodeHex(bare),
    encoding === 'base64' ? null : decodeAnyBase64(bare),
  ]
  for (const bytes of alternatives) if (bytes !== null) forms.push({ bytes, steps: [other] })
  const loose = Buffer.from(bare, encoding === 'hex' ? 'hex' : 'base64')
  forms.push({
    bytes: loose,
    steps: [
      {
        code: 'secret-padding',
        text: `The ${name} as it is set is no complete ${encoding} text; read leniently it gives the right key.`,
      },
    ],
  })
  return forms
}
