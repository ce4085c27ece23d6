import { z } from 'zod'
import { endpointSchema, endpointSettingsSchema } from '../../domain/endpoint.ts'
import { endpointIdSchema } from '../../domain/ids.ts'
import { command, query } from '../define.ts'

const byId = z.object({ id: endpointIdSchema })

export const endpointProcedures = {
  'endpoints.list': query(
    'All endpoints in the order they were made; the Unmatched bin comes last, with an empty token and no address.',
    z.object({}),
    z.array(endpointSchema),
  ),
  'endpoints.get': query('One endpoint.', byId, endpointSchema),
  'endpoints.create': command(
    'Makes an endpoint with a fresh token; what is left out takes the default.',
    endpointSettingsSchema.partial().required({ name: true }),
    endpointSchema,
  ),
  'endpoints.update': command(
    "Changes an endpoint's settings; what is left out stays.",
    z.object({ id: endpointIdSchema, patch: endpointSettingsSchema.partial() }),
    endpointSchema,
  ),
  'endpoints.renewToken': command(
    'Gives the endpoint a new token; the old address stops working.',
    byId,
    endpointSchema,
  ),
  'endpoints.delete': command(
    'Deletes an endpoint and its requests; `endpoints.restore` brings both back for ten minutes or until the next start.',
    byId,
    z.object({ undoToken: z.string() }),
  ),
  'endpoints.restore': command('Undoes a deletion.', z.object({ undoToken: z.string() }), endpointSchema),
  'endpoints.markRead': command('Sets the unread count to zero.', byId, z.object({})),
}
