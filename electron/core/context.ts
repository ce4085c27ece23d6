import type { AppInfo } from '#shared/domain/app.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Clock, Ids, Logger, Secrets } from '../platform/ports.ts'
import type { Receiver } from '../receiver/index.ts'
import type { Store } from '../store/index.ts'
import type { EndpointDirectory } from './endpoint-directory.ts'
import type { EventBus } from './event-bus.ts'
import type { KeyRing } from './signatures/key-ring.ts'

/** What the host gives to the core. */
export interface Ports {
  readonly clock: Clock
  readonly ids: Ids
  readonly secrets: Secrets
  readonly logger: Logger
}

/** What handlers work with. */
export interface CoreContext extends Ports {
  readonly store: Store
  readonly receiver: Receiver
  readonly directory: EndpointDirectory
  readonly keys: KeyRing
  readonly bus: EventBus
  readonly info: AppInfo
  readonly startedAt: number
  settings: Settings
  /** From now on the address is that of the settings, whatever the host was told at its start: the user has set one. */
  obeySetAddress(): void
  /** Starts the receiver with the settings of now and the host's overrides. */
  startReceiver(): ReturnType<Receiver['start']>
}
