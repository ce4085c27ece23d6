import { InvalidArgumentError, type Command } from 'commander'
import { requestIdSchema, type RequestId } from '#shared/domain/ids.ts'
import { findDataFolder } from '../../platform/data-folder.ts'
import { openSession } from '../open-session.ts'
import type { Session } from '../session.ts'

export interface FolderOptions {
  readonly data?: string
  readonly json?: boolean
}

/** The two options that every command has. */
export function withFolderOptions(command: Command, json: string): Command {
  return command
    .option('--data <dir>', 'data folder (HOOKBENCH_DATA, or the usual place of this system)')
    .option('--json', json)
}

/** Opens the folder that the options name, wherever it is held, and closes it in the end. */
export async function inSession<T>(
  options: FolderOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(findDataFolder(options.data))
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

export function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 (any free one) to 65535.')
  }
  return port
}

/** A whole number of at least 1. */
export function parseCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError('It has to be a whole number of at least 1.')
  }
  return count
}

export function parseRequestId(text: string): RequestId {
  const id = requestIdSchema.safeParse(Number(text.replace(/^#/, '')))
  if (!id.success) throw new InvalidArgumentError('A request id is a positive whole number.')
  return id.data
}

/** Help text below the options. */
export function examples(...lines: [command: string, meaning: string][]): string {
  const width = Math.max(...lines.map(([command]) => command.length))
  return `\nExamples:\n${lines.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`).join('\n')}`
}
