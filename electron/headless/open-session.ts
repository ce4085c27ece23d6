import { setTimeout as wait } from 'node:timers/promises'
import { heldBy, isFolderHeld, readInstanceInfo } from '../platform/instance-info.ts'
import { attach, type Session } from './session.ts'

const startPatienceMs = 10_000
const stepMs = 50

/** Attaches to the instance that holds the folder, or opens the folder in this process, without a receiver. */
export async function openSession(folder: string): Promise<Session> {
  const running = await attach(folder)
  if (running !== null) return running
  const { openFolder } = await import('./open-folder.ts')
  const deadline = performance.now() + startPatienceMs
  for (;;) {
    try {
      return await openFolder(folder)
    } catch (error) {
      if (!isFolderHeld(error)) throw error
      // Somebody holds it after all: an instance that is starting, or one that can't be reached.
      const late = await attach(folder)
      if (late !== null) return late
      if (performance.now() > deadline) throw heldBy(folder, readInstanceInfo(folder))
      await wait(stepMs)
    }
  }
}
