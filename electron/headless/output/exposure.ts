/** What listening on this address lets others do; null when nobody but this machine can reach it. */
export function describeExposure(host: string, port: number): string | null {
  if (isLoopback(host)) return null
  const everywhere = host === '0.0.0.0' || host === '::'
  const where = everywhere ? `every address of this machine, port ${port}` : `${host}, port ${port}`
  return `the receiver listens on ${where}: whoever can reach it can send requests to your endpoints, unencrypted. They can't read anything; the window stays on 127.0.0.1.`
}

function isLoopback(host: string): boolean {
  return /^(localhost|::1|127(\.\d{1,3}){3}|::ffff:127(\.\d{1,3}){3})$/i.test(host)
}
