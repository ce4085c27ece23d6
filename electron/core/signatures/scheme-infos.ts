import type { SchemeInfo } from '#shared/domain/signature.ts'
import { schemes, type SchemeDefinition } from '../../signatures/index.ts'

/** All schemes as the window and the command line present them. */
export function schemeInfos(): SchemeInfo[] {
  return Object.values(schemes).map((scheme) => ({
    id: scheme.id,
    title: scheme.title,
    keyName: scheme.key.name,
    keyKind: scheme.key.kind,
    coverage: scheme.coverage,
    options: optionsOf(scheme),
    windowSeconds: scheme.window?.seconds ?? null,
    documentation: scheme.documentation,
    notes: [...scheme.notes],
  }))
}

/** Which options a scheme reads. */
function optionsOf({ id, timestamp, layout }: SchemeDefinition): SchemeInfo['options'] {
  if (id === 'generic-hmac') return ['custom', 'tolerance', 'publicUrls']
  const options: SchemeInfo['options'] = []
  if (layout.some(({ kind }) => kind === 'webhookId')) options.push('webhookId')
  if (id === 'mailgun') options.push('signatureField')
  if (layout.some(({ kind }) => kind === 'url' || kind === 'path' || kind === 'target'))
    options.push('publicUrls')
  if (timestamp !== null) options.push('tolerance')
  return options
}
