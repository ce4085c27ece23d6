// A host in a process of its own, to be killed in the middle of a call. Prints its address, then each call that waits.
import { startHttpTransport } from '../../electron/transport/http.ts'
import { createScriptedDoor } from './scripted-door.ts'

const scripted = createScriptedDoor()
const { door, logger } = scripted
const server = await startHttpTransport({ door, host: '127.0.0.1', port: 0, token: 'killed', logger })
process.stdout.write(`${server.url}\n`)
for (;;) {
  await scripted.waiting()
  process.stdout.write('waiting\n')
}
