import { Command } from 'commander'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { SchemeInfo } from '#shared/domain/signature.ts'
import { createClock } from '../../platform/clock.ts'
import { createIds } from '../../platform/ids.ts'
import { UsageError } from '../output/failure.ts'
import { write, writeJson, writeLine } from '../output/terminal.ts'
import { examples } from './options.ts'
import { changedFields } from './signed-fields.ts'
import {
  parseEpoch,
  readInput,
  secretFromEnv,
  withSchemeOptions,
  type SchemeChoice,
} from './signature-options.ts'

interface SignOptions extends SchemeChoice {
  readonly body?: string
  readonly url?: string
  readonly method: string
  readonly id?: string
  readonly timestamp?: number
  readonly header: HeaderPairs
  readonly privateKeyFile?: string
  readonly json?: boolean
}

export function signCommand(): Command {
  const command = new Command('sign').description(
    'Sign a request as its provider would, and print the headers',
  )
  return withSchemeOptions(command)
    .option('--private-key-file <file>', 'PEM, for schemes that sign with one; else a fresh pair is made')
    .option('--body <file>', "the body's bytes, - for stdin")
    .option('--url <url>', 'the address it will be sent to, for schemes that sign it')
    .option('--method <method>', 'the method it will be sent with', 'POST')
    .option('--id <id>', 'the id of the message, for schemes that sign one; a fresh one unless told')
    .option('--timestamp <epoch>', 'when it was signed, seconds or milliseconds; now unless told', parseEpoch)
    .option('--header <name=value>', 'a header that is sent along; may be given again', collectHeader, [])
    .option('--json', 'print a JSON object: headers, and what of body and address the signature changed')
    .addHelpText(
      'after',
      examples(
        ['hookbench sign --scheme stripe --secret-env WHSEC --body event.json', 'one header a line'],
        ['hookbench sign --scheme discord --body event.json --json', 'with a fresh key pair'],
        [
          "hookbench sign --scheme generic-hmac --option header=X-Sig --option 'parts={timestamp}.{body}' …",
          'your own scheme',
        ],
      ),
    )
    .action(sign)
}

function collectHeader(text: string, before: HeaderPairs): HeaderPairs {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*[=:]\s*(.*)$/s.exec(text)
  if (match === null || /[\r\n\0]/.test(text)) {
    throw new UsageError('--header takes name=value, as in --header content-type=application/json.')
  }
  return [...before, [match[1] ?? '', match[2] ?? '']]
}

async function sign(options: SignOptions): Promise<void> {
  const { scheme, method } = options
  if (scheme === undefined) throw new UsageError('Say which scheme with --scheme, e.g. --scheme stripe.')
  if (options.body === undefined) {
    throw new UsageError('Say what to sign with --body FILE; - reads stdin, /dev/null is an empty body.')
  }
  const core = await import('../../core/index.ts')
  const info = core.schemeInfos().find(({ id }) => id === scheme)
  const key = await readSigningKey(options, info, () => core.generateKeys(scheme))
  const body = await readInput(options.body)
  const now = options.timestamp ?? createClock().now()
  const hasType = options.header.some(([name]) => name.toLowerCase() === 'content-type')
  const headers: HeaderPairs = hasType
    ? options.header
    : [...options.header, ['Content-Type', 'application/json']]
  const url = urlFor(options, info)
  const id = options.id ?? createIds().make('msg', 24)
  const input = { method: method.toUpperCase(), url, headers, body, key: key.text, now, id }
  const signed = core.sign(scheme, input, options.option ?? {})
  if (!signed.ok) throw new UsageError(signed.problem)
  const changed = !body.equals(signed.body)
  if (options.json === true) {
    await writeJson({
      scheme,
      headers: signed.headers,
      ...(changed ? { fields: changedFields(body, signed.body), bodyBase64: base64(signed.body) } : {}),
      ...(signed.url === url ? {} : { url: signed.url }),
      ...(key.publicKey === null ? {} : { publicKey: key.publicKey }),
    })
    return
  }
  if (key.publicKey !== null) note(`made a key pair for this signature; its public key is:\n${key.publicKey}`)
  if (signed.url !== url) note(`send it to ${signed.url}`)
  for (const [name, value] of signed.headers) await writeLine(`${name}: ${value}`)
  if (!changed) return
  note('the signature is part of the body; this is the body to send:')
  await write(signed.body)
}

function note(text: string): void {
  process.stderr.write(`hookbench: ${text}\n`)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

interface SigningKey {
  readonly text: string
  /** Of a pair that was made here; null for a key that was given. */
  readonly publicKey: string | null
}

async function readSigningKey(
  { scheme, secretEnv, privateKeyFile }: SignOptions,
  info: SchemeInfo | undefined,
  generate: () => { privateKey: string; publicKey: string } | null,
): Promise<SigningKey> {
  if (secretEnv !== undefined && privateKeyFile !== undefined) {
    throw new UsageError('Choose --secret-env or --private-key-file, not both.')
  }
  if (secretEnv !== undefined) return { text: secretFromEnv(secretEnv), publicKey: null }
  if (privateKeyFile !== undefined) {
    return { text: (await readInput(privateKeyFile)).toString('utf8').trim(), publicKey: null }
  }
  const pair = generate()
  if (pair !== null) return { text: pair.privateKey, publicKey: pair.publicKey }
  throw new UsageError(
    `${scheme ?? ''} signs with the ${info?.keyName ?? 'secret'}: put it into an environment variable and name that with --secret-env.`,
  )
}

function urlFor({ url, option }: SignOptions, info: SchemeInfo | undefined): string {
  if (url !== undefined) {
    if (/^https?:\/\//i.test(url) && URL.canParse(url)) return url
    throw new UsageError('--url takes a whole http(s) address.')
  }
  const signsUrl =
    info?.id === 'generic-hmac'
      ? /\{(?:url|path)\}/.test([option?.parts ?? []].flat().join(''))
      : info?.options.includes('publicUrls')
  if (info !== undefined && signsUrl === true) {
    throw new UsageError(`${info.title} signs the address: give it with --url.`)
  }
  return 'http://localhost/'
}
