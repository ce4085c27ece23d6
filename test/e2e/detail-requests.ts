import { connect } from 'node:net'
import type { RequestId } from '#shared/domain/ids.ts'
import type { TestHost } from '../support/host.ts'

/** Sends bytes exactly as they are and resolves once they are answered (or the connection closed). */
export async function sendRaw(
  host: TestHost,
  bytes: Uint8Array | string,
  options: { breakOff?: boolean } = {},
): Promise<void> {
  const { hostname, port } = new URL(host.receiverUrl)
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes, () => {
        if (options.breakOff === true) socket.end()
      })
    })
    socket.once('data', () => {
      socket.end()
      resolve()
    })
    socket.once('close', () => resolve())
    socket.once('error', reject)
  })
}

/** Path of the first endpoint, without the host. */
export async function endpointPath(host: TestHost): Promise<string> {
  const [endpoint] = await host.client.call('endpoints.list', {})
  if (endpoint?.url == null) throw new Error('There is no endpoint that listens.')
  return new URL(endpoint.url).pathname.replace(/\/$/, '')
}

/** Sends a request with `fetch` and resolves to the id under which it was captured. */
export async function capture(
  host: TestHost,
  path: string,
  body: BodyInit | null,
  headers: Record<string, string> = {},
): Promise<RequestId> {
  const response = await fetch(host.receiverUrl + (await endpointPath(host)) + path, {
    method: body === null ? 'GET' : 'POST',
    headers,
    body,
  })
  await response.arrayBuffer()
  return newest(host)
}

export async function newest(host: TestHost): Promise<RequestId> {
  const { items } = await host.client.call('requests.list', { limit: 1 })
  const [item] = items
  if (item === undefined) throw new Error('Nothing was captured.')
  return item.id
}
