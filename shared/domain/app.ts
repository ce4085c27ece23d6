import { z } from 'zod'

/** What a host can do beyond the contract: the only way in which the window differs by host. */
export const capabilitySchema = z.enum(['fileDialogs', 'secureSecrets', 'openExternal', 'autoUpdate'])
export type Capability = z.infer<typeof capabilitySchema>

export const receiverStateSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('listening'),
    url: z.string(),
    host: z.string(),
    port: z.int(),
    tls: z.boolean(),
  }),
  z.object({
    state: z.literal('failed'),
    host: z.string(),
    port: z.int(),
    message: z.string(),
    /** A port on which it could listen instead; null when none was found or the port is not the trouble. */
    freePort: z.int().nullable(),
  }),
  z.object({ state: z.literal('stopped') }),
])
export type ReceiverState = z.infer<typeof receiverStateSchema>

export const logEntrySchema = z.object({
  seq: z.int(),
  at: z.number(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  /** Where it comes from: receiver, store, host, … */
  source: z.string(),
  message: z.string(),
})
export type LogEntry = z.infer<typeof logEntrySchema>

export const appInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'headless']),
  platform: z.string(),
  dataFolder: z.string(),
  capabilities: z.array(capabilitySchema),
  /** Things the user should know from the start on, e.g. that secrets can't be encrypted here. */
  warnings: z.array(z.string()),
})
export type AppInfo = z.infer<typeof appInfoSchema>

export const appStatusSchema = z.object({
  receiver: receiverStateSchema,
  requestCount: z.int(),
  /** Bytes on disk: database, its log, and bodies kept as files. */
  storeBytes: z.int(),
  /** Resident memory of the core's process, bytes. */
  memoryBytes: z.int(),
  runningActions: z.int(),
  lastError: logEntrySchema.nullable(),
  startedAt: z.number(),
})
export type AppStatus = z.infer<typeof appStatusSchema>
