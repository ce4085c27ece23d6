import type { Input, Output, ParsedInput } from '#shared/contract/contract.ts'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { Endpoint, EndpointSettings, HandshakeKind } from '#shared/domain/endpoint.ts'
import type { EndpointId, RequestId, SecretId } from '#shared/domain/ids.ts'
import type { AnswerOrigin, RequestSummary, SignatureMark } from '#shared/domain/request.ts'
import type { SecretInfo } from '#shared/domain/secret.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** A body that was streamed to a file, finished and synced to disk by a BodyFile. */
export interface StoredBodyFile {
  /** Name within the folder of bodies. */
  readonly file: string
  readonly size: number
  /** Lower-case hex. */
  readonly sha256: string
}

/** A body file that is being written. Dropping one without `finish` leaves nothing behind after the next start. */
export interface BodyFile {
  /** Resolves when more may be written (wait for it, memory stays bounded); then `chunk` is not used any more. */
  write(chunk: Uint8Array): Promise<void>
  /** Syncs the file to disk. */
  finish(): Promise<StoredBodyFile>
  /** Removes the file. */
  discard(): Promise<void>
}

/** The answer as decided before it is sent. */
export interface PlannedAnswer {
  readonly status: number | null
  readonly origin: AnswerOrigin
  readonly headers: HeaderPairs
  readonly bodySize: number
  /** First 64 kB as text; null for a file. */
  readonly bodyText: string | null
  readonly handshake: HandshakeKind | null
}

/** One request as the receiver saw it. */
export interface Capture {
  readonly endpointId: EndpointId
  /** Epoch milliseconds, with fractions. */
  readonly receivedAt: number
  readonly method: string
  readonly target: string
  readonly httpVersion: string
  readonly headers: HeaderPairs
  readonly trailers: HeaderPairs
  /** Bytes in memory (they are copied before `capture` returns), or a finished file. */
  readonly body: Uint8Array | StoredBodyFile
  readonly complete: boolean
  readonly malformed: boolean
  readonly problem: string | null
  readonly declaredLength: number | null
  readonly remoteAddress: string
  readonly remotePort: number
  readonly tls: boolean
  readonly headersMs: number | null
  readonly endMs: number | null
  readonly answer: PlannedAnswer
}

/** What became of the answer, told after the fact; written with the next group commit, not synced on its own. */
export interface AnswerOutcome {
  readonly id: RequestId
  /** Milliseconds after `receivedAt`; null when the sender was gone first. */
  readonly answeredMs: number | null
  /** The status that was really sent, when it is another than planned. */
  readonly status?: number | null
}

export interface StoredEndpoint extends EndpointSettings, Pick<Endpoint, 'id' | 'token' | 'createdAt'> {}

/** An endpoint with its counts; the address is added by whoever knows the receiver. */
export type CountedEndpoint = Omit<Endpoint, 'url'>

/**
 * The store: one folder with a SQLite database (WAL, synchronous=FULL) and body files.
 * A worker thread owns the one writer connection, one serves reads, one builds the search index, so that no call here blocks the caller's thread.
 * Reading calls never wait for writing ones. All promises reject with AppError.
 */
export interface Store {
  /** How opening went: whether a damaged database was set aside and repaired, and what to tell the user. */
  readonly opening: { readonly repaired: boolean; readonly message: string | null }
  readonly capture: {
    /**
     * Resolves once the request is on disk: only then may success be answered. Requests that wait are committed together.
     * Rejects with `store.full`, `store.failed`, or `receiver.overloaded` when more than `queuedRequests` wait.
     */
    add(capture: Capture): Promise<RequestId>
    answered(outcome: AnswerOutcome): void
    createBodyFile(): Promise<BodyFile>
    /** Reads a finished body file before its request is stored. */
    readBodyFile(body: StoredBodyFile): Promise<Uint8Array>
    /** Requests that wait for their commit. */
    readonly waiting: number
  }
  /** Pushed after commit, oldest first, at most every few milliseconds; returns the way to stop. */
  onCaptured(listener: (items: RequestSummary[]) => void): () => void
  onChanged(listener: (items: RequestSummary[]) => void): () => void
  /** Requests that went by retention or deletion; null: too many to list. */
  onDeleted(listener: (ids: RequestId[] | null) => void): () => void
  /** Trouble that the user should see, e.g. a full disk; null when it is over. */
  onTrouble(listener: (message: string | null) => void): () => void

  readonly requests: {
    /** Rejects with `cancelled` once the signal is aborted; a search that nobody waits for stops. */
    list(input: ParsedInput<'requests.list'>, signal?: AbortSignal): Promise<Output<'requests.list'>>
    histogram(
      input: ParsedInput<'requests.histogram'>,
      signal?: AbortSignal,
    ): Promise<Output<'requests.histogram'>>
    get(id: RequestId): Promise<Output<'requests.get'>>
    bodyInfo(id: RequestId): Promise<Output<'requests.bodyInfo'>>
    body(input: ParsedInput<'requests.body'>): Promise<Uint8Array>
    annotate(input: ParsedInput<'requests.annotate'>): Promise<Output<'requests.annotate'>>
    /** Notes how signatures were judged; resolves with the commit, many marks share one. Requests that are gone are passed over. */
    mark(marks: readonly { id: RequestId; mark: SignatureMark | null }[]): Promise<void>
    delete(input: Input<'requests.delete'>): Promise<Output<'requests.delete'>>
    restore(undoToken: string): Promise<{ count: number }>
  }
  readonly endpoints: {
    /** In the order they were made; the Unmatched bin comes last, with an empty token. */
    list(): Promise<CountedEndpoint[]>
    get(id: EndpointId): Promise<CountedEndpoint>
    /** `conflict` when the slug is taken. */
    create(endpoint: StoredEndpoint): Promise<CountedEndpoint>
    update(id: EndpointId, patch: Partial<EndpointSettings> & { token?: string }): Promise<CountedEndpoint>
    delete(id: EndpointId): Promise<{ undoToken: string }>
    restore(undoToken: string): Promise<CountedEndpoint>
    markRead(id: EndpointId): Promise<void>
  }
  /** Secrets are sealed by the secrets port before they get here; the store never sees one in clear. */
  readonly secrets: {
    list(endpointId: EndpointId): Promise<SecretInfo[]>
    add(secret: SecretInfo, sealed: Uint8Array): Promise<void>
    remove(id: SecretId): Promise<void>
    sealed(id: SecretId): Promise<Uint8Array>
  }
  readonly settings: {
    get(): Promise<Settings>
    put(settings: Settings): Promise<void>
  }
  stats(): Promise<{ requestCount: number; bytes: number }>
  check(): Promise<Output<'store.check'>>
  compact(): Promise<Output<'store.compact'>>
  /** Resolves when all that is committed is in the search index. Searches are complete without it, only slower. */
  caughtUp(): Promise<void>
  /** Commits what waits, then closes all threads. */
  close(): Promise<void>
}
