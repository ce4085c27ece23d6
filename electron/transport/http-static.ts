import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { answer, answerPage } from './http-replies.ts'
import { findStaticFile, readStaticFile, rendererCsp, type StaticFile } from './static-files.ts'

const compress = promisify(gzip)

/** Serves the built renderer. Compressed forms of files that never change are kept, so each is made once a run. */
export function createStaticServer(root: string) {
  const compressed = new Map<string, Promise<Buffer>>()

  function compressedForm(file: StaticFile): Promise<Buffer> {
    const known = compressed.get(file.path)
    if (known !== undefined) return known
    const made = readStaticFile(file).then((bytes) => compress(bytes, { level: 5 }))
    if (file.cacheControl.includes('immutable')) {
      compressed.set(file.path, made)
      made.catch(() => compressed.delete(file.path))
    }
    return made
  }

  return async function serve(
    pathname: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const sentences = ['Pages are read with GET.']
      answerPage(response, 405, { title: 'Not like that', sentences }, { allow: 'GET, HEAD' })
      return
    }
    const file = await findStaticFile(root, pathname)
    if (file === null) {
      const missing = pathname === '/'
      const sentences = missing
        ? [
            'The window has not been built: there is no `index.html`.',
            'Run `npm run build`, then reload this page.',
          ]
        : ['There is nothing at this address. The window is at `/`.']
      answerPage(response, 404, { title: missing ? 'Hookbench is not built yet' : 'Not found', sentences })
      return
    }
    const headers: Record<string, string> = {
      'content-type': file.contentType,
      'cache-control': file.cacheControl,
      'content-security-policy': rendererCsp,
    }
    if (file.compressible) headers.vary = 'accept-encoding'
    const accepted = request.headers['accept-encoding'] ?? ''
    if (file.compressible && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted)) {
      answer(response, 200, { ...headers, 'content-encoding': 'gzip' }, await compressedForm(file))
    } else {
      answer(response, 200, headers, await readStaticFile(file))
    }
  }
}
