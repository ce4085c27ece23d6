import { z } from 'zod'

/** Identifies an endpoint: `ep_` and 16 lower-case base-32 characters, or `unmatched` for the built-in bin of requests that no endpoint claimed. */
export const endpointIdSchema = z
  .string()
  .regex(/^(ep_[a-z0-9]{4,40}|unmatched)$/)
  .brand<'EndpointId'>()
export type EndpointId = z.infer<typeof endpointIdSchema>

/** The bin that keeps requests whose URL named no endpoint. It can be listed and cleared, not deleted. */
export const unmatchedEndpointId = 'unmatched' as EndpointId

/** A captured request's id: a positive integer that grows with time of commit and is never reused. */
export const requestIdSchema = z.int().positive().brand<'RequestId'>()
export type RequestId = z.infer<typeof requestIdSchema>

/** Identifies a stored secret: `sec_` and lower-case base-32 characters. */
export const secretIdSchema = z
  .string()
  .regex(/^sec_[a-z0-9]{4,40}$/)
  .brand<'SecretId'>()
export type SecretId = z.infer<typeof secretIdSchema>
