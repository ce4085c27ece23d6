import { createHash, hash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { bodiesName, type ReadDb } from '../database/handles.ts'

/** At most so many problems are listed. */
const maxProblems = 100

interface BodyRow {
  id: number
  body_size: number
  body_sha256: string
  body: Buffer | null
  body_file: string | null
}

/** Reads the whole database and every body and reports, in sentences, what is wrong. */
export function createCheck(
  db: ReadDb,
  folder: string,
  onDamage: (message: string) => void,
): () => Promise<{ ok: boolean; problems: string[] }> {
  const select = db.prepare<[number], BodyRow>(`
    SELECT r.id, r.body_size, d.body_sha256, d.body, d.body_file FROM requests r JOIN details d ON d.id = r.id
    WHERE r.id > ? ORDER BY r.id LIMIT 200`)

  const exists = db.prepare<[number], number>('SELECT 1 FROM requests WHERE id = ?').pluck()

  async function bodyProblem(row: BodyRow): Promise<string | null> {
    if (row.body_file === null) {
      const body = row.body ?? Buffer.alloc(0)
      if (body.byteLength !== row.body_size)
        return `Request ${row.id}: the body has ${body.byteLength} bytes, ${row.body_size} were stored.`
      return hash('sha256', body, 'hex') === row.body_sha256
        ? null
        : `Request ${row.id}: the body is not what was stored (its hash differs).`
    }
    const path = join(folder, bodiesName, row.body_file)
    const size = statSync(path, { throwIfNoEntry: false })?.size
    // It may have gone in the meantime.
    if (size === undefined && exists.get(row.id) === undefined) return null
    if (size === undefined) return `Request ${row.id}: its body file ${row.body_file} is missing.`
    if (size !== row.body_size)
      return `Request ${row.id}: its body file ${row.body_file} has ${size} bytes, ${row.body_size} were stored.`
    const sum = createHash('sha256')
    for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 }))
      sum.update(chunk as Buffer)
    return sum.digest('hex') === row.body_sha256
      ? null
      : `Request ${row.id}: its body file ${row.body_file} is not what was stored (its hash differs).`
  }

  return async () => {
    const problems: string[] = []
    for (const row of db.pragma(`integrity_check(${maxProblems})`) as { integrity_check: string }[]) {
      if (row.integrity_check !== 'ok') problems.push(`Database: ${row.integrity_check}.`)
    }
    const [damage] = problems
    if (damage !== undefined) onDamage(damage)
    problems.push(...countProblems(db))
    let last = 0
    for (
      let rows = select.all(last);
      rows.length > 0 && problems.length < maxProblems;
      rows = select.all(last)
    ) {
      for (const row of rows) {
        last = row.id
        const problem = await bodyProblem(row)
        if (problem !== null) problems.push(problem)
      }
      await setImmediate()
    }
    return { ok: problems.length === 0, problems: problems.slice(0, maxProblems) }
  }
}

/** The maintained counts against the rows themselves. */
function countProblems(db: ReadDb): string[] {
  const rows = db
    .prepare<[], { id: string }>(
      `SELECT e.id FROM endpoints e WHERE
        e.request_count <> (SELECT count(*) FROM requests r WHERE r.endpoint = e.key AND r.deletion IS NULL)
        OR e.byte_count <> (SELECT coalesce(sum(r.byte_count), 0) FROM requests r WHERE r.endpoint = e.key AND r.deletion IS NULL)
        OR e.unread_count <> (SELECT count(*) FROM requests r WHERE r.endpoint = e.key AND r.deletion IS NULL AND r.id > e.read_up_to)`,
    )
    .all()
  const orphans =
    db
      .prepare<[], number>('SELECT count(*) FROM requests WHERE id NOT IN (SELECT id FROM details)')
      .pluck()
      .get() ?? 0
  return [
    ...rows.map((row) => `Endpoint ${row.id}: its counts are not those of its requests.`),
    ...(orphans > 0 ? [`${orphans} requests have lost their headers and bodies.`] : []),
  ]
}
