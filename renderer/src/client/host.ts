import type { Call } from '#shared/contract/contract.ts'
import { bridgeLink } from './bridge-link.ts'
import { createClient, type Client } from './client.ts'
import { httpLink } from './http-link.ts'

let client: Client | null = null

/** The one client of this window: over the desktop's bridge if there is one, else over HTTP. */
export function host(): Client {
  client ??= createClient(window.hookbench === undefined ? httpLink() : bridgeLink(window.hookbench))
  return client
}

/** Calls a procedure of the contract; rejects with CallError. */
export const call: Call = (name, input, options) => host().call(name, input, options)
