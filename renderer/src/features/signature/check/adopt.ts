import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import { messageOf } from '../../../client/call-error.ts'
import { setSignature } from '../../../state/signatures.ts'
import { sayError, sayWithUndo } from '../../../ui/toast.tsx'

/** Uses a scheme for an endpoint from now on, with an undo; false when the host refused. */
export async function adoptScheme(endpoint: Endpoint, scheme: SchemeId, title: string): Promise<boolean> {
  const before = endpoint.signature
  try {
    await setSignature(endpoint.id, { scheme, options: {}, enforce: before?.enforce ?? false })
  } catch (error) {
    sayError(`“${endpoint.name}” could not be changed.`, messageOf(error))
    return false
  }
  sayWithUndo(`“${endpoint.name}” is checked as ${title} from now on`, async () => {
    try {
      await setSignature(endpoint.id, before)
    } catch (error) {
      sayError(`“${endpoint.name}” could not be changed back.`, messageOf(error))
    }
  })
  return true
}
