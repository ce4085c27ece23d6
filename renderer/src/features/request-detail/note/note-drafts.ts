import type { RequestId } from '#shared/domain/ids.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { create } from 'zustand'
import { messageOf } from '../../../client/call-error.ts'
import { call } from '../../../client/host.ts'
import { queryClient } from '../../../state/query-client.ts'
import { queryKeys } from '../../../state/query-keys.ts'
import { remember, remembered } from '../../../state/storage.ts'

/** How long after the last key press a note is saved, milliseconds. */
const pause = 500
/** How long after a failed attempt the next one is made. */
const retryPause = 3_000
export const maxNote = 20_000

interface Draft {
  readonly text: string
  readonly state: 'waiting' | 'saving' | 'failed'
  readonly failure: string | null
}

/**
 * Notes that the host has not confirmed yet. They are written to the browser's storage with each key press and taken
 * out once they are saved, so that neither a lost host nor a closed window loses a word.
 */
export const useDrafts = create<{ readonly drafts: ReadonlyMap<RequestId, Draft> }>()(() => ({
  drafts: restore(),
}))

const timers = new Map<RequestId, ReturnType<typeof setTimeout>>()

type Kept = Record<string, string>
const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((text) => typeof text === 'string')

function restore(): Map<RequestId, Draft> {
  const kept = remembered('note-drafts', isKept) ?? {}
  return new Map(
    Object.entries(kept).map(([id, text]) => [
      Number(id) as RequestId,
      { text, state: 'waiting', failure: null },
    ]),
  )
}

function keep(drafts: ReadonlyMap<RequestId, Draft>): void {
  remember('note-drafts', Object.fromEntries([...drafts].map(([id, draft]) => [id, draft.text])))
}

function setDraft(id: RequestId, draft: Draft | null): void {
  useDrafts.setState(({ drafts }) => {
    const next = new Map(drafts)
    if (draft === null) next.delete(id)
    else next.set(id, draft)
    keep(next)
    return { drafts: next }
  })
}

/** Takes a note as it is being written; it is saved after a short pause. */
export function writeNote(id: RequestId, text: string): void {
  setDraft(id, { text: text.slice(0, maxNote), state: 'waiting', failure: null })
  schedule(id, pause)
}

/** Saves what waits at once. */
export function flushNotes(): void {
  for (const [id, draft] of useDrafts.getState().drafts) if (draft.state !== 'saving') void save(id)
}

function schedule(id: RequestId, after: number): void {
  clearTimeout(timers.get(id))
  timers.set(
    id,
    setTimeout(() => void save(id), after),
  )
}

async function save(id: RequestId): Promise<void> {
  clearTimeout(timers.get(id))
  timers.delete(id)
  const draft = useDrafts.getState().drafts.get(id)
  if (draft === undefined) return
  setDraft(id, { ...draft, state: 'saving' })
  try {
    await call('requests.annotate', { id, note: draft.text })
    // The event that tells of the change comes a little later; until then the cache must not show the old text.
    queryClient.setQueryData<RequestDetail>(
      queryKeys.request(id),
      (old) => old && { ...old, note: draft.text, hasNote: draft.text !== '' },
    )
    const now = useDrafts.getState().drafts.get(id)
    // What was written meanwhile has its own timer.
    if (now?.text === draft.text) setDraft(id, null)
  } catch (error) {
    const now = useDrafts.getState().drafts.get(id)
    if (now === undefined) return
    if (error instanceof Error && 'code' in error && error.code === 'not-found') {
      // The request is gone, and its note with it.
      setDraft(id, null)
      return
    }
    setDraft(id, { ...now, state: 'failed', failure: messageOf(error) })
    if (!timers.has(id)) schedule(id, retryPause)
  }
}

if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', flushNotes)
  // Drafts of an earlier run are saved as soon as the host is there.
  if (useDrafts.getState().drafts.size > 0) setTimeout(flushNotes, pause)
}
