import type { DiagnosisCode } from '../types.ts'

/**
 * Which of several causes is named first: by how often it is met and how much it says (signature facts, section 3).
 * Causes in what the request says about itself come before those that only describe the header's spelling.
 */
const ranking: DiagnosisCode[] = [
  'cert-url-untrusted',
  'missing-signature-header',
  'body-base64',
  'content-encoding',
  'json-double-encoded',
  'json-key-order',
  'json-unicode-escaping',
  'json-slash-escaping',
  'json-reserialized',
  'bom',
  'charset',
  'line-endings',
  'trailing-newline',
  'form-reencoded',
  'params-empty-dropped',
  'params-trimmed',
  'content-type',
  'body-missing',
  'wrong-secret-known',
  'secret-quoted',
  'secret-whitespace',
  'secret-not-decoded',
  'secret-decoded',
  'secret-padding',
  'secret-prefix',
  'wrong-webhook-id',
  'url-host',
  'url-path',
  'url-trailing-slash',
  'url-query',
  'url-encoding',
  'url-scheme',
  'url-port',
  'method',
  'body-hash-missing',
  'timestamp-unit',
  'wrong-header',
  'missing-header',
  'wrong-algorithm',
  'signed-content-layout',
  'case',
  'hex-case',
  'signature-list-separator',
  'signature-truncated',
  'signature-header-format',
  'signature-prefix',
  'signature-encoding',
  'timestamp-stale',
  'timestamp-future',
  'unexplained',
]

const rank = new Map(ranking.map((code, at) => [code, at]))

export function byRank<T extends { code: DiagnosisCode }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (rank.get(a.code) ?? 99) - (rank.get(b.code) ?? 99))
}
