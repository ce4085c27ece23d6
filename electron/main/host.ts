import type { Settings } from '#shared/domain/settings.ts'
import { app, nativeTheme } from 'electron'
import { createCore, type Core } from '../core/index.ts'
import type { Capability } from '#shared/domain/app.ts'
import { createClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import type { Logger } from '../platform/ports.ts'
import { takeFolder } from '../platform/take-folder.ts'
import { makeRunToken } from '../transport/access.ts'
import { startHttpTransport, type HttpTransport } from '../transport/http.ts'
import { createSystemSecrets } from './secrets.ts'

/** After this many milliseconds the app ends, closed or not: the receiver waits 5 s for requests under way, the store needs less. */
const closeWithinMs = 10_000

export interface Host {
  readonly core: Core
  readonly capabilities: Capability[]
  /** Stops everything in order; never rejects, and never takes longer than 10 s. */
  close(): Promise<void>
}

export interface HostOptions {
  readonly dataFolder: string
  readonly rendererFolder: string
  readonly logger: Logger
  /** The receiver's port until the app ends; the settings' own when left out. */
  readonly port?: number
}

/** Takes the data folder, opens the core, and lets the command line in over HTTP. Rejects with AppError, holding nothing. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { logger, dataFolder } = options
  const clock = createClock()
  const lock = await takeFolder(dataFolder, 'desktop', clock.now())
  let core: Core | undefined
  let http: HttpTransport | undefined
  // The core before the transport: what it stores last still reaches who listens.
  const stop = async (): Promise<void> => {
    await core?.close()
    await http?.close()
    lock.release()
  }
  try {
    const secrets = await createSystemSecrets(process.env.HOOKBENCH_SECRET_KEY)
    const capabilities: Capability[] = ['fileDialogs', 'openExternal']
    if (secrets.kind !== 'session') capabilities.push('secureSecrets')
    const opened = await createCore(
      { clock, ids: createIds(), secrets, logger },
      {
        folder: dataFolder,
        version: app.getVersion(),
        host: 'desktop',
        capabilities,
        ...(options.port === undefined ? {} : { receiver: { port: options.port } }),
        listen: true,
        checkOutput: !app.isPackaged,
      },
    )
    core = opened
    const token = makeRunToken()
    const { url } = (http = await startHttpTransport({
      door: opened.door,
      host: '127.0.0.1',
      port: 0,
      token,
      staticRoot: options.rendererFolder,
      logger,
    }))
    const announce = (): void => {
      const { state } = opened.receiver
      lock.announce({ ui: url, token, receiver: state.state === 'listening' ? state.url : null })
    }
    announce()
    opened.receiver.onState(announce)
    await followTheme(opened)
    return { core: opened, capabilities, close: () => closeInTime(stop, logger) }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The window's chrome and first background follow the theme that the user chose. */
async function followTheme(core: Core): Promise<void> {
  const apply = ({ theme }: Settings): void => {
    nativeTheme.themeSource = theme
  }
  apply(await core.call('settings.get', {}))
  core.door.subscribe((event) => {
    if (event.name === 'settings.changed') apply(event.payload)
  })
}

async function closeInTime(stop: () => Promise<void>, logger: Logger): Promise<void> {
  const late = Promise.withResolvers<string>()
  const timer = setTimeout(() => late.resolve(`not done after ${closeWithinMs / 1_000} s`), closeWithinMs)
  const trouble = await Promise.race([late.promise, stop().then(() => null, String)])
  clearTimeout(timer)
  if (trouble !== null) logger.log('error', 'host', `Closing went wrong: ${trouble}`)
}
