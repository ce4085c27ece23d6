import { hash } from 'node:crypto'

type Row = Readonly<Record<string, unknown>>

/** A table whose rows are carried over from a damaged database, and how a row without a table is recognised as one of its own. */
export interface SalvagedTable {
  readonly name: string
  /** In the order of the schema; a column that a later migration adds comes last. */
  readonly columns: readonly string[]
  /** Columns that rows of the oldest schema have. */
  readonly fewest: number
  /** The column that stands for the row id, and is empty in the row itself. */
  readonly rowid: string | null
  readonly looksLike: (row: Row) => boolean
  /** Whether a row is as it was written, as far as that can be told. */
  readonly whole: (row: Row) => boolean
}

const text = (value: unknown): value is string => typeof value === 'string'
const number = (value: unknown): value is number => typeof value === 'number'
const isJson = (value: unknown, start: '[' | '{'): boolean => {
  if (!text(value) || !value.startsWith(start)) return false
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}
const always = (): boolean => true

/** Those that others refer to come first. */
export const salvagedTables: readonly SalvagedTable[] = [
  {
    name: 'endpoints',
    columns: [
      'key', 'id', 'token', 'slug', 'settings', 'created_at', 'request_count', 'unread_count', 'byte_count',
      'read_up_to', 'deletion',
    ], // prettier-ignore
    fewest: 11,
    rowid: 'key',
    looksLike: (row) => text(row['id']) && /^(ep_|unmatched$)/.test(row['id']) && text(row['token']),
    whole: (row) => isJson(row['settings'], '{'),
  },
  {
    name: 'deletions',
    columns: ['key', 'undo_token', 'deleted_at', 'endpoint'],
    fewest: 4,
    rowid: 'key',
    looksLike: (row) =>
      text(row['undo_token']) && row['undo_token'].startsWith('undo_') && number(row['deleted_at']),
    whole: always,
  },
  {
    name: 'secrets',
    columns: ['id', 'endpoint', 'label', 'purpose', 'created_at', 'sealed'],
    fewest: 6,
    rowid: null,
    looksLike: (row) => text(row['id']) && row['id'].startsWith('sec_') && Buffer.isBuffer(row['sealed']),
    whole: always,
  },
  {
    name: 'settings',
    columns: ['name', 'value'],
    fewest: 2,
    rowid: null,
    looksLike: (row) => text(row['name']) && text(row['value']),
    whole: (row) => isJson(row['value'], '{'),
  },
  {
    name: 'meta',
    columns: ['name', 'value'],
    fewest: 2,
    rowid: null,
    looksLike: (row) => text(row['name']) && number(row['value']),
    whole: always,
  },
  {
    name: 'notes',
    columns: ['id', 'note'],
    fewest: 2,
    rowid: 'id',
    looksLike: (row) => text(row['note']),
    whole: always,
  },
  {
    name: 'requests',
    columns: [
      'id', 'endpoint', 'received_at', 'method', 'target', 'content_type', 'body_size', 'byte_count', 'complete',
      'malformed', 'remote_address', 'provider', 'event', 'summary', 'answer_status', 'answer_origin', 'answered_ms',
      'signature', 'pinned', 'has_note', 'deletion',
    ], // prettier-ignore
    fewest: 21,
    rowid: 'id',
    looksLike: (row) =>
      number(row['endpoint']) && number(row['received_at']) && text(row['method']) && text(row['provider']),
    whole: (row) => text(row['target']) && text(row['answer_origin']),
  },
  {
    name: 'details',
    columns: [
      'id', 'http_version', 'headers', 'trailers', 'body_sha256', 'declared_length', 'remote_port', 'tls', 'headers_ms',
      'end_ms', 'problem', 'answer', 'body_file', 'body',
    ], // prettier-ignore
    fewest: 14,
    rowid: 'id',
    looksLike: (row) =>
      text(row['body_sha256']) && row['body_sha256'].length === 64 && number(row['remote_port']),
    whole: (row) =>
      isJson(row['headers'], '[') &&
      isJson(row['trailers'], '[') &&
      isJson(row['answer'], '[') &&
      bodyIsWhole(row),
  },
]

/** A body in a file is looked at by the check of the store. */
function bodyIsWhole(row: Row): boolean {
  const { body, body_file: file, body_sha256: sum } = row
  return text(file) || (Buffer.isBuffer(body) && hash('sha256', body, 'hex') === sum)
}
