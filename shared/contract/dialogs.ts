import { z } from 'zod'
import { requestIdSchema } from '../domain/ids.ts'

/** What needs a native dialog; only where the capability `fileDialogs` is there. */
export const dialogQuestionSchema = z.discriminatedUnion('kind', [
  /** Saves a request's body to a file of the user's choice, byte for byte. */
  z.object({
    kind: z.literal('save-body'),
    requestId: requestIdSchema,
    /** Undo the content-encoding first. */
    decoded: z.boolean().default(false),
    /** Proposed file name; folders in it are ignored. */
    suggestedName: z.string().max(255),
  }),
  /** Saves a text that the window made. */
  z.object({
    kind: z.literal('save-text'),
    text: z.string().max(100_000_000),
    suggestedName: z.string().max(255),
  }),
  /** Chooses a file of this machine, e.g. as an endpoint's answer. */
  z.object({ kind: z.literal('open-file'), title: z.string().max(100) }),
])
export type DialogQuestion = z.input<typeof dialogQuestionSchema>

/** The reply's value: the chosen path, or null when the user thought better of it. */
export type DialogAnswer = { readonly path: string } | null
