import { createHmac } from 'node:crypto'

export const secret = 'planted-cli-secret-4b1d77'
export const wrongSecret = 'planted-cli-wrong-0e93aa'
/** Variables of a command's environment that hold secrets. */
export const secretEnv = {
  GOOD: secret,
  BAD: wrongSecret,
  BASE64: Buffer.from(secret).toString('base64'),
}
/** When the requests of these tests came, epoch milliseconds. */
export const at = 1_700_000_000_000

export const githubHeader = (body: string, key = secret): [string, string] => [
  'X-Hub-Signature-256',
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`,
]

/** A request that was signed over one body and came with another. */
export function githubCase(signed: string, received = signed): Record<string, unknown> {
  return {
    id: 'one',
    method: 'POST',
    url: 'http://localhost/hook',
    headers: [githubHeader(signed), ['Content-Type', 'application/json']],
    bodyBase64: Buffer.from(received).toString('base64'),
    receivedAt: at,
  }
}
