import { Command } from 'commander'
import type { RequestId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { findEndpoint } from '../find-endpoint.ts'
import { aboutFilter } from '../output/failure.ts'
import { formatRequestLine } from '../output/request-line.ts'
import { toJson, write, writeJson, writeLine } from '../output/terminal.ts'
import { readDetails } from '../read-details.ts'
import type { Session } from '../session.ts'
import {
  examples,
  inSession,
  parseCount,
  parseRequestId,
  withFolderOptions,
  type FolderOptions,
} from './options.ts'
import { showRequest, type ShowOptions } from './show-request.ts'

interface SelectionOptions extends FolderOptions {
  readonly endpoint?: string
  readonly filter?: string
}

interface ListOptions extends SelectionOptions {
  readonly limit: number
  readonly before?: RequestId
}

const pageSize = 1_000

function withSelectionOptions(command: Command): Command {
  return command
    .option('--endpoint <name>', 'only of this endpoint: name, slug, token, id, or "unmatched"')
    .option('--filter <filter>', "only what fits, e.g. 'method:POST json.type:paid*'")
}

export function requestsCommand(): Command {
  const command = new Command('requests').description('List, show and delete captured requests')
  withFolderOptions(
    withSelectionOptions(
      command.command('list', { isDefault: true }).description('Captured requests, newest first'),
    )
      .option('--limit <count>', 'at most this many', parseCount, 100)
      .option('--before <id>', 'only requests older than this one', parseRequestId),
    'print a JSON array, headers included',
  ).action(list)
  withFolderOptions(
    command
      .command('show')
      .argument('<id>', 'the id of the request', parseRequestId)
      .description('One request; with --body its exact bytes')
      .option('--body', 'write the body to stdout, byte for byte as it came')
      .option('--decoded', 'with --body: undo the content-encoding (gzip, br, zstd, deflate) first'),
    'print a JSON object, with the body as bodyBase64',
  ).action((id: RequestId, options: ShowOptions) => showRequest(id, options))
  withFolderOptions(
    withSelectionOptions(command.command('clear').description('Delete requests: all, or those that fit')),
    'print how many were deleted as JSON',
  ).action(clear)
  command.addHelpText(
    'after',
    examples(
      ['hookbench requests list --filter "method:POST size:>10kb"', 'what fits a filter'],
      ['hookbench requests show 42 --body > body.bin', 'the body, byte for byte'],
      ['hookbench requests clear --endpoint orders', "delete an endpoint's requests"],
    ),
  )
  return command
}

async function list(options: ListOptions): Promise<void> {
  await inSession(options, async (session) => {
    const items = await readList(session, options)
    if (options.json === true) {
      // One element a line, written as they are read: a long list costs no memory.
      await write('[')
      let separator = '\n'
      for await (const detail of readDetails(session.call, items)) {
        await write(separator + toJson(detail))
        separator = ',\n'
      }
      await writeLine(separator === '\n' ? ']' : '\n]')
      return
    }
    const all = await session.call('endpoints.list', {})
    const endpoints = new Map(all.map((endpoint) => [endpoint.id as string, endpoint]))
    for (const item of items) await writeLine(formatRequestLine(item, endpoints, { date: true }))
    if (items.length === 0) process.stderr.write('hookbench: no requests that fit.\n')
  })
}

async function readList(session: Session, options: ListOptions): Promise<RequestSummary[]> {
  const selection = await readSelection(session, options)
  const items: RequestSummary[] = []
  let before = options.before
  while (items.length < options.limit) {
    const limit = Math.min(pageSize, options.limit - items.length)
    const page = await aboutFilter(options.filter, () =>
      session.call('requests.list', { ...selection, limit, ...(before === undefined ? {} : { before }) }),
    )
    items.push(...page.items)
    before = page.items.at(-1)?.id
    if (page.items.length < limit) break
  }
  return items
}

async function readSelection(session: Session, { endpoint, filter }: SelectionOptions) {
  return {
    ...(endpoint === undefined ? {} : { endpointId: (await findEndpoint(session, endpoint)).id }),
    ...(filter === undefined ? {} : { filter }),
  }
}

async function clear(options: SelectionOptions): Promise<void> {
  await inSession(options, async (session) => {
    const selection = await readSelection(session, options)
    const { count, undoToken } = await aboutFilter(options.filter, () =>
      session.call('requests.delete', { selection }),
    )
    if (options.json === true) await writeJson({ deleted: count, undoToken })
    else await writeLine(`Deleted ${count} ${count === 1 ? 'request' : 'requests'}.`)
  })
}
