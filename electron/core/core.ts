import type { procedures } from '#shared/contract/contract.ts'
import { type Call } from '#shared/contract/contract.ts'
import type { Door } from '#shared/contract/door.ts'
import { AppError } from '#shared/contract/errors.ts'
import type { AppInfo, Capability, ReceiverState } from '#shared/domain/app.ts'
import type { Logger } from '../platform/ports.ts'
import { createReceiver, type Receiver, type ReceiverAddress } from '../receiver/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { boundCaptured } from './bound-captured.ts'
import type { CoreContext, Ports } from './context.ts'
import { createDispatcher } from './dispatcher.ts'
import { createEndpointDirectory } from './endpoint-directory.ts'
import { createEventBus, type EventBus } from './event-bus.ts'
import { createAppHandlers } from './handlers/app-handlers.ts'
import { createEndpointHandlers } from './handlers/endpoint-handlers.ts'
import { createRequestHandlers } from './handlers/request-handlers.ts'
import { createSignatureHandlers } from './handlers/signature-handlers.ts'
import { createHandshakeSecrets } from './handshake-secrets.ts'
import { createJudge } from './signatures/judge.ts'
import { createKeyRing } from './signatures/key-ring.ts'
import { createSignatureService, type SignatureService } from './signatures/signature-service.ts'
import { createSignatureThread } from './signatures/signature-thread.ts'
import { createVerificationJobs } from './signatures/verification-jobs.ts'

export interface CoreOptions {
  /** Folder that holds the database and the bodies; it must already be locked for this process. */
  readonly folder: string
  readonly version: string
  readonly host: AppInfo['host']
  readonly capabilities: Capability[]
  /** Laid over the settings of the receiver until this process ends, e.g. from the command line. */
  readonly receiver?: {
    readonly host?: string
    readonly port?: number
    readonly tls?: ReceiverAddress['tls']
  }
  /** False: open the store only, as the command line does. */
  readonly listen: boolean
  /** Parse what handlers return, too (development and tests). */
  readonly checkOutput?: boolean
}

export interface Core {
  readonly door: Door
  /** A typed call without a transport between. */
  readonly call: Call
  readonly receiver: Pick<Receiver, 'state' | 'onState'>
  /** Stops the receiver (requests under way are answered and stored), then closes the store. */
  close(): Promise<void>
}

const secretWarning =
  'Secrets are kept only until Hookbench stops, because this system offers no keychain here. Set HOOKBENCH_SECRET_KEY to a pass phrase to keep them.'

/**
 * The whole product without a window: store first, then receiver, then the door.
 * Stops in the other order. Rejects with AppError when the store can't be opened; a receiver that can't listen is a state, not an error.
 */
export async function createCore(ports: Ports, options: CoreOptions): Promise<Core> {
  const { logger, clock, ids } = ports
  const bus = createEventBus(logger)
  const warnings = ports.secrets.kind === 'session' ? [secretWarning] : []
  const store = await openStore({ folder: options.folder, clock, logger, ids })
  const directory = await createEndpointDirectory(store.endpoints)
  const keys = createKeyRing(store.secrets, ports.secrets, logger)
  const thread = createSignatureThread()
  const signatures = createSignatureService({
    store,
    thread,
    keys,
    endpoints: directory,
    clock,
    logger,
  })
  const jobs = createVerificationJobs(store.requests, signatures, ids, (progress) =>
    bus.emit('signatures.progressed', progress),
  )
  const receiver = createReceiver({
    capture: store.capture,
    findEndpoint: (firstSegment) => directory.find(firstSegment),
    handshakeSecret: createHandshakeSecrets(store.secrets, ports.secrets, logger),
    judge: createJudge(store.capture, signatures),
    clock,
    logger,
  })
  const { tls = null, ...address } = options.receiver ?? {}
  let addressOverride: typeof address = address
  const context: CoreContext = {
    ...ports,
    store,
    receiver,
    directory,
    keys,
    bus,
    info: {
      version: options.version,
      host: options.host,
      platform: process.platform,
      dataFolder: options.folder,
      capabilities: options.capabilities,
      warnings,
    },
    startedAt: clock.now(),
    settings: await store.settings.get(),
    obeySetAddress() {
      addressOverride = {}
    },
    startReceiver() {
      const { host, port, limits } = context.settings.receiver
      return receiver.start({ host, port, limits, ...addressOverride, tls })
    },
  }
  const stopEvents = forwardEvents(store, receiver, signatures, bus, logger)
  const dispatch = createDispatcher(
    {
      ...createAppHandlers(context),
      ...createEndpointHandlers(context),
      ...createRequestHandlers(context),
      ...createSignatureHandlers(signatures, jobs),
    },
    { logger, checkOutput: options.checkOutput ?? false },
  )
  if (options.listen) await context.startReceiver()

  return {
    door: { dispatch, subscribe: (listener) => bus.subscribe(listener) },
    call: directCall(dispatch),
    receiver,
    async close() {
      jobs.close()
      await receiver.stop()
      thread.close()
      await store.close()
      stopEvents()
    },
  }
}

function directCall(dispatch: Door['dispatch']): Call {
  let count = 0
  return (async (
    name: keyof typeof procedures,
    input: unknown,
    callOptions: { signal?: AbortSignal } = {},
  ) => {
    const signal = callOptions.signal ?? new AbortController().signal
    const reply = await dispatch({ id: `direct-${++count}`, name, input }, signal)
    if (!reply.ok) throw AppError.fromWire(reply.error)
    return reply.value
  }) as Call
}

/** Turns what store, receiver and log tell into events of the contract; returns the way to stop. */
function forwardEvents(
  store: Store,
  receiver: Receiver,
  signatures: SignatureService,
  bus: EventBus,
  logger: Logger,
): () => void {
  const stops = [
    store.onCaptured((items) => {
      signatures.onCaptured(items)
      bus.emit('requests.captured', boundCaptured(items))
    }),
    store.onChanged((items) => bus.emit('requests.changed', { items })),
    store.onDeleted((deleted) => bus.emit('requests.deleted', { ids: deleted })),
    store.onTrouble((message) => {
      if (message === null) logger.log('info', 'store', 'The store works again.')
      else logger.log('error', 'store', message)
    }),
    receiver.onState((state: ReceiverState) => bus.emit('receiver.changed', state)),
    logger.subscribe((entry) => {
      if (entry.level !== 'debug') bus.emit('log.added', entry)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
