/** What a request may know of, and ask of, the connection it came over. */
export interface Wire {
  readonly remoteAddress: string
  readonly remotePort: number
  readonly tls: boolean
  /** This plain-text connection came to a port that speaks TLS. */
  readonly wrongScheme: boolean
  /** The receiver is stopping: nothing is delayed any more. */
  readonly draining: boolean
  /** Nobody is there any more who could read an answer. */
  readonly gone: boolean
  /** The connection ends after the answer that this turn (of its own) stands for. */
  endsAfter(turn: object): boolean
  /** The request that is being read wants no bytes for now; and again. */
  pauseBody(): void
  resumeBody(): void
  /** Throws away all that still comes; the connection ends after the answers that are due. */
  stopReading(): void
  /** A turn has its reply. */
  turnReady(): void
}
