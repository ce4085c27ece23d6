import { Command } from 'commander'
import { AppError } from '#shared/contract/errors.ts'
import type { Endpoint } from '#shared/domain/endpoint.ts'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import { findEndpoint } from '../find-endpoint.ts'
import { UsageError } from '../output/failure.ts'
import { formatTable, paint, writeJson, writeLine } from '../output/terminal.ts'
import type { Session } from '../session.ts'
import { examples, inSession, withFolderOptions, type FolderOptions } from './options.ts'

interface SendOptions extends FolderOptions {
  readonly to?: string
  readonly set?: Record<string, string>
  readonly list?: boolean
}

function collectValue(text: string, values: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1)
    throw new UsageError(`--set takes path=value, as in --set data.email=a@b.example; "${text}" has no path.`)
  return { ...values, [text.slice(0, at)]: text.slice(at + 1) }
}

export function sendCommand(): Command {
  const command = new Command('send')
    .description('Send a ready event over HTTP, to an endpoint or to any URL')
    .argument('[name]', 'which event; --list shows them')
    .option(
      '--to <target>',
      'an http(s) URL or an endpoint (name, slug, token or id); the first endpoint unless told',
    )
    .option('--set <path=value>', 'put a value into the body; may be given again', collectValue)
    .option('--list', 'show the events that can be sent')
    .addHelpText(
      'after',
      examples(
        ['hookbench send --list', 'what can be sent'],
        ['hookbench send stripe.payment_intent.succeeded', 'to the first endpoint'],
        ['hookbench send NAME --to http://127.0.0.1:3000/hook', 'to your own server'],
        ['hookbench send NAME --set data.email=ada@example.com', 'with a value of your own'],
      ),
    )
  return withFolderOptions(command, 'print the outcome as JSON').action(send)
}

async function send(name: string | undefined, options: SendOptions): Promise<void> {
  if (name === undefined && options.list !== true) {
    throw new UsageError('Say which event to send; hookbench send --list shows them.')
  }
  if (options.to !== undefined && /^[a-z][a-z0-9+.-]*:/i.test(options.to) && !isHttpUrl(options.to)) {
    throw new UsageError(`--to takes an http(s) URL or an endpoint; "${options.to}" is neither.`)
  }
  await inSession(options, async (session) => {
    if (options.list === true || name === undefined) {
      await list(session, options)
      return
    }
    const target = await findTarget(session, options.to)
    const to = 'url' in target ? { url: target.url } : { endpointId: target.endpoint.id }
    const outcome = await session.call('samples.send', { name, to, set: options.set ?? {} })
    if (options.json === true) {
      await writeJson(outcome)
      return
    }
    const status = paint(outcome.status < 400 ? 'green' : 'red', String(outcome.status))
    const where = 'url' in target ? target.url : `${target.endpoint.name} (${target.endpoint.url ?? ''})`
    const kept = outcome.requestId === null ? '' : `, request #${outcome.requestId}`
    await writeLine(`${status} from ${where} in ${outcome.ms.toFixed(1)} ms${kept}`)
  })
}

async function list({ call }: Session, options: SendOptions): Promise<void> {
  const samples = await call('samples.list', {})
  if (options.json === true) {
    await writeJson(samples)
    return
  }
  const lines = formatTable(samples.map(({ name, title }) => [name, title]))
  let group = ''
  for (const [index, sample] of samples.entries()) {
    if (sample.group !== group) {
      if (index > 0) await writeLine()
      await writeLine(paint('bold', sample.group))
      group = sample.group
    }
    await writeLine(`  ${lines[index]}`)
  }
}

type Target = { url: string } | { endpoint: Endpoint }

/** Where to send. An endpoint of this folder must be listening, which it is only while an instance runs. */
async function findTarget(session: Session, to: string | undefined): Promise<Target> {
  if (to !== undefined && isHttpUrl(to)) return { url: to }
  const endpoint =
    to === undefined
      ? (await session.call('endpoints.list', {})).find(({ id }) => id !== unmatchedEndpointId)
      : await findEndpoint(session, to)
  if (endpoint === undefined) {
    throw new AppError(
      'not-found',
      'There is no endpoint to send to. Make one with hookbench endpoints create NAME.',
    )
  }
  if (endpoint.url === null) {
    throw new AppError(
      'receiver.failed',
      session.attached === null
        ? `No instance runs on this folder, so nothing listens at ${endpoint.name}. Start one with hookbench serve, or send to a URL with --to.`
        : `The receiver is not listening, so nothing can reach ${endpoint.name}. Start it in the window.`,
    )
  }
  return { endpoint }
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text)
}
