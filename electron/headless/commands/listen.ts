import { setTimeout as wait } from 'node:timers/promises'
import { Command } from 'commander'
import { AppError } from '#shared/contract/errors.ts'
import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { isFolderHeld } from '../../platform/instance-info.ts'
import { findDataFolder } from '../../platform/data-folder.ts'
import { startEventFeed } from '../../transport/event-feed.ts'
import { findEndpoint } from '../find-endpoint.ts'
import { followRequests, type RequestSource } from '../follow-requests.ts'
import { formatRequestLine } from '../output/request-line.ts'
import { writeJson, writeLine } from '../output/terminal.ts'
import { readDetails } from '../read-details.ts'
import { attach } from '../session.ts'
import { onStopSignal } from '../stop-signals.ts'
import { examples, withFolderOptions } from './options.ts'
import { startReceiving, withReceiverOptions, type ReceiverOptions } from './serve.ts'

const startPatienceMs = 10_000

interface ListenOptions extends ReceiverOptions {
  readonly endpoint?: string
}

interface Source extends RequestSource {
  /** Said on stderr when listening begins. */
  readonly greeting: string
  /** Rejects when the instance goes away. */
  readonly gone: Promise<never>
  close(): Promise<void>
}

export function listenCommand(): Command {
  const command = new Command('listen')
    .description('Print each request as it is captured; starts an instance when none runs')
    .option('--endpoint <name>', 'only requests of this endpoint (name, slug, token or id)')
    .addHelpText(
      'after',
      examples(
        ['hookbench listen', 'one readable line a request'],
        ['hookbench listen --endpoint orders --json', 'one JSON object a line, headers included'],
      ),
    )
  return withFolderOptions(withReceiverOptions(command), 'print NDJSON').action(listen)
}

async function listen(options: ListenOptions): Promise<void> {
  const stopped = new Promise<string>((resolve) => onStopSignal(resolve))
  const source = await findSource(options)
  try {
    const endpoint = options.endpoint === undefined ? undefined : await findEndpoint(source, options.endpoint)
    const print = options.json === true ? printJson(source) : await linePrinter(source)
    const follower = await followRequests(source, endpoint?.id, print)
    process.stderr.write(`hookbench: ${source.greeting}\n`)
    await Promise.race([stopped, source.gone, follower.done])
    await follower.stop()
  } finally {
    await source.close()
  }
}

/** The running instance, or one started here; when somebody else is starting one at this moment, theirs. */
async function findSource(options: ListenOptions): Promise<Source> {
  const deadline = performance.now() + startPatienceMs
  for (;;) {
    const attached = await attachedSource(options)
    if (attached !== null) return attached
    try {
      return await ownSource(options)
    } catch (error) {
      if (!isFolderHeld(error) || performance.now() > deadline) throw error
      await wait(50)
    }
  }
}

async function attachedSource(options: ListenOptions): Promise<Source | null> {
  const session = await attach(findDataFolder(options.data))
  if (session?.attached == null) return null
  const { info, client } = session.attached
  return {
    call: client.call,
    onEvents: (listener) => client.onEvents(listener),
    greeting: `listening to the instance at ${info.receiver ?? info.ui} (process ${info.pid})`,
    gone: client.closed.then(() => {
      throw new AppError('disconnected', `The instance (process ${info.pid}) stopped.`)
    }),
    close: () => session.close(),
  }
}

async function ownSource(options: ListenOptions): Promise<Source> {
  const host = await startReceiving(options)
  const { state } = host.receiver
  return {
    call: host.call,
    onEvents(listener) {
      const feed = startEventFeed(host.door, { send: listener, isFull: () => false })
      return () => feed.close()
    },
    greeting: `started an instance that receives at ${state.state === 'listening' ? state.url : '?'}; its window is at ${host.uiUrl}`,
    gone: new Promise(() => undefined),
    close: () => host.close(),
  }
}

function printJson({ call }: RequestSource): (items: RequestSummary[]) => Promise<void> {
  return async (items) => {
    for await (const detail of readDetails(call, items)) await writeJson(detail)
  }
}

async function linePrinter({ call }: RequestSource): Promise<(items: RequestSummary[]) => Promise<void>> {
  let endpoints = new Map<string, Endpoint>()
  const refresh = async (): Promise<void> => {
    endpoints = new Map((await call('endpoints.list', {})).map((endpoint) => [endpoint.id, endpoint]))
  }
  await refresh()
  return async (items) => {
    if (items.some(({ endpointId }) => !endpoints.has(endpointId))) await refresh()
    for (const item of items) await writeLine(formatRequestLine(item, endpoints, { date: false }))
  }
}
