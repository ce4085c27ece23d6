import { Command, type OptionValues } from 'commander'
import { AppError } from '#shared/contract/errors.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { SignatureJob } from '../../core/index.ts'
import { createClock } from '../../platform/clock.ts'
import { UsageError } from '../output/failure.ts'
import { printOutcome, type Outcome } from '../output/signature-outcome.ts'
import type { Session } from '../session.ts'
import { examples, inSession, parseRequestId, withFolderOptions, type FolderOptions } from './options.ts'
import { readRequestFile } from './request-file.ts'
import {
  parseEpoch,
  readInput,
  secretFromEnv,
  withSchemeOptions,
  type SchemeChoice,
} from './signature-options.ts'
import { verifyCases } from './verify-cases.ts'

interface VerifyOptions extends FolderOptions, SchemeChoice {
  readonly file?: string
  readonly cases?: string
  readonly publicKeyFile?: string
  readonly at?: number
}

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('Say whether a signature is genuine, and when not, prove why; exits with 0 valid, 1 not')
    .argument('[id]', 'the id of a captured request', parseRequestId)
    .option('--file <file>', 'a request as JSON instead: as "requests show --json" prints it, or a case')
    .option('--cases <file>', 'many: one JSON object a line, - for stdin; one line of result each')
  withSchemeOptions(command)
    .option('--public-key-file <file>', 'the public key or certificate of a scheme that has one')
    .option('--at <epoch>', 'judge the timestamp by this time instead of the time of capture', parseEpoch)
    .addHelpText(
      'after',
      examples(
        ['hookbench verify 42', "by the endpoint's own scheme and secrets"],
        ['hookbench verify 42 --scheme stripe --secret-env WHSEC', 'with a secret of your own'],
        ['hookbench verify --file r.json --scheme github --secret-env S', 'without a running instance'],
        ['hookbench verify --cases cases.ndjson --json', 'thousands, one result a line'],
      ),
    )
  return withFolderOptions(command, 'print the verdict and the diagnoses as JSON').action(verify)
}

async function verify(id: RequestId | undefined, options: VerifyOptions): Promise<void> {
  if ([id, options.file, options.cases].filter((given) => given !== undefined).length !== 1) {
    throw new UsageError('Say which request: its id, or --file, or --cases for many; one of them.')
  }
  if (options.cases !== undefined) {
    refuseBeside(options, ['scheme', 'secretEnv', 'publicKeyFile', 'option', 'at'])
    await verifyCases(options.cases)
    return
  }
  const key = await readKey(options)
  const outcome =
    options.file === undefined
      ? await verifyCaptured(id as RequestId, options, key).catch(unknownRequest)
      : await verifyFile(options.file, options, key)
  if (outcome.verdict.status === 'not-configured') throw new UsageError(outcome.verdict.message)
  await printOutcome(outcome, options.json === true)
  process.exitCode = outcome.verdict.status === 'valid' ? 0 : 1
}

/** Status 1 is kept for a verdict: that a request is not there is no word on its signature. */
function unknownRequest(error: unknown): never {
  if (error instanceof AppError && error.code === 'not-found') throw new UsageError(error.message)
  throw error
}

function refuseBeside(options: OptionValues, names: string[]): void {
  if (names.every((name) => options[name] === undefined)) return
  throw new UsageError('Each case brings its own scheme, keys and options, so --cases stands alone.')
}

interface GivenKey {
  readonly label: string
  readonly text: string
}

async function readKey({ secretEnv, publicKeyFile }: VerifyOptions): Promise<GivenKey | null> {
  if (secretEnv !== undefined && publicKeyFile !== undefined) {
    throw new UsageError('Choose --secret-env or --public-key-file, not both.')
  }
  if (secretEnv !== undefined) return { label: secretEnv, text: secretFromEnv(secretEnv) }
  if (publicKeyFile === undefined) return null
  return { label: publicKeyFile, text: (await readInput(publicKeyFile)).toString('utf8').trim() }
}

/** A captured request, checked where it is kept; what is not said comes from its endpoint. */
async function verifyCaptured(
  requestId: RequestId,
  options: VerifyOptions,
  key: GivenKey | null,
): Promise<Outcome> {
  const { scheme, option, at } = options
  const check = {
    requestId,
    ...(scheme === undefined ? {} : { scheme }),
    ...(option === undefined ? {} : { options: option }),
    ...(key === null ? {} : { secret: key.text }),
    ...(at === undefined ? {} : { at }),
  }
  return inSession(options, async ({ call }) => {
    const verdict = await call('signatures.verify', check)
    if (verdict === null) throw await withoutScheme(call, requestId)
    const settled = verdict.status === 'valid' || verdict.status === 'not-configured'
    return { id: requestId, verdict, diagnoses: settled ? [] : await call('signatures.diagnose', check) }
  })
}

async function withoutScheme(call: Session['call'], requestId: RequestId): Promise<UsageError> {
  const proposals = await call('signatures.propose', { requestId })
  return new UsageError(
    `The endpoint of request ${requestId} has no scheme: name one with --scheme.${hint(proposals)}`,
  )
}

function hint(proposals: readonly { scheme: string; reason: string }[]): string {
  const [best] = proposals
  return best === undefined ? '' : ` It may be --scheme ${best.scheme}: ${best.reason}`
}

async function verifyFile(path: string, options: VerifyOptions, key: GivenKey | null): Promise<Outcome> {
  const file = await readRequestFile(path)
  const { checkSignature, detect } = await import('../../core/index.ts')
  const now = createClock().now()
  const request = { ...file.request, receivedAt: options.at ?? file.request.receivedAt ?? now }
  const scheme = options.scheme ?? file.scheme
  if (scheme === undefined) {
    throw new UsageError(`Say which scheme with --scheme.${hint(detect(request))}`)
  }
  const job: SignatureJob = {
    request,
    scheme,
    keys: key === null ? file.keys : [{ label: key.label, secret: key.text, publicKey: key.text }],
    otherKeys: file.otherKeys,
    options: { ...file.options, ...options.option },
    now,
  }
  return { id: file.id, ...checkSignature(job) }
}
