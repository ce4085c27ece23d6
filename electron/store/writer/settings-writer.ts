import type { Settings } from '#shared/domain/settings.ts'
import type { WriteDb } from '../database/handles.ts'

export interface SettingsWriter {
  readonly put: (settings: Settings) => void
  /** As stored; null while nothing was. */
  readonly current: () => Settings | null
}

export function createSettingsWriter(db: WriteDb): SettingsWriter {
  const replace = db.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('settings', ?)")
  const select = db.prepare<[], string>("SELECT value FROM settings WHERE name = 'settings'").pluck()
  const stored = select.get()
  let current = stored === undefined ? null : (JSON.parse(stored) as Settings)
  return {
    put(settings) {
      replace.run(JSON.stringify(settings))
      current = settings
    },
    current: () => current,
  }
}
