import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Entry {
  readonly files?: Record<string, Entry>
  readonly offset?: string
  readonly size?: number
  readonly unpacked?: boolean
  readonly integrity?: { readonly hash: string }
}

export interface ArchivedFile {
  readonly path: string
  readonly unpacked: boolean
  readonly hasIntegrity: boolean
  content(): Buffer
}

/** Reads an archive of the asar format: four 32-bit sizes, a JSON header, then the files one after another. */
export function readAsar(archive: string): ArchivedFile[] {
  const bytes = readFileSync(archive)
  const headerSize = bytes.readUInt32LE(4)
  const jsonSize = bytes.readUInt32LE(12)
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + jsonSize)) as Entry
  const start = 8 + headerSize
  const walk = (entry: Entry, path: string): ArchivedFile[] =>
    Object.entries(entry.files ?? {}).flatMap(([name, inner]) => {
      const innerPath = path === '' ? name : `${path}/${name}`
      if (inner.files !== undefined) return walk(inner, innerPath)
      const from = start + Number(inner.offset ?? 0)
      return [
        {
          path: innerPath,
          unpacked: inner.unpacked ?? false,
          hasIntegrity: inner.integrity !== undefined,
          content: () =>
            inner.unpacked
              ? readFileSync(join(`${archive}.unpacked`, innerPath))
              : bytes.subarray(from, from + (inner.size ?? 0)),
        },
      ]
    })
  return walk(header, '')
}

/** Lays the archive out as the folder that Electron pretends it to be, with what lies unpacked beside it. */
export function extractAsar(archive: string, folder: string): void {
  for (const file of readAsar(archive)) {
    for (const base of file.unpacked ? [folder, `${folder}.unpacked`] : [folder]) {
      const target = join(base, file.path)
      mkdirSync(dirname(target), { recursive: true })
      if (file.unpacked) copyFileSync(join(`${archive}.unpacked`, file.path), target)
      else writeFileSync(target, file.content())
    }
  }
}
