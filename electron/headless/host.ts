// Trust: the host of one user. It opens two ports: the receiver, for anyone who can reach it, and the window's, always on
// loopback and behind a token. The folder, its lock and instance.json (which holds that token) are for this user's eyes only.
import { join } from 'node:path'
import type { Call } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import type { ReceiverState } from '#shared/domain/app.ts'
import { createCore, type Core, type CoreOptions } from '../core/index.ts'
import { createClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { createLogger, fileLogSink, type LogSink } from '../platform/logger.ts'
import { makeRunToken } from '../transport/access.ts'
import { startHttpTransport, type HttpTransport } from '../transport/http.ts'
import { readVersion, rendererFolder } from './app-root.ts'
import { findSecrets } from './find-secrets.ts'
import { takeFolder } from '../platform/take-folder.ts'

/** The window is served here whatever the receiver listens on. */
const uiHost = '127.0.0.1'
const defaultUiPort = 4601

export interface HeadlessOptions {
  readonly dataFolder: string
  /** Laid over the stored settings for this run. */
  readonly receiver?: NonNullable<CoreOptions['receiver']>
  /** Port of the window; when left out 4601, or the next free one. */
  readonly uiPort?: number
  readonly logSinks?: readonly LogSink[]
}

export interface HeadlessHost {
  readonly call: Call
  readonly door: Core['door']
  readonly receiver: { readonly state: ReceiverState }
  /** Origin of the window, e.g. `http://127.0.0.1:4601`. */
  readonly ui: string
  readonly token: string
  /** The window's address with the token, to open in a browser. */
  readonly uiUrl: string
  /** Requests under way are answered and stored, subscribers told, then everything is closed. May be called twice. */
  close(): Promise<void>
}

/**
 * Runs all of Hookbench in this process without a window of its own.
 * Rejects with `conflict` (folder or UI port held), `store.*`; a receiver that can't listen is a state, not an error.
 */
export async function startHeadless(options: HeadlessOptions): Promise<HeadlessHost> {
  const { dataFolder } = options
  const clock = createClock()
  const secretsReady = findSecrets()
  const lock = await takeFolder(dataFolder, 'headless', clock.now())
  let core: Core | undefined
  let transport: HttpTransport | undefined
  try {
    const logFile = fileLogSink(join(dataFolder, 'logs', 'hookbench.log'))
    const logger = createLogger(clock, [logFile, ...(options.logSinks ?? [])])
    const ports = { clock, ids: createIds(), secrets: await secretsReady, logger }
    const opened = await createCore(ports, {
      folder: dataFolder,
      version: readVersion(),
      host: 'headless',
      capabilities: ports.secrets.kind === 'session' ? [] : ['secureSecrets'],
      listen: false,
      ...(options.receiver === undefined ? {} : { receiver: options.receiver }),
    })
    core = opened
    const token = makeRunToken()
    const http = await startUi(options.uiPort, (port) =>
      startHttpTransport({
        door: opened.door,
        host: uiHost,
        port,
        token,
        staticRoot: rendererFolder,
        logger,
      }),
    )
    transport = http
    await opened.call('receiver.start', {})
    const announce = (): void => {
      const { state } = opened.receiver
      lock.announce({ ui: http.url, token, receiver: state.state === 'listening' ? state.url : null })
    }
    announce()
    const stopAnnouncing = opened.receiver.onState(announce)
    let closing: Promise<void> | undefined
    return {
      call: opened.call,
      door: opened.door,
      receiver: opened.receiver,
      ui: http.url,
      token,
      uiUrl: `${http.url}/?token=${token}`,
      close: () =>
        (closing ??= (async () => {
          stopAnnouncing()
          // The core first: what it stores last still reaches the subscribers.
          await opened.close()
          await http.close()
          lock.release()
        })()),
    }
  } catch (error) {
    await core?.close()
    await transport?.close()
    lock.release()
    throw error
  }
}

/** On the port that was asked for, or from the default one upwards to the first that is free. */
async function startUi(
  asked: number | undefined,
  start: (port: number) => Promise<HttpTransport>,
): Promise<HttpTransport> {
  if (asked !== undefined) return start(asked)
  for (let port = defaultUiPort; port < defaultUiPort + 20; port += 1) {
    try {
      return await start(port)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error
    }
  }
  return start(0)
}
