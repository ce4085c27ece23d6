import type { LogEntry } from '#shared/domain/app.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import type { AppStatus } from '#shared/domain/app.ts'
import { host } from '../client/host.ts'
import { requestList } from './list.ts'
import { queryClient } from './query-client.ts'
import { queryKeys } from './query-keys.ts'
import { showTheme } from './theme.ts'
import { verificationProgressed } from './verification.ts'

/** Log entries kept in the window. */
const maxLog = 2_000

/** Runs `work` at most once per `interval` milliseconds, the last time after the last call. */
function atMostEvery(interval: number, work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let last = 0
  return () => {
    timer ??= setTimeout(
      () => {
        timer = null
        last = Date.now()
        work()
      },
      Math.max(0, last + interval - Date.now()),
    )
  }
}

/** Feeds what the host pushes into the caches and the list; returns the way to stop. */
export function followHost(): () => void {
  const invalidate = (queryKey: readonly unknown[]): void => void queryClient.invalidateQueries({ queryKey })
  const countsChanged = atMostEvery(1_000, () => invalidate(queryKeys.endpoints))
  const timesChanged = atMostEvery(2_000, () => invalidate(queryKeys.histograms))
  const patchStatus = (change: (status: AppStatus) => AppStatus): void => {
    queryClient.setQueryData<AppStatus>(queryKeys.status, (status) => status && change(status))
  }
  const requestsChanged = (items: readonly RequestSummary[]): void => {
    requestList.changed(items)
    for (const { id } of items) {
      if (queryClient.getQueryState(queryKeys.request(id)) !== undefined) invalidate(queryKeys.request(id))
    }
  }
  const logged = (entry: LogEntry): void => {
    queryClient.setQueryData<LogEntry[]>(
      queryKeys.log,
      (entries) => entries && [...entries, entry].slice(-maxLog),
    )
    if (entry.level === 'error') patchStatus((status) => ({ ...status, lastError: entry }))
  }

  const client = host()
  const stops = [
    client.on('requests.captured', ({ items, omitted }) => {
      requestList.captured(items, omitted)
      countsChanged()
      timesChanged()
    }),
    client.on('requests.changed', ({ items }) => requestsChanged(items)),
    client.on('requests.deleted', ({ ids }) => {
      requestList.deleted(ids)
      countsChanged()
      timesChanged()
    }),
    client.on('requests.restored', () => {
      requestList.resync()
      countsChanged()
      timesChanged()
    }),
    client.on('endpoints.changed', () => {
      invalidate(queryKeys.endpoints)
      invalidate(queryKeys.signatures)
    }),
    client.on('signatures.progressed', verificationProgressed),
    client.on('receiver.changed', (receiver) => {
      patchStatus((status) => ({ ...status, receiver }))
      invalidate(queryKeys.endpoints)
    }),
    client.on('settings.changed', (settings) => {
      queryClient.setQueryData(queryKeys.settings, settings)
      showTheme(settings.theme)
    }),
    client.on('log.added', logged),
    client.onResync(() => {
      void queryClient.invalidateQueries()
      requestList.resync()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
