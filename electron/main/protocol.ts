// Trust: the page gets nothing but the built files below one folder, under a policy that lets it load nothing else.
import { protocol } from 'electron'
import { findStaticFile, readStaticFile, rendererCsp, safetyHeaders } from '../transport/static-files.ts'

const scheme = 'app'

/** The page's origin: a real one, unlike `file://`, so that modules, workers and the policy work as on the web. */
export const appOrigin = `${scheme}://hookbench`

/** Must run before `ready`, or Chromium treats the origin as opaque. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built renderer from `root` at `app://hookbench/`. Call it after `ready`. */
export function serveApp(root: string): void {
  protocol.handle(scheme, async (request) => {
    const headers = { ...safetyHeaders, 'content-security-policy': rendererCsp }
    const url = new URL(request.url)
    const allowed = url.host === 'hookbench' && (request.method === 'GET' || request.method === 'HEAD')
    const file = allowed ? await findStaticFile(root, url.pathname) : null
    if (file === null) return new Response('Not found.', { status: 404, headers })
    const body = request.method === 'HEAD' ? null : new Uint8Array(await readStaticFile(file))
    return new Response(body, {
      headers: { ...headers, 'content-type': file.contentType, 'cache-control': file.cacheControl },
    })
  })
}
