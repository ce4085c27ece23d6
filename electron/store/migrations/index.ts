import { base } from './0001-base.ts'
import type { Migration } from './migration.ts'

/** All steps in order. */
export const migrations: readonly Migration[] = [base]
