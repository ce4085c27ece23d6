/** One step of the schema. Steps are never changed once released: a further one is added. */
export interface Migration {
  /** Consecutive from 1; the database's `user_version` after the step. */
  readonly version: number
  readonly name: string
  readonly up: string
}
