import { z } from 'zod'
import { endpointIdSchema, secretIdSchema } from '../../domain/ids.ts'
import { secretInfoSchema } from '../../domain/secret.ts'
import { command, query } from '../define.ts'

export const secretProcedures = {
  'secrets.list': query(
    "An endpoint's secrets, without their values.",
    z.object({ endpointId: endpointIdSchema }),
    z.array(secretInfoSchema),
  ),
  'secrets.add': command(
    'Seals a secret and keeps it; `secrets.unavailable` when this host has no key to seal it with.',
    secretInfoSchema
      .pick({ endpointId: true, label: true, purpose: true })
      .extend({ value: z.string().min(1, 'The secret is empty.').max(20_000) }),
    secretInfoSchema,
  ),
  'secrets.remove': command('Forgets a secret.', z.object({ id: secretIdSchema }), z.object({})),
  'secrets.reveal': query(
    'The value in clear, for showing on demand.',
    z.object({ id: secretIdSchema }),
    z.object({ value: z.string() }),
  ),
}
