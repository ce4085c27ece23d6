import type { Endpoint } from '#shared/domain/endpoint.ts'
import { SecretsEditor } from './secrets-editor.tsx'

/** All secrets of an endpoint, whatever they are for. */
export function SecretsTab({ endpoint }: { endpoint: Endpoint }) {
  return (
    <SecretsEditor
      endpoint={endpoint}
      title="Kept secrets"
      text="Encrypted on disk, never written to logs, lists or exports. Changes here take effect at once."
    />
  )
}
