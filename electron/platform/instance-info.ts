import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '#shared/contract/errors.ts'

/** What the holder of a data folder tells about itself in `instance.json`, which only its user may read. */
const instanceInfoSchema = z.object({
  pid: z.int(),
  /** `command`: a command that opened the folder for a moment, because no instance runs. */
  host: z.enum(['desktop', 'headless', 'command']),
  startedAt: z.number(),
  /** Origin of the HTTP transport, e.g. `http://127.0.0.1:4601`; null until it is ready, and for a command. */
  ui: z.string().nullable(),
  /** Where webhooks are received; null while nothing listens. */
  receiver: z.string().nullable(),
  token: z.string().nullable(),
})
export type InstanceInfo = Readonly<z.infer<typeof instanceInfoSchema>>

const heldDetailsSchema = z.object({ folder: z.string() })

const pathIn = (folder: string): string => join(folder, 'instance.json')

/** What the holder told; null when there is nothing to read. A dead holder's words may still lie there: only the lock tells. */
export function readInstanceInfo(folder: string): InstanceInfo | null {
  try {
    return instanceInfoSchema.parse(JSON.parse(readFileSync(pathIn(folder), 'utf8')))
  } catch {
    return null
  }
}

/** Whether this is what `heldBy` made. */
export function isFolderHeld(error: unknown): boolean {
  return (
    error instanceof AppError &&
    error.code === 'conflict' &&
    heldDetailsSchema.safeParse(error.details).success
  )
}

/** Written beside and moved into place, so that a reader never sees half of it. */
export function writeInstanceInfo(folder: string, info: InstanceInfo): void {
  const draft = `${pathIn(folder)}.${process.pid}.tmp`
  writeFileSync(draft, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, pathIn(folder))
}

export function removeInstanceInfo(folder: string): void {
  rmSync(pathIn(folder), { force: true })
}

/** Says who holds the folder and what to do. */
export function heldBy(folder: string, holder: InstanceInfo | null): AppError {
  if (holder === null) {
    return new AppError(
      'conflict',
      `The data folder ${folder} is held by another Hookbench. Stop it first, or use another folder with --data.`,
      { details: { folder } },
    )
  }
  const what = { desktop: 'the desktop app', headless: 'a Hookbench server', command: 'a hookbench command' }
  const since = new Date(holder.startedAt).toLocaleString('sv-SE')
  const where = holder.ui === null ? '' : ` Its window is at ${holder.ui}.`
  return new AppError(
    'conflict',
    `The data folder ${folder} is held by ${what[holder.host]} (process ${holder.pid}, since ${since}).${where} Stop it first, or use another folder with --data.`,
    { details: { folder, pid: holder.pid, startedAt: holder.startedAt, ui: holder.ui } },
  )
}
