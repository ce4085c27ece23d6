import { createServer } from 'node:net'
import { findPortHolder } from './port-holder.ts'

/** How many ports after the wanted one are tried as a way out. */
const portsTried = 20

/** Says why an address can't be listened on, and what to do. */
export async function explainListenError(host: string, port: number, thrown: unknown): Promise<string> {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  switch (code) {
    case 'EADDRINUSE': {
      const holder = await findPortHolder(port)
      return `Port ${port} is taken by ${holder ?? 'another program'}. Stop that program, or choose another port.`
    }
    case 'EACCES':
      return port < 1024
        ? `Port ${port} may be used by administrators only. Choose a port from 1024 on.`
        : `The system does not allow to listen on ${host}, port ${port}. Choose another port.`
    case 'EADDRNOTAVAIL':
      return `${host} is no address of this machine. Use 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host name ${host} is not known. Use 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses.`
    default:
      return `Can't listen on ${host}, port ${port}: ${thrown instanceof Error ? thrown.message : String(thrown)}`
  }
}

/** The next port after `port` on which `host` can be listened on; null when the next 20 are taken, too. */
export async function findFreePort(host: string, port: number): Promise<number | null> {
  for (let candidate = port + 1; candidate <= Math.min(port + portsTried, 65_535); candidate++) {
    if (await canListen(host, candidate)) return candidate
  }
  return null
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
