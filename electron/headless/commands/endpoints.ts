import { Command, Option } from 'commander'
import { endpointColors, slugSchema, type EndpointColor } from '#shared/domain/endpoint.ts'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import { findEndpoint } from '../find-endpoint.ts'
import { UsageError } from '../output/failure.ts'
import { formatTable, paint, printable, writeJson, writeLine } from '../output/terminal.ts'
import { examples, inSession, withFolderOptions, type FolderOptions } from './options.ts'

interface CreateOptions extends FolderOptions {
  readonly slug?: string
  readonly color?: EndpointColor
}

export function endpointsCommand(): Command {
  const command = new Command('endpoints').description('List, make and delete endpoints')
  withFolderOptions(
    command
      .command('list', { isDefault: true })
      .description('All endpoints; the address is shown while an instance runs'),
    'print a JSON array',
  ).action(list)
  withFolderOptions(
    command
      .command('create <name>')
      .description('Make an endpoint with a fresh, unguessable address')
      .option('--slug <slug>', 'a readable second address, which can be guessed')
      .addOption(new Option('--color <color>', 'its colour in the list').choices(endpointColors)),
    'print the endpoint as JSON',
  ).action(create)
  withFolderOptions(
    command
      .command('delete <endpoint>')
      .description('Delete an endpoint (name, slug, token or id) and its requests'),
    'print what was deleted as JSON',
  ).action(remove)
  command.addHelpText(
    'after',
    examples(
      ['hookbench endpoints create Orders --slug orders', 'make an endpoint'],
      ['hookbench endpoints list --json', 'for scripts'],
      ['hookbench endpoints delete orders', 'delete it with its requests'],
    ),
  )
  return command
}

async function list(options: FolderOptions): Promise<void> {
  await inSession(options, async ({ call, attached }) => {
    const endpoints = (await call('endpoints.list', {})).filter(({ id }) => id !== unmatchedEndpointId)
    if (options.json === true) {
      await writeJson(endpoints)
      return
    }
    const rows = endpoints.map((endpoint) => [
      printable(endpoint.name),
      endpoint.slug ?? '-',
      endpoint.enabled ? 'on' : 'off',
      String(endpoint.requestCount),
      endpoint.url ?? `/${endpoint.token}`,
      endpoint.id,
    ])
    const [head, ...lines] = formatTable([['NAME', 'SLUG', '', 'REQUESTS', 'ADDRESS', 'ID'], ...rows], [3])
    await writeLine(paint('dim', head ?? ''))
    for (const line of lines) await writeLine(line)
    if (attached === null)
      process.stderr.write(
        'hookbench: no instance runs on this folder, so nothing listens; start one with hookbench serve.\n',
      )
  })
}

async function create(name: string, options: CreateOptions): Promise<void> {
  const { slug, color, json } = options
  const checked = slugSchema.safeParse(slug ?? 'none')
  if (!checked.success) throw new UsageError(checked.error.issues[0]?.message ?? 'This slug is not valid.')
  await inSession(options, async ({ call }) => {
    const endpoint = await call('endpoints.create', {
      name,
      ...(slug === undefined ? {} : { slug }),
      ...(color === undefined ? {} : { color }),
    })
    if (json === true) await writeJson(endpoint)
    else
      await writeLine(
        `Made ${printable(endpoint.name)} (${endpoint.id}): ${endpoint.url ?? `/${endpoint.token}`}`,
      )
  })
}

async function remove(wanted: string, options: FolderOptions): Promise<void> {
  await inSession(options, async (session) => {
    const endpoint = await findEndpoint(session, wanted)
    const { undoToken } = await session.call('endpoints.delete', { id: endpoint.id })
    if (options.json === true) await writeJson({ id: endpoint.id, name: endpoint.name, undoToken })
    else
      await writeLine(
        `Deleted ${printable(endpoint.name)} (${endpoint.id}) and its ${endpoint.requestCount} requests.`,
      )
  })
}
