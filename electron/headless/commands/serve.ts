import { Command } from 'commander'
import { AppError } from '#shared/contract/errors.ts'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import { findDataFolder } from '../../platform/data-folder.ts'
import { readVersion } from '../app-root.ts'
import type { HeadlessHost } from '../host.ts'
import { openBrowser } from '../open-browser.ts'
import { describeExposure } from '../output/exposure.ts'
import { heldBack, stderrLogSink } from '../output/log-lines.ts'
import { paint, printable, writeJson, writeLine } from '../output/terminal.ts'
import { onStopSignal } from '../stop-signals.ts'
import { examples, parsePort, withFolderOptions, type FolderOptions } from './options.ts'

export interface ReceiverOptions extends FolderOptions {
  readonly host?: string
  readonly port?: number
  readonly uiPort?: number
}

interface ServeOptions extends ReceiverOptions {
  readonly open?: boolean
}

const shownEndpoints = 6

export function withReceiverOptions(command: Command): Command {
  return command
    .option('--host <address>', 'address to receive webhooks on (127.0.0.1 unless set otherwise)')
    .option(
      '--port <number>',
      'port to receive webhooks on, 0 for any (4600 unless set otherwise)',
      parsePort,
    )
    .option(
      '--ui-port <number>',
      'port of the window on 127.0.0.1, 0 for any (4601, or the next free one)',
      parsePort,
    )
}

export function serveCommand(): Command {
  const command = new Command('serve')
    .description('Receive webhooks and serve the window to a browser, until stopped')
    .option('--open', 'open the window in the browser')
    .addHelpText(
      'after',
      examples(
        ['hookbench serve --open', 'receive on port 4600 and open the window'],
        [
          'hookbench serve --port 0 --ui-port 0 --json',
          'any free ports; the first line of output names them',
        ],
        ['hookbench serve --host 0.0.0.0', 'let other machines send to your endpoints'],
      ),
    )
  return withFolderOptions(withReceiverOptions(command), 'print one JSON line when ready').action(serve)
}

async function serve(options: ServeOptions): Promise<void> {
  const stopped = new Promise<string>((resolve) => onStopSignal(resolve))
  const host = await startReceiving(options)
  if (options.json === true) {
    const { state } = host.receiver
    await writeJson({
      event: 'ready',
      receiver: state.state === 'listening' ? state.url : null,
      ui: host.uiUrl,
      token: host.token,
      pid: process.pid,
    })
  } else {
    await printBanner(host, options)
  }
  if (options.open === true) {
    const problem = await openBrowser(host.uiUrl)
    if (problem !== null)
      process.stderr.write(`hookbench: no browser was opened (${problem}); open the window's URL yourself.\n`)
  }
  const signal = await stopped
  if (options.json !== true && signal === 'SIGINT')
    process.stderr.write('\nStopping; requests under way are answered first.\n')
  await host.close()
}

/** Starts a host whose receiver listens, or throws with what is in the way. Says on stderr what an open address exposes. */
export async function startReceiving(options: ReceiverOptions): Promise<HeadlessHost> {
  const dataFolder = findDataFolder(options.data)
  const { host, port, uiPort } = options
  // Loaded when needed only: it brings the whole core, which no other command has to wait for.
  const { startHeadless } = await import('../host.ts')
  const log = heldBack(stderrLogSink(options.json === true))
  const started = await startHeadless({
    dataFolder,
    receiver: { ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) },
    ...(uiPort === undefined ? {} : { uiPort }),
    logSinks: [log.sink],
  })
  const { state } = started.receiver
  if (state.state === 'listening') {
    log.open()
    const exposed = describeExposure(state.host, state.port)
    if (exposed !== null) process.stderr.write(`hookbench: ${exposed}\n`)
    return started
  }
  await started.close()
  if (state.state === 'stopped')
    throw new AppError('receiver.failed', 'The receiver stopped before it listened.')
  const hint =
    state.freePort === null ? '' : ` Port ${state.freePort} is free: try again with --port ${state.freePort}.`
  throw new AppError(
    state.freePort === null ? 'receiver.failed' : 'receiver.port-taken',
    `${state.message}${hint}`,
  )
}

async function printBanner(host: HeadlessHost, options: ServeOptions): Promise<void> {
  const [endpoints, info] = await Promise.all([host.call('endpoints.list', {}), host.call('app.info', {})])
  const own = endpoints.filter(({ id }) => id !== unmatchedEndpointId)
  const label = (text: string): string => paint('dim', text.padEnd(10))
  await writeLine(`${paint('bold', 'Hookbench')} ${readVersion()}`)
  await writeLine()
  for (const endpoint of own.slice(0, shownEndpoints)) {
    await writeLine(
      `  ${label('Endpoint')}${paint('cyan', endpoint.url ?? '')}  ${paint('dim', printable(endpoint.name))}`,
    )
  }
  if (own.length > shownEndpoints) {
    await writeLine(`  ${label('')}${own.length - shownEndpoints} more: hookbench endpoints list`)
  }
  await writeLine(`  ${label('Window')}${paint('cyan', host.uiUrl)}`)
  await writeLine(`  ${label('Data')}${info.dataFolder}`)
  for (const warning of info.warnings) await writeLine(`  ${label('Note')}${warning}`)
  if (options.uiPort === undefined && !host.ui.endsWith(':4601')) {
    await writeLine(`  ${label('Note')}Port 4601 is taken, so the window is on ${host.ui.split(':').at(-1)}.`)
  }
  await writeLine()
  await writeLine('Ctrl-C stops.')
}
