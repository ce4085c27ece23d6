import type { Settings } from '#shared/domain/settings.ts'
import type { CaptureRow } from '../capture-batch.ts'
import { openDatabase } from '../database/open-database.ts'
import { selectSummarySql, toSummary, type SummaryRow } from '../database/rows.ts'
import { toFailure, toWire } from '../failure.ts'
import type { BatchMessage, WriterOptions } from '../messages.ts'
import { createAnnotate } from './annotations.ts'
import { createCaptureWriter } from './capture-writer.ts'
import { createChores } from './chores.ts'
import type { StoreContext } from './context.ts'
import { createCounts } from './counts.ts'
import { createDeletions } from './deletions.ts'
import { createEndpointKeys } from './endpoint-keys.ts'
import { createEndpointWriter, ensureUnmatched } from './endpoint-writer.ts'
import type { MarkRow } from '../marking.ts'
import { createMark } from './marks.ts'
import { clearOrphans } from './orphans.ts'
import { createRemoval } from './removal.ts'
import { createRetention } from './retention.ts'
import { createSecretWriter } from './secret-writer.ts'
import { createSettingsWriter } from './settings-writer.ts'
import { createSpace } from './space.ts'

/** The writer's calls, by the names under which they are sent. */
export type WriterCalls = ReturnType<typeof openWriter>['calls']

/**
 * Owns the one connection that writes. Everything here is synchronous and short, because captures wait while it runs;
 * what takes longer is a chore.
 */
export function openWriter(options: WriterOptions, send: StoreContext['send']) {
  let now = options.now
  let lastBatchAt = -Infinity
  const context: StoreContext = {
    folder: options.folder,
    send,
    log: (level, message) => send({ kind: 'log', level, message }),
    now: () => now,
  }
  const { db, opening, setAside } = openDatabase(options.folder, now, { maxPages: options.maxPages })
  ensureUnmatched(db, options.unmatchedToken, now)
  const keys = createEndpointKeys(db)
  const counts = createCounts(db)
  const captures = createCaptureWriter(db, keys)
  const removal = createRemoval(db, context, () => captures.lastId)
  const endpoints = createEndpointWriter(db, keys)
  const secrets = createSecretWriter(db)
  const settings = createSettingsWriter(db)
  const deletions = createDeletions(db, context, { counts, keys, removal, startedAt: options.startedAt })
  const retention = createRetention(db, context, { counts, removal, settings: settings.current })
  const space = createSpace(db, context, () => performance.now() - lastBatchAt)
  const annotate = createAnnotate(db, counts)
  const mark = createMark(db)
  const chores = createChores([space.checkpoint, retention, deletions.purge, space.shrink], context)
  const selectSummary = db.prepare<[number], SummaryRow>(selectSummarySql)

  clearOrphans(db, context, options.session, setAside).catch((error: unknown) => {
    context.log('warn', `The search for body files without a request could not be finished: ${String(error)}`)
  })
  chores.wake()

  function tellChanged(ids: readonly number[]): void {
    const items = ids.flatMap((id) => {
      const row = selectSummary.get(id)
      return row === undefined ? [] : [toSummary(row)]
    })
    if (items.length > 0) send({ kind: 'changed', items })
  }

  function onBatch(message: BatchMessage): void {
    const { seq, bodies } = message
    lastBatchAt = performance.now()
    try {
      const rows = JSON.parse(message.rows) as CaptureRow[]
      const stored = captures.store(rows, new Uint8Array(bodies, 0, message.used), message.outcomes)
      const { facts, failures, touched } = stored
      send({ kind: 'stored', seq, facts, failures, bodies }, [bodies])
      if (stored.changed.length > 0) tellChanged(stored.changed)
      retention.mark(touched)
    } catch (error) {
      send({ kind: 'not-stored', seq, error: toWire(error), bodies }, [bodies])
      if (toFailure(error).code === 'store.damaged')
        send({ kind: 'damaged', message: toFailure(error).message })
    }
    chores.busy()
    chores.wake()
  }

  return {
    opening,
    onBatch,
    onTime: (at: number): void => {
      now = at
    },
    onTick: (at: number): void => {
      now = at
      chores.wake()
    },
    calls: {
      'endpoints.seed': endpoints.seed,
      'endpoints.create': endpoints.create,
      'endpoints.update': (...args: Parameters<typeof endpoints.update>) => {
        const endpoint = endpoints.update(...args)
        retention.mark()
        chores.wake()
        return endpoint
      },
      'endpoints.markRead': endpoints.markRead,
      'endpoints.delete': deletions.deleteEndpoint,
      'endpoints.restore': (undoToken: string) => endpoints.get(deletions.restoreEndpoint(undoToken)),
      'requests.annotate': (input: Parameters<typeof annotate>[0]) => {
        const detail = annotate(input)
        tellChanged([input.id])
        // What is no longer pinned may be due to go.
        if (input.pinned === false) retention.mark()
        chores.wake()
        return detail
      },
      'requests.mark': (marks: readonly MarkRow[]) => tellChanged(mark(marks)),
      'deletion.begin': deletions.begin,
      'deletion.add': deletions.add,
      'deletion.restore': deletions.restore,
      'secrets.add': secrets.add,
      'secrets.remove': secrets.remove,
      'settings.put': (next: Settings) => {
        settings.put(next)
        retention.mark()
        chores.wake()
      },
      compact: space.compact,
      close: () => {
        chores.stop()
        db.close()
      },
    },
  }
}
