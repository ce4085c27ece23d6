import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

/**
 * The policy under which the renderer runs, in the window and in the browser: nothing but its own files.
 * Inline styles are needed by Monaco, which sets colours as style attributes; no script is inline and nothing is evaluated.
 */
export const rendererCsp = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

/** Headers that every answer of a host carries. */
export const safetyHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
}

const compressible = /^(text\/|application\/(json|wasm)|image\/svg)/

export interface StaticFile {
  readonly path: string
  readonly size: number
  readonly contentType: string
  readonly cacheControl: string
  /** Whether compressing it is worth while. */
  readonly compressible: boolean
}

/**
 * Finds the built file that a URL path names; `/` is `index.html`. Null when there is none.
 * Never leaves `root`: the path is decoded first and normalised after, and must still lie below it.
 */
export async function findStaticFile(root: string, pathname: string): Promise<StaticFile | null> {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const path = normalize(join(root, decoded === '/' ? 'index.html' : decoded))
  if (!path.startsWith(normalize(root).replace(/[/\\]?$/, sep))) return null
  const info = await stat(path).catch(() => null)
  if (info?.isFile() !== true) return null
  const contentType = types[extname(path).toLowerCase()] ?? 'application/octet-stream'
  // Vite puts a hash of the content into the name of everything in assets/.
  const hashed = decoded.startsWith('/assets/')
  return {
    path,
    size: info.size,
    contentType,
    cacheControl: hashed ? 'public, max-age=31536000, immutable' : 'no-store',
    compressible: info.size > 1_024 && compressible.test(contentType),
  }
}

/**
 * Reads a whole file, so that a file replaced meanwhile is never sent half old, half new.
 * By `readFile`, which Electron serves straight from the archive of a packaged app; `open` would copy the file out first.
 */
export function readStaticFile(file: StaticFile): Promise<Buffer> {
  return readFile(file.path)
}
