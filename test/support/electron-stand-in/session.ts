import { EventEmitter } from 'node:events'
import { onlyAfterReady, onlyBeforeReady, violate } from './rules.ts'

type PermissionRequest = (
  contents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
  details: unknown,
) => void
type PermissionCheck = (contents: unknown, permission: string, origin: string, details: unknown) => boolean
type ProtocolHandler = (request: Request) => Response | Promise<Response>

interface Scheme {
  scheme: string
  privileges: Record<string, boolean>
}

class Protocol {
  schemes: Scheme[] = []
  readonly handlers = new Map<string, ProtocolHandler>()

  registerSchemesAsPrivileged(schemes: Scheme[]): void {
    onlyBeforeReady('protocol.registerSchemesAsPrivileged()')
    if (this.schemes.length > 0) violate('protocol.registerSchemesAsPrivileged() can be called once only')
    this.schemes = schemes
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    onlyAfterReady('protocol.handle()')
    if (this.handlers.has(scheme)) violate(`The scheme '${scheme}' is already handled`)
    this.handlers.set(scheme, handler)
  }
}

class Session extends EventEmitter {
  requestHandler: PermissionRequest | null = null
  checkHandler: PermissionCheck | null = null
  deviceHandler: ((details: unknown) => boolean) | null = null

  setPermissionRequestHandler(handler: PermissionRequest | null): void {
    this.requestHandler = handler
  }

  setPermissionCheckHandler(handler: PermissionCheck | null): void {
    this.checkHandler = handler
  }

  setDevicePermissionHandler(handler: ((details: unknown) => boolean) | null): void {
    this.deviceHandler = handler
  }

  /** Granted only if both handlers say so; without a handler Electron grants. */
  isGranted(permission: string, origin: string): boolean {
    let granted = this.requestHandler === null
    this.requestHandler?.({}, permission, (answer) => (granted = answer), {
      requestingUrl: `${origin}/`,
      isMainFrame: true,
    })
    return granted && (this.checkHandler?.({}, permission, `${origin}/`, {}) ?? true)
  }
}

export const protocol = new Protocol()

/** The one session, for the stand-in itself. */
export const ownSession = new Session()
export const session = {
  get defaultSession(): Session {
    onlyAfterReady('session.defaultSession')
    return ownSession
  },
}
