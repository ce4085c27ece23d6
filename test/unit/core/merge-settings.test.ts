import { expect, test } from 'vitest'
import { defaultSettings, settingsPatchSchema } from '#shared/domain/settings.ts'
import { mergeSettings } from '../../../electron/core/handlers/app-handlers.ts'

test('what a patch leaves out stays, at every depth', () => {
  expect(mergeSettings(defaultSettings, {})).toEqual(defaultSettings)
  const merged = mergeSettings(defaultSettings, { receiver: { port: 1, limits: { connections: 7 } } })
  expect(merged).toEqual({
    ...defaultSettings,
    receiver: {
      ...defaultSettings.receiver,
      port: 1,
      limits: { ...defaultSettings.receiver.limits, connections: 7 },
    },
  })
  expect(mergeSettings(merged, { theme: 'dark' }).receiver).toEqual(merged.receiver)
})

test('undefined is no value: it leaves what is set as it is', () => {
  const patch = settingsPatchSchema.parse({
    theme: undefined,
    unmatchedCount: undefined,
    receiver: { host: undefined, port: 0, limits: { keepAliveMs: undefined } },
  })
  expect(mergeSettings(defaultSettings, patch)).toEqual({
    ...defaultSettings,
    receiver: { ...defaultSettings.receiver, port: 0 },
  })
  expect(mergeSettings(defaultSettings, settingsPatchSchema.parse({ receiver: undefined }))).toEqual(
    defaultSettings,
  )
})

test('neither the settings nor the patch are changed', () => {
  const before = structuredClone(defaultSettings)
  const patch = { receiver: { limits: { bodyBytes: 2_048 } }, unmatchedCount: 0 }
  const merged = mergeSettings(defaultSettings, patch)
  expect([merged.receiver.limits.bodyBytes, merged.unmatchedCount]).toEqual([2_048, 0])
  expect(defaultSettings).toEqual(before)
  expect(patch).toEqual({ receiver: { limits: { bodyBytes: 2_048 } }, unmatchedCount: 0 })
})
