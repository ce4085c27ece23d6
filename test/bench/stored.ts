import Database from 'better-sqlite3'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Reads what is in a stopped instance's folder, past all of the product's own code: body hash by sequence number of the bench's targets. */
export function storedHashes(folder: string): { bySeq: Map<number, string>; rows: number } {
  const file = readdirSync(folder).find((name) => name.endsWith('.db') && !name.startsWith('lock'))
  if (file === undefined) throw new Error(`no database in ${folder}`)
  const db = new Database(join(folder, file), { readonly: true })
  const bySeq = new Map<number, string>()
  let rows = 0
  for (const row of db
    .prepare('SELECT target, body_sha256 FROM requests JOIN details USING (id)')
    .iterate()) {
    const { target, body_sha256: hash } = row as { target: string; body_sha256: string | Buffer }
    rows++
    const seq = /\?seq=(\d+)$/.exec(target)?.[1]
    if (seq !== undefined) bySeq.set(Number(seq), typeof hash === 'string' ? hash : hash.toString('hex'))
  }
  db.close()
  return { bySeq, rows }
}

/** How many acknowledged requests are not there whole, and how many rows there are beyond those sent. */
export function compare(
  acknowledged: readonly [number, string][],
  folder: string,
): { lost: number; doubled: number } {
  const { bySeq, rows } = storedHashes(folder)
  return {
    lost: acknowledged.filter(([seq, hash]) => bySeq.get(seq) !== hash).length,
    doubled: rows - bySeq.size,
  }
}
