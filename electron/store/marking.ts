import type { RequestId } from '#shared/domain/ids.ts'
import type { SignatureMark } from '#shared/domain/request.ts'

export interface MarkRow {
  readonly id: RequestId
  readonly mark: SignatureMark | null
}

/** Gathers marks while a write is under way, so that checking thousands of requests costs few commits. Resolves with the commit. */
export function createMarking(
  write: (marks: readonly MarkRow[]) => Promise<void>,
): (marks: readonly MarkRow[]) => Promise<void> {
  let gathered: MarkRow[] = []
  let next: Promise<void> | null = null
  let last: Promise<void> = Promise.resolve()

  return (marks) => {
    gathered.push(...marks)
    next ??= last
      .catch(() => undefined)
      .then(() => {
        const rows = gathered
        gathered = []
        next = null
        last = write(rows)
        return last
      })
    return next
  }
}
