import { z } from 'zod'

export const limitsSchema = z.object({
  /** Bytes of request line and headers together; more is answered with 431. */
  headerBytes: z.int().min(1_024).max(1_048_576),
  /** Bytes of body; more is answered with 413, and what came is kept. */
  bodyBytes: z.int().min(1_024).max(10_737_418_240),
  /** Open connections; a further one is answered with 503. */
  connections: z.int().min(1).max(65_535),
  headerTimeoutMs: z.int().min(100).max(600_000),
  /** Longest pause between two pieces of a body. */
  bodyIdleTimeoutMs: z.int().min(100).max(3_600_000),
  keepAliveMs: z.int().min(0).max(600_000),
  /** Requests that may wait for the store at once; a further one is answered with 503 and Retry-After. */
  queuedRequests: z.int().min(1).max(1_000_000),
})
export type Limits = z.infer<typeof limitsSchema>

export const defaultLimits: Limits = {
  headerBytes: 65_536,
  bodyBytes: 1_073_741_824,
  connections: 2_048,
  headerTimeoutMs: 20_000,
  bodyIdleTimeoutMs: 60_000,
  keepAliveMs: 30_000,
  queuedRequests: 10_000,
}

export const themeSchema = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof themeSchema>

export const settingsSchema = z.object({
  receiver: z.object({
    host: z.string().min(1).max(255),
    port: z.int().min(0).max(65_535),
    limits: limitsSchema,
  }),
  theme: themeSchema,
  /** How many requests to unknown addresses are kept. */
  unmatchedCount: z.int().min(0).max(100_000),
})
export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = {
  receiver: { host: '127.0.0.1', port: 4600, limits: defaultLimits },
  theme: 'system',
  unmatchedCount: 500,
}

/** Any part of the settings; nested objects are merged. */
export const settingsPatchSchema = z.object({
  receiver: settingsSchema.shape.receiver
    .partial()
    .extend({ limits: limitsSchema.partial().optional() })
    .optional(),
  theme: themeSchema.optional(),
  unmatchedCount: settingsSchema.shape.unmatchedCount.optional(),
})
export type SettingsPatch = z.infer<typeof settingsPatchSchema>
