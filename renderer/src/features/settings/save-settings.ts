import type { SettingsPatch } from '#shared/domain/settings.ts'
import { messageOf } from '../../client/call-error.ts'
import { call } from '../../client/host.ts'
import { queryClient } from '../../state/query-client.ts'
import { queryKeys } from '../../state/query-keys.ts'

/** Saves a part of the settings; null when it went well, else the message. */
export async function saveSettings(patch: SettingsPatch): Promise<string | null> {
  try {
    const settings = await call('settings.update', patch)
    queryClient.setQueryData(queryKeys.settings, settings)
    void queryClient.invalidateQueries({ queryKey: queryKeys.status })
    return null
  } catch (error) {
    return messageOf(error)
  }
}
