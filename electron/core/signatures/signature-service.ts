import { AppError } from '#shared/contract/errors.ts'
import type { EndpointId, RequestId } from '#shared/domain/ids.ts'
import type { RequestSummary, SignatureMark } from '#shared/domain/request.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import type { SchemeProposal, SignatureDiagnosis, SignatureVerdict } from '#shared/domain/signature.ts'
import type { Clock, Logger } from '../../platform/ports.ts'
import type { Key, SchemeOptions, SignedRequest } from '../../signatures/index.ts'
import type { Store, StoredEndpoint } from '../../store/index.ts'
import type { EndpointDirectory } from '../endpoint-directory.ts'
import type { KeyRing } from './key-ring.ts'
import type { SignatureJob } from './messages.ts'
import { readSignedRequest } from './signed-request.ts'
import type { SignatureThread } from './signature-thread.ts'

/** Which check of which request; what is left out comes from the endpoint. */
export interface Check {
  readonly requestId: RequestId
  readonly scheme?: SchemeId | undefined
  readonly options?: SchemeOptions | undefined
  /** A key to try instead of those on file. */
  readonly secret?: string | undefined
  /** Epoch milliseconds to judge freshness by, instead of the time of capture. */
  readonly at?: number | undefined
}

export interface SignatureService {
  /** Null when no scheme is set or named. */
  verify(check: Check): Promise<SignatureVerdict | null>
  diagnose(check: Check): Promise<SignatureDiagnosis[]>
  propose(requestId: RequestId): Promise<SchemeProposal[]>
  /** Judges a request that is not stored yet, for an endpoint that enforces; null when it has no scheme. */
  judge(endpoint: StoredEndpoint, request: SignedRequest): Promise<SignatureVerdict | null>
  /** Checks a stored request by its endpoint's settings and notes the mark; returns it. */
  mark(requestId: RequestId): Promise<SignatureMark | null>
  /** Takes what was captured and checks it in the background, as far as its endpoints have a scheme. */
  onCaptured(items: readonly RequestSummary[]): void
}

export interface ServiceDeps {
  readonly store: Store
  readonly thread: SignatureThread
  readonly keys: KeyRing
  readonly endpoints: Pick<EndpointDirectory, 'byId' | 'all'>
  readonly clock: Clock
  readonly logger: Logger
}

/** Requests that may wait for their check; what comes on top is left unmarked until "verify all again". */
const maxWaiting = 5_000
const parallel = 4

/** What the list shows for a verdict. */
export function markOf(verdict: SignatureVerdict): SignatureMark | null {
  switch (verdict.status) {
    case 'valid':
      return 'valid'
    case 'invalid':
      return verdict.stale ? 'stale' : 'invalid'
    case 'missing':
      return 'missing'
    case 'cannot-check':
      return 'error'
    case 'not-configured':
      return null
  }
}

export function createSignatureService(deps: ServiceDeps): SignatureService {
  const { store, thread, keys, clock, logger } = deps
  const waiting: RequestId[] = []
  let running = 0
  let leftOut = 0

  /** Secrets of other endpoints, named with theirs: a sender that uses one of them is the likeliest mix-up. */
  async function keysOfOthers(endpointId: EndpointId): Promise<Key[]> {
    const others: Key[] = []
    for (const { id, name } of deps.endpoints.all()) {
      if (id === endpointId) continue
      for (const { key } of await keys.of(id)) others.push({ ...key, label: `${key.label} (${name})` })
    }
    return others
  }

  async function jobFor(check: Check): Promise<SignatureJob | null> {
    const { detail, request } = await readSignedRequest(store.requests, check.requestId)
    const settings = deps.endpoints.byId(detail.endpointId)?.signature ?? null
    const scheme = check.scheme ?? settings?.scheme
    if (scheme === undefined) return null
    const onFile = (await keys.of(detail.endpointId)).map(({ key }) => key)
    const tried =
      check.secret === undefined
        ? onFile
        : [{ label: 'the secret you try', secret: check.secret, publicKey: check.secret }]
    return {
      request: check.at === undefined ? request : { ...request, receivedAt: check.at },
      scheme,
      keys: tried,
      otherKeys: [...(check.secret === undefined ? [] : onFile), ...(await keysOfOthers(detail.endpointId))],
      options: check.options ?? (settings?.scheme === scheme ? settings.options : {}),
      now: clock.now(),
    }
  }

  async function mark(requestId: RequestId): Promise<SignatureMark | null> {
    const job = await jobFor({ requestId })
    // Without a scheme there is no verdict: an earlier one must not stand in the list any longer.
    const found = job === null ? null : markOf(await thread.run('verify', job))
    await store.requests.mark([{ id: requestId, mark: found }])
    return found
  }

  function work(): void {
    while (running < parallel && waiting.length > 0) {
      const id = waiting.shift()
      if (id === undefined) return
      running++
      mark(id)
        .catch((error: unknown) => {
          // Deleted in the meantime, or stopping: no trouble. Anything else is worth a line.
          if (error instanceof AppError && (error.code === 'not-found' || error.code === 'cancelled')) return
          logger.log('warn', 'signatures', `Request ${id} could not be checked: ${String(error)}`)
        })
        .finally(() => {
          running--
          work()
        })
    }
    if (waiting.length === 0 && leftOut > 0) {
      logger.log(
        'warn',
        'signatures',
        `${leftOut} requests came too fast to check each signature at once. "Verify all again" checks them.`,
      )
      leftOut = 0
    }
  }

  return {
    async verify(check) {
      const job = await jobFor(check)
      return job === null ? null : thread.run('verify', job)
    },
    async diagnose(check) {
      const job = await jobFor(check)
      return job === null ? [] : thread.run('diagnose', job)
    },
    async propose(requestId) {
      const { detail, request } = await readSignedRequest(store.requests, requestId)
      const onFile = await keys.of(detail.endpointId)
      const proposals = await thread.run('propose', {
        request,
        scheme: 'generic-hmac',
        keys: onFile.map(({ key }) => key),
        otherKeys: [],
        options: {},
        now: clock.now(),
      })
      return proposals.map(({ scheme, reason, keyIndex }) => {
        const info = keyIndex === null ? undefined : onFile[keyIndex]?.info
        return {
          scheme,
          reason,
          verifiesWith: info === undefined ? null : { id: info.id, label: info.label },
        }
      })
    },
    async judge(endpoint, request) {
      if (endpoint.signature === null) return null
      const { scheme, options } = endpoint.signature
      const onFile = (await keys.of(endpoint.id)).map(({ key }) => key)
      return thread.run('verify', { request, scheme, keys: onFile, otherKeys: [], options, now: clock.now() })
    },
    mark,
    onCaptured(items) {
      for (const item of items) {
        if (
          (deps.endpoints.byId(item.endpointId)?.signature ?? null) === null ||
          item.malformed ||
          !item.complete
        )
          continue
        if (waiting.length >= maxWaiting) leftOut++
        else waiting.push(item.id)
      }
      work()
    },
  }
}
