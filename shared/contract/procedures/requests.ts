import { z } from 'zod'
import { endpointIdSchema, requestIdSchema } from '../../domain/ids.ts'
import { requestDetailSchema, requestSummarySchema } from '../../domain/request.ts'
import { command, query } from '../define.ts'

/** Which requests are meant: of one endpoint (all but Unmatched when left out), fitting a filter (all when empty). */
export const selectionSchema = z.object({
  endpointId: endpointIdSchema.optional(),
  filter: z.string().max(4_000).optional(),
})
export type Selection = z.infer<typeof selectionSchema>

/** At most 1,000 ids, or everything that a selection fits. */
const idsOrSelection = z.union([
  z.object({ ids: z.array(requestIdSchema).min(1).max(1_000) }),
  z.object({ selection: selectionSchema }),
])

const undo = z.object({ undoToken: z.string(), count: z.int() })

/** A call of `requests.body` returns at most this many bytes. */
export const maxBodyRange = 8_388_608

export const requestProcedures = {
  'requests.list': query(
    'Summaries, newest first. Page by key (`before`) or by position (`offset` below the snapshot `upTo`). A bad filter is `filter.invalid` with `details: { from, to }`.',
    selectionSchema.extend({
      limit: z.int().min(1).max(1_000).default(100),
      /** Only requests older than this one. */
      before: requestIdSchema.optional(),
      /** Only requests newer than this one. */
      after: requestIdSchema.optional(),
      /** Only requests up to this id: keeps positions still while new ones arrive. */
      upTo: requestIdSchema.optional(),
      offset: z.int().min(0).default(0),
      /** Count all that fit, too. */
      count: z.boolean().default(false),
    }),
    z.object({
      items: z.array(requestSummarySchema),
      /** How many fit in all (below `upTo`); null unless `count` was set. */
      total: z.int().nullable(),
      /** Newest id in the store at the time of reading; 0 when it is empty. */
      newest: z.int(),
    }),
  ),
  'requests.histogram': query(
    'How many requests of a selection arrived in each of `buckets` equal spans.',
    selectionSchema.extend({
      /** Epoch milliseconds; when left out: from the first to the last that fits. */
      from: z.number().optional(),
      to: z.number().optional(),
      buckets: z.int().min(1).max(400).default(80),
    }),
    z.object({ from: z.number(), to: z.number(), counts: z.array(z.int()) }),
  ),
  'requests.get': query(
    'One request, without its body.',
    z.object({ id: requestIdSchema }),
    requestDetailSchema,
  ),
  'requests.bodyInfo': query(
    'Sizes of a body as received and with its content-encoding undone.',
    z.object({ id: requestIdSchema }),
    z.object({
      size: z.int(),
      /** Content-encodings in the order they were applied, e.g. `['gzip']`. */
      encodings: z.array(z.string()),
      /** Bytes after decoding; null when there is nothing to decode or it failed. */
      decodedSize: z.int().nullable(),
      /** Why decoding failed or was cut off; null when it did not. */
      decodeProblem: z.string().nullable(),
    }),
  ),
  'requests.body': query(
    'Bytes of a body: at most 8 MiB from `offset`.',
    z.object({
      id: requestIdSchema,
      offset: z.int().min(0).default(0),
      length: z.int().min(0).max(maxBodyRange).default(maxBodyRange),
      /** Undo the content-encoding first. */
      decoded: z.boolean().default(false),
    }),
    z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  ),
  'requests.annotate': command(
    'Pins or unpins, sets the note (Markdown, at most 20,000 characters).',
    z.object({
      id: requestIdSchema,
      pinned: z.boolean().optional(),
      note: z.string().max(20_000).optional(),
    }),
    requestDetailSchema,
  ),
  'requests.delete': command(
    'Deletes; `requests.restore` brings them back for ten minutes or until the next start.',
    idsOrSelection,
    undo,
    { timeoutMs: 120_000 },
  ),
  'requests.restore': command(
    'Undoes a deletion.',
    z.object({ undoToken: z.string() }),
    z.object({ count: z.int() }),
    { timeoutMs: 120_000 },
  ),
}
