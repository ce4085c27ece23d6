import { messageOf } from '#shared/contract/errors.ts'
import type { Selection } from '#shared/contract/procedures/requests.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { VerificationProgress } from '#shared/domain/signature.ts'
import type { Ids } from '../../platform/ports.ts'
import type { Store } from '../../store/index.ts'
import type { SignatureService } from './signature-service.ts'

/** Checks of many requests, in the background, newest first, each with its progress and a way to stop it. */
export interface VerificationJobs {
  start(selection: Selection): Promise<VerificationProgress>
  cancel(jobId: string): void
  close(): void
}

const pageSize = 200
const parallel = 8
/** Progress is told at most this often, in milliseconds. */
const tellEvery = 100

export function createVerificationJobs(
  requests: Store['requests'],
  service: SignatureService,
  ids: Ids,
  tell: (progress: VerificationProgress) => void,
): VerificationJobs {
  const jobs = new Map<string, { cancelled: boolean }>()

  async function run(
    progress: VerificationProgress,
    selection: Selection,
    job: { cancelled: boolean },
  ): Promise<void> {
    let told = 0
    let before: RequestId | undefined
    const check = async (id: RequestId): Promise<void> => {
      const mark = await service.mark(id)
      progress.done++
      progress.lastId = id
      if (mark === 'valid' || mark === 'invalid' || mark === 'missing') progress[mark]++
      else progress.other++
      if (performance.now() - told < tellEvery) return
      told = performance.now()
      tell({ ...progress })
    }
    for (;;) {
      const { items } = await requests.list({
        ...selection,
        limit: pageSize,
        offset: 0,
        count: false,
        ...(before === undefined ? {} : { before }),
      })
      const queue = items.map(({ id }) => id)
      const lane = async (): Promise<void> => {
        for (let id = queue.shift(); id !== undefined && !job.cancelled; id = queue.shift()) await check(id)
      }
      before = items.at(-1)?.id
      await Promise.all(Array.from({ length: parallel }, lane))
      if (job.cancelled || items.length < pageSize) return
    }
  }

  return {
    async start(selection) {
      const { total } = await requests.list({ ...selection, limit: 1, offset: 0, count: true })
      const progress: VerificationProgress = {
        jobId: ids.make('job'),
        done: 0,
        total: total ?? 0,
        valid: 0,
        invalid: 0,
        missing: 0,
        other: 0,
        ended: null,
        problem: null,
        lastId: null,
      }
      const job = { cancelled: false }
      jobs.set(progress.jobId, job)
      run(progress, selection, job)
        .then(() => tell({ ...progress, ended: job.cancelled ? 'cancelled' : 'finished' }))
        .catch((error: unknown) => tell({ ...progress, ended: 'failed', problem: messageOf(error) }))
        .finally(() => jobs.delete(progress.jobId))
      return { ...progress }
    },
    cancel(jobId) {
      const job = jobs.get(jobId)
      if (job !== undefined) job.cancelled = true
    },
    close() {
      for (const job of jobs.values()) job.cancelled = true
    },
  }
}
