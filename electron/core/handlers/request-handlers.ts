import type { Handlers } from '#shared/contract/contract.ts'
import type { CoreContext } from '../context.ts'

type RequestHandlers = Pick<Handlers, Extract<keyof Handlers, `requests.${string}`>>

export function createRequestHandlers({ store, bus }: CoreContext): RequestHandlers {
  const { requests } = store
  return {
    'requests.list': (input, { signal }) => requests.list(input, signal),
    'requests.histogram': (input, { signal }) => requests.histogram(input, signal),
    'requests.get': ({ id }) => requests.get(id),
    'requests.bodyInfo': ({ id }) => requests.bodyInfo(id),
    'requests.body': (input) => requests.body(input),
    'requests.annotate': (input) => requests.annotate(input),
    'requests.delete': (input) => requests.delete(input),
    async 'requests.restore'({ undoToken }) {
      const restored = await requests.restore(undoToken)
      bus.emit('requests.restored', {})
      return restored
    },
  }
}
