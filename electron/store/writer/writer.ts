import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import type { RequestSummary } from '#shared/domain/request.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { CaptureRow } from '../capture-batch.ts'
import { databaseName, openForWriting } from '../database/handles.ts'
import { migrate } from '../database/migrate.ts'
import { summaryColumns, toSummary, type SummaryRow } from '../database/rows.ts'
import { toWire } from '../failure.ts'
import type { BatchMessage, FromWorker, Opening, WorkerOptions } from '../messages.ts'
import { migrations } from '../migrations/index.ts'
import { createCaptureWriter } from './capture-writer.ts'
import { createEndpointKeys } from './endpoint-keys.ts'
import { createEndpointWriter, ensureUnmatched } from './endpoint-writer.ts'
import { createSecretWriter } from './secret-writer.ts'

/** The writer's calls; names and types are those of the store. */
export type WriterCalls = ReturnType<typeof openWriter>['calls']

/** Owns the one connection that writes. Everything here is synchronous and short: captures wait while it runs. */
export function openWriter(
  options: WorkerOptions,
  send: (message: FromWorker, transfer?: ArrayBuffer[]) => void,
) {
  const db = openForWriting(join(options.folder, databaseName), { maxPages: options.maxPages })
  migrate(db, migrations, options.folder)
  ensureUnmatched(db, options.unmatchedToken, options.now)
  const keys = createEndpointKeys(db)
  const captures = createCaptureWriter(db, keys)
  const endpoints = createEndpointWriter(db, keys)
  const secrets = createSecretWriter(db)
  const putSettings = db.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('settings', ?)")
  const selectSummary = db.prepare<[number], SummaryRow>(
    `SELECT ${summaryColumns} FROM requests r JOIN endpoints e ON e.key = r.endpoint WHERE r.id = ? AND r.deletion IS NULL`,
  )
  const opening: Opening = { repaired: false, message: null }

  function summaries(ids: number[]): RequestSummary[] {
    return ids.flatMap((id) => {
      const row = selectSummary.get(id)
      return row === undefined ? [] : [toSummary(row)]
    })
  }

  function onBatch(message: BatchMessage): void {
    const { seq, bodies } = message
    try {
      const rows = JSON.parse(message.rows) as CaptureRow[]
      const stored = captures.store(rows, new Uint8Array(bodies, 0, message.used), message.outcomes)
      const { facts, failures } = stored
      send({ kind: 'stored', seq, facts, failures, changed: summaries(stored.changed), bodies }, [bodies])
    } catch (error) {
      send({ kind: 'not-stored', seq, error: toWire(error), bodies }, [bodies])
    }
  }

  return {
    opening,
    onBatch,
    calls: {
      'endpoints.create': endpoints.create,
      'endpoints.update': endpoints.update,
      'endpoints.markRead': endpoints.markRead,
      'secrets.add': secrets.add,
      'secrets.remove': secrets.remove,
      'settings.put': (settings: Settings) => {
        putSettings.run(JSON.stringify(settings))
      },
      close: () => {
        db.close()
      },
    },
  }
}

export type Port = MessagePort
