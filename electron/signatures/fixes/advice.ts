import type { DiagnosisCode } from '../types.ts'
import { bodyOrder } from './samples/body-order.ts'
import { clock } from './samples/clock.ts'
import { compare } from './samples/compare.ts'
import { formValues } from './samples/form-values.ts'
import { headers } from './samples/headers.ts'
import { keyAsText, keyDecoded } from './samples/key-bytes.ts'
import { bodyHash, certificateUrl, webhookId } from './samples/provider-facts.ts'
import { publicUrl } from './samples/public-url.ts'
import { rawBody } from './samples/raw-body.ts'
import { recipe } from './samples/recipe.ts'
import { secretText } from './samples/secret-text.ts'
import { severalSecrets } from './samples/several-secrets.ts'
import { unpackBody } from './samples/unpack-body.ts'
import type { Samples } from './frameworks.ts'

export interface Advice {
  /** What to do, in a sentence or two; placeholders as in the samples. */
  fix: string
  samples: Samples | null
}

const raw =
  'Check the signature over the bytes as they came, before anything parses them, and parse afterwards.'
const url =
  'Sign and check the address that the sender called: set it, or rebuild it from what your proxy reports and you trust.'

/** What to do about each cause. */
export const advice: Record<DiagnosisCode, Advice> = {
  'json-reserialized': {
    fix: `${raw} If a proxy or tunnel re-writes the JSON, make it pass the body on untouched.`,
    samples: rawBody,
  },
  'json-key-order': {
    fix: `${raw} Writing parsed JSON again never gives the same bytes for sure.`,
    samples: rawBody,
  },
  'json-unicode-escaping': {
    fix: `${raw} Serialisers differ in which characters they escape.`,
    samples: rawBody,
  },
  'json-slash-escaping': { fix: `${raw} PHP writes / as \\/, others do not.`, samples: rawBody },
  'json-double-encoded': {
    fix: 'Something encodes the body once more, as a string or inside an envelope. Take the inner text and check the signature over that, or stop the second encoding.',
    samples: rawBody,
  },
  'trailing-newline': {
    fix: `${raw} Do not trim the body and add nothing to it; with curl use --data-binary, as -d drops line breaks.`,
    samples: rawBody,
  },
  'line-endings': {
    fix: `${raw} Something converts line endings: open files in binary mode, and use --data-binary with curl.`,
    samples: rawBody,
  },
  bom: { fix: `${raw} Text decoders drop a byte order mark, and some editors add one.`, samples: rawBody },
  charset: {
    fix: `${raw} Never go through text: hash bytes, and where text is signed encode it as UTF-8.`,
    samples: rawBody,
  },
  'content-encoding': {
    fix: 'Undo the compression before the check if the plain content is signed, or keep the compressed bytes if those are.',
    samples: unpackBody,
  },
  'body-base64': {
    fix: 'Decode the base64 that the gateway puts around the body before you check the signature.',
    samples: unpackBody,
  },
  'form-reencoded': {
    fix: `${raw} A form that is decoded and encoded again comes out differently from library to library.`,
    samples: rawBody,
  },
  'body-missing': {
    fix: 'Read the body before anything else consumes it, and check the signature over it.',
    samples: bodyOrder,
  },
  'content-type': {
    fix: 'Read the body as what it is: let the sender and the parser agree on the Content-Type, and keep the raw body for the check.',
    samples: rawBody,
  },
  'params-trimmed': {
    fix: 'Hand the values to the check as they were sent: switch off whatever trims them.',
    samples: formValues,
  },
  'params-empty-dropped': {
    fix: 'Hand all parameters to the check, empty ones too: switch off whatever drops them.',
    samples: formValues,
  },
  'wrong-secret-known': {
    fix: 'Set the secret that belongs to this endpoint; each endpoint and each mode, test or live, has its own.',
    samples: severalSecrets,
  },
  'secret-whitespace': {
    fix: 'Set the secret without blanks and line breaks around it. `echo` adds a line break, `printf %s` does not.',
    samples: secretText,
  },
  'secret-quoted': {
    fix: 'Set the secret without quotes: many tools take them as part of the value.',
    samples: secretText,
  },
  'secret-prefix': {
    fix: 'Set the secret just as the provider shows it, with its own prefix if it has one and nothing else in front.',
    samples: secretText,
  },
  'secret-decoded': {
    fix: 'Use the text of the secret as the key. It may look like base64 or hex, but it is not to be decoded.',
    samples: keyAsText,
  },
  'secret-not-decoded': {
    fix: 'Decode the secret first and use the bytes as the key: {key-how}.',
    samples: keyDecoded,
  },
  'secret-padding': {
    fix: 'Copy the secret again, with the = at its end: a double click selects it without.',
    samples: secretText,
  },
  'signature-truncated': {
    fix: 'Find out what cuts the header’s value: a column that is too short, a split at the wrong character, a limit on header length.',
    samples: compare,
  },
  'signature-encoding': {
    fix: 'Write the digest as {encoding}, as the provider does; to take more than one spelling, decode first and compare bytes.',
    samples: compare,
  },
  'signature-prefix': {
    fix: 'Send the whole value, {example}, and compare the whole value.',
    samples: compare,
  },
  'signature-header-format': {
    fix: 'Write the header exactly as {example}: no blanks, quotes or other names.',
    samples: compare,
  },
  'signature-list-separator': {
    fix: 'Separate the items of the header as {example} shows, and do not let a proxy join header lines.',
    samples: compare,
  },
  'hex-case': { fix: 'Write the digest in lower-case hex.', samples: compare },
  'wrong-algorithm': { fix: 'Make the signature as {algorithm}.', samples: recipe },
  'signed-content-layout': {
    fix: 'Put the signed text together as {recipe}, nothing between and nothing left out.',
    samples: recipe,
  },
  'missing-signature-header': {
    fix: 'Set a secret for the webhook at the provider, and see to it that no proxy drops {header}.',
    samples: headers,
  },
  'missing-header': {
    fix: 'See to it that every header of the signature gets through: allow them in the proxy, and do not rename them.',
    samples: headers,
  },
  'wrong-header': {
    fix: 'Read {header}, and pass it on under its own name: underscores instead of dashes are dropped by many servers.',
    samples: headers,
  },
  'body-hash-missing': {
    fix: 'Keep the bodySHA256 parameter in the address and compare it with the SHA-256 of the raw body, in lower-case hex.',
    samples: bodyHash,
  },
  'timestamp-stale': {
    fix: 'A replay or a late retry is refused rightly. If it came at once, put the server’s clock right (NTP); for tests sign again, or widen the window of {seconds} s on purpose.',
    samples: clock,
  },
  'timestamp-future': {
    fix: 'Put the clocks right (NTP): the timestamp lies ahead by more than {seconds} s.',
    samples: clock,
  },
  'timestamp-unit': { fix: 'Use one unit on both sides: {unit} here.', samples: clock },
  'url-scheme': {
    fix: `${url} TLS ends in front of your server, which therefore sees http.`,
    samples: publicUrl,
  },
  'url-host': { fix: `${url} The server sees an internal host.`, samples: publicUrl },
  'url-port': { fix: `${url} The port differs inside and outside.`, samples: publicUrl },
  'url-path': { fix: `${url} A prefix is added or cut off on the way.`, samples: publicUrl },
  'url-query': {
    fix: `${url} Take the query as it was requested: many frameworks sort or drop parameters.`,
    samples: publicUrl,
  },
  'url-encoding': {
    fix: `${url} Take path and query undecoded: decoding and encoding again changes them.`,
    samples: publicUrl,
  },
  'url-trailing-slash': {
    fix: `${url} Register the address with just the slash that the server sees, and switch redirects for slashes off.`,
    samples: publicUrl,
  },
  method: {
    fix: 'Sign and check the method of the request as it came, in capitals; method overrides do not count.',
    samples: recipe,
  },
  case: {
    fix: 'Keep upper and lower case as it is: secrets, header values, paths and queries all count case.',
    samples: compare,
  },
  'wrong-webhook-id': {
    fix: 'Set the id of the webhook that this address belongs to; sandbox, live and the simulator each have another.',
    samples: webhookId,
  },
  'cert-url-untrusted': {
    fix: 'Refuse the request, and fetch certificates only over https from {cert-home}.',
    samples: certificateUrl,
  },
  unexplained: {
    fix: 'Compare the secret at the provider with the one set here, send a new event, and look whether anything between sender and receiver changes the body.',
    samples: null,
  },
}
