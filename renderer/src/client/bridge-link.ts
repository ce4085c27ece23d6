import type { HookbenchBridge } from '#shared/contract/bridge.ts'
import { CallError, messageOf } from './call-error.ts'
import type { Link, LinkListener } from './link.ts'

/** The host of the desktop app, behind the preload script. */
export function bridgeLink(bridge: HookbenchBridge): Link {
  let nextId = 1
  return {
    async request(name, input, signal) {
      const id = `w${nextId++}`
      const cancel = (): void => bridge.cancel(id)
      signal.addEventListener('abort', cancel, { once: true })
      try {
        const reply = await bridge.request({ id, name, input })
        if (reply.ok) return reply.value
        throw new CallError(reply.error)
      } catch (error) {
        if (error instanceof CallError) throw error
        throw new CallError({
          code: 'disconnected',
          message: `Hookbench did not answer ${name} (${messageOf(error)}).`,
        })
      } finally {
        signal.removeEventListener('abort', cancel)
      }
    },
    listen(listener: LinkListener) {
      listener.opened()
      return bridge.subscribe((frames) => listener.frames(frames))
    },
  }
}

declare global {
  interface Window {
    readonly hookbench?: HookbenchBridge
  }
}
