import { createCore } from '../core/index.ts'
import { createClock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { createLogger } from '../platform/logger.ts'
import { readVersion } from './app-root.ts'
import { secretsOnDemand } from './find-secrets.ts'
import { stderrLogSink } from './output/log-lines.ts'
import type { Session } from './session.ts'
import { takeFolder } from '../platform/take-folder.ts'

/** Opens the folder for one command: the store and the contract, no ports. Rejects with `conflict` when an instance holds it. */
export async function openFolder(folder: string): Promise<Session> {
  const clock = createClock()
  const lock = await takeFolder(folder, 'command', clock.now())
  try {
    const ports = {
      clock,
      ids: createIds(),
      secrets: secretsOnDemand(),
      logger: createLogger(clock, [stderrLogSink(false)]),
    }
    const core = await createCore(ports, {
      folder,
      version: readVersion(),
      host: 'headless',
      capabilities: [],
      listen: false,
    })
    return {
      call: core.call,
      attached: null,
      async close() {
        await core.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
