import { setTimeout as wait } from 'node:timers/promises'
import { isFolderHeld, readInstanceInfo, type InstanceInfo } from './instance-info.ts'
import { lockInstance, type InstanceLock } from './instance-lock.ts'

const patienceMs = 10_000
const stepMs = 40

/** Locks the folder; while only a command of a moment holds it, waits up to ten seconds for its end. */
export async function takeFolder(
  folder: string,
  host: InstanceInfo['host'],
  startedAt: number,
): Promise<InstanceLock> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return lockInstance(folder, host, startedAt)
    } catch (error) {
      const holder = readInstanceInfo(folder)
      // No holder to read: it took the lock an instant ago, or let go of it just now.
      const passing = holder === null || holder.host === 'command'
      if (!isFolderHeld(error) || !passing || performance.now() > deadline) throw error
      await wait(stepMs)
    }
  }
}
