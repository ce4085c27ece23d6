import type { Handlers } from '#shared/contract/contract.ts'
import type { Settings, SettingsPatch } from '#shared/domain/settings.ts'
import type { CoreContext } from '../context.ts'
import { listSamples, sendSample } from '../send-sample.ts'

type AppHandlers = Pick<
  Handlers,
  Extract<
    keyof Handlers,
    `app.${string}` | `settings.${string}` | `receiver.${string}` | `samples.${string}` | `store.${string}`
  >
>

/** Settings with a patch laid over them: what the patch leaves out stays. */
export function mergeSettings(settings: Settings, patch: SettingsPatch): Settings {
  const { receiver, ...rest } = patch
  const { limits, ...address } = receiver ?? {}
  return {
    ...settings,
    ...withoutUndefined(rest),
    receiver: {
      ...settings.receiver,
      ...withoutUndefined(address),
      limits: { ...settings.receiver.limits, ...withoutUndefined(limits ?? {}) },
    },
  }
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

export function createAppHandlers(core: CoreContext): AppHandlers {
  const { store, receiver, logger, bus } = core
  return {
    'app.info': () => core.info,
    async 'app.status'() {
      const stats = await store.stats()
      return {
        receiver: receiver.state,
        requestCount: stats.requestCount,
        storeBytes: stats.bytes,
        memoryBytes: process.memoryUsage.rss(),
        runningActions: 0,
        lastError: logger.recent(2_000).findLast((entry) => entry.level === 'error') ?? null,
        startedAt: core.startedAt,
      }
    },
    'app.log': ({ limit }) => logger.recent(limit),
    'settings.get': () => core.settings,
    async 'settings.update'(patch) {
      const next = mergeSettings(core.settings, patch)
      await store.settings.put(next)
      core.settings = next
      bus.emit('settings.changed', next)
      if (patch.receiver?.host !== undefined || patch.receiver?.port !== undefined) core.obeySetAddress()
      if (patch.receiver !== undefined && receiver.state.state !== 'stopped') await core.startReceiver()
      return next
    },
    'receiver.start': () => core.startReceiver(),
    async 'receiver.stop'() {
      await receiver.stop()
      return receiver.state
    },
    'samples.list': () => listSamples(),
    'samples.send': (input, { signal }) => sendSample(core, input, signal),
    'store.check': () => store.check(),
    'store.compact': () => store.compact(),
  }
}
