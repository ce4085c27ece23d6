import type { SecretInfo } from '#shared/domain/secret.ts'
import type { WriteDb } from '../database/handles.ts'
import { StoreFailure } from '../failure.ts'

export interface SecretWriter {
  readonly add: (secret: SecretInfo, sealed: Uint8Array) => void
  readonly remove: (id: string) => void
}

export function createSecretWriter(db: WriteDb): SecretWriter {
  const insert = db.prepare(`
    INSERT INTO secrets (id, endpoint, label, purpose, created_at, sealed)
    SELECT ?, key, ?, ?, ?, ? FROM endpoints WHERE id = ? AND deletion IS NULL`)
  const erase = db.prepare('DELETE FROM secrets WHERE id = ?')
  return {
    add(secret, sealed) {
      const { id, label, purpose, createdAt, endpointId } = secret
      if (insert.run(id, label, purpose, createdAt, Buffer.from(sealed), endpointId).changes === 0) {
        throw new StoreFailure('not-found', `There is no endpoint ${endpointId} that could have a secret.`)
      }
    },
    remove(id) {
      if (erase.run(id).changes === 0) throw new StoreFailure('not-found', `There is no secret ${id}.`)
    },
  }
}
