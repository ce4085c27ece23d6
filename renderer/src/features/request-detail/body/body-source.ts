import type { RequestId } from '#shared/domain/ids.ts'
import { call } from '../../../client/host.ts'
import type { ByteSource } from '../../../editor/document/byte-source.ts'

/** A request's body as a source of bytes. `decoded`: with its content-encoding undone. */
export function requestBody(id: RequestId, size: number, decoded: boolean): ByteSource {
  return {
    size,
    read: (offset, length, signal) =>
      length === 0
        ? Promise.resolve(new Uint8Array())
        : call('requests.body', { id, offset, length, decoded }, signal === undefined ? {} : { signal }),
  }
}
