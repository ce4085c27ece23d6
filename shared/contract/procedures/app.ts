import { z } from 'zod'
import { appInfoSchema, appStatusSchema, logEntrySchema, receiverStateSchema } from '../../domain/app.ts'
import { endpointIdSchema, requestIdSchema } from '../../domain/ids.ts'
import { sampleInfoSchema } from '../../domain/sample.ts'
import { settingsPatchSchema, settingsSchema } from '../../domain/settings.ts'
import { command, query } from '../define.ts'

const nothing = z.object({})

export const appProcedures = {
  'app.info': query('Version, host, data folder, capabilities.', nothing, appInfoSchema),
  'app.status': query('Figures for the status bar.', nothing, appStatusSchema),
  'app.log': query(
    'The newest entries of the log, oldest first.',
    z.object({ limit: z.int().min(1).max(2_000).default(500) }),
    z.array(logEntrySchema),
  ),
  'settings.get': query('All settings.', nothing, settingsSchema),
  'settings.update': command(
    'Changes settings; a change of address or limits takes effect at once.',
    settingsPatchSchema,
    settingsSchema,
  ),
  'receiver.start': command(
    'Starts listening (again), on the port that is set.',
    nothing,
    receiverStateSchema,
  ),
  'receiver.stop': command(
    'Stops listening; requests under way are answered and stored first.',
    nothing,
    receiverStateSchema,
  ),
  'samples.list': query('The ready events.', nothing, z.array(sampleInfoSchema)),
  'samples.send': command(
    'Sends a ready event over HTTP to an endpoint, or to any http(s) URL.',
    z.object({
      name: z.string(),
      to: z.union([z.object({ endpointId: endpointIdSchema }), z.object({ url: z.url() })]),
      /** Values to put into the JSON or form body, by path: `data.email` -> `a@b.c`. */
      set: z.record(z.string(), z.string()).default({}),
    }),
    z.object({
      status: z.int(),
      /** Milliseconds from sending to the end of the answer. */
      ms: z.number(),
      /** The captured request, when it went to an endpoint of this instance. */
      requestId: requestIdSchema.nullable(),
    }),
  ),
  'store.check': query(
    'Reads the whole database and every body file and reports what is wrong.',
    nothing,
    z.object({ ok: z.boolean(), problems: z.array(z.string()) }),
    { timeoutMs: 600_000 },
  ),
  'store.compact': command(
    'Gives freed space back to the disk.',
    nothing,
    z.object({ beforeBytes: z.int(), afterBytes: z.int() }),
    { timeoutMs: 600_000 },
  ),
}
