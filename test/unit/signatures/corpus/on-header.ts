import type { Headers } from './signers.ts'

/** Changes to the signature header alone. */
export const isSignature = (name: string) => /signature(?:-256|-v3|-1|-ed25519)?$|hmac-sha256$/i.test(name)

/** Changes the digest in the signature header, leaving all around it. */
export const onDigest =
  (change: (digest: string) => string) =>
  (headers: Headers): Headers =>
    headers.map(([name, value]) =>
      isSignature(name) ? [name, value.replace(/[A-Za-z0-9+/]{27,}={0,2}$/, change)] : [name, value],
    )
export const onValue =
  (change: (value: string) => string) =>
  (headers: Headers): Headers =>
    headers.map(([name, value]) => (isSignature(name) ? [name, change(value)] : [name, value]))
