import { readdir, readFile, readlink } from 'node:fs/promises'

/** Connection state 0A in /proc/net/tcp: listening. */
const listening = '0A'

/**
 * Names the program that listens on a TCP port of this machine, e.g. `node (process 4711)`; null when it can't be known
 * (another user's process, or not Linux). Reads /proc as documented in proc(5); never rejects.
 */
export async function findPortHolder(port: number): Promise<string | null> {
  if (process.platform !== 'linux') return null
  try {
    const inodes = new Set([
      ...listeningInodes(await readText('/proc/net/tcp'), port),
      ...listeningInodes(await readText('/proc/net/tcp6'), port),
    ])
    if (inodes.size === 0) return null
    for (const pid of await readdir('/proc')) {
      if (/^\d+$/.test(pid) && (await holdsOneOf(pid, inodes))) return await describe(pid)
    }
    return null
  } catch {
    // A guess for a message: without /proc there is none.
    return null
  }
}

function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return table.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/)
    const [, local = '', , state] = columns
    return state === listening && local.endsWith(`:${wanted}`) ? [columns[9] ?? ''] : []
  })
}

async function holdsOneOf(pid: string, inodes: Set<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  for (const name of await readFolder(folder)) {
    const inode = /^socket:\[(\d+)\]$/.exec(await readTarget(`${folder}/${name}`))?.[1]
    if (inode !== undefined && inodes.has(inode)) return true
  }
  return false
}

async function describe(pid: string): Promise<string> {
  if (Number(pid) === process.pid) return 'Hookbench itself'
  const name = (await readText(`/proc/${pid}/comm`)).trim()
  return name === '' ? `process ${pid}` : `${name} (process ${pid})`
}

/** What processes show of themselves comes and goes, and may be another user's: what can't be read is empty. */
function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

function readFolder(path: string): Promise<string[]> {
  return readdir(path).catch(() => [])
}

function readTarget(path: string): Promise<string> {
  return readlink(path).catch(() => '')
}
