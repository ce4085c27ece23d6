import type { Limits } from '#shared/domain/settings.ts'
import { createStamps, type Stamps } from './answers/stamp.ts'
import type { ReceiverDeps } from './receiver.ts'
import { createRecordBudget, type RecordBudget } from './record-budget.ts'
import { createSteadyLog, type SteadyLog } from './steady-log.ts'

/** What all connections of one receiver share. */
export interface Engine {
  readonly deps: ReceiverDeps
  /** One object for the life of the receiver; its fields change with the settings and hold at once, also for open connections. */
  readonly limits: Limits
  readonly log: SteadyLog
  readonly budget: RecordBudget
  readonly stamps: Stamps
  /** Requests between their last byte and the store's word on them. */
  settling: number
}

export function createEngine(deps: ReceiverDeps, limits: Limits): Engine {
  const own = { ...limits }
  return {
    deps,
    limits: own,
    log: createSteadyLog(deps.logger),
    budget: createRecordBudget(),
    stamps: createStamps(own),
    settling: 0,
  }
}
