import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { ReceiverState } from '#shared/domain/app.ts'
import type { HandshakeKind } from '#shared/domain/endpoint.ts'
import type { EndpointId } from '#shared/domain/ids.ts'
import type { Limits } from '#shared/domain/settings.ts'
import type { Clock, Logger } from '../platform/ports.ts'
import type { Store, StoredBodyFile, StoredEndpoint } from '../store/index.ts'

export interface ReceiverAddress {
  readonly host: string
  /** 0 means any free port. */
  readonly port: number
  readonly limits: Limits
  /** PEM texts; null for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null
}

/** What a signature can cover. */
export interface JudgedRequest {
  readonly method: string
  readonly target: string
  readonly tls: boolean
  readonly headers: HeaderPairs
  readonly body: Uint8Array | StoredBodyFile
  /** Epoch milliseconds. */
  readonly receivedAt: number
}

export interface ReceiverDeps {
  readonly capture: Store['capture']
  /** The endpoint whose token or slug is the first segment of a path; looked up for every request, so it must be a map. */
  readonly findEndpoint: (firstSegment: string) => StoredEndpoint | undefined
  /** The secret that a handshake needs (Meta's verify token, Zoom's secret token); null when none is set. */
  readonly handshakeSecret: (endpointId: EndpointId, kind: HandshakeKind) => Promise<string | null>
  /**
   * Judges a request to an endpoint that enforces signatures, before it is answered: null when it is genuine, else the
   * reason in a sentence. Asked only where `endpoint.signature.enforce` is set.
   */
  readonly judge: (endpoint: StoredEndpoint, request: JudgedRequest) => Promise<string | null>
  readonly clock: Clock
  readonly logger: Logger
}

/** Listens for webhooks and hands each to the store before it is answered. */
export interface Receiver {
  readonly state: ReceiverState
  onState(listener: (state: ReceiverState) => void): () => void
  /** Never rejects: trouble is a state. Starting again with another address moves the listener. */
  start(address: ReceiverAddress): Promise<ReceiverState>
  /** Takes no new connections; requests under way are answered and stored first (at most `graceMs`, 5 s unless told). */
  stop(graceMs?: number): Promise<void>
}
