import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { connect } from '../../electron/transport/client.ts'

it('rejects every call at once when the host is killed in the middle of it', async () => {
  const host = spawn(process.execPath, [fileURLToPath(new URL('./hanging-host.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const lines = createInterface({ input: host.stdout })[Symbol.asyncIterator]()
    const url = (await lines.next()).value as string
    const client = await connect({ url, token: 'killed' })
    const calls = [1, 2, 3].map(() => client.call('store.check', {}))
    const settled = Promise.all(
      calls.map((call) => expect(call).rejects.toMatchObject({ code: 'disconnected' })),
    )
    for (let seen = 0; seen < calls.length; seen += 1) expect((await lines.next()).value).toBe('waiting')

    const killedAt = performance.now()
    host.kill('SIGKILL')
    await settled
    await client.closed
    expect(performance.now() - killedAt).toBeLessThan(1_000)

    await expect(client.call('app.info', {})).rejects.toMatchObject({ code: 'disconnected' })
    await expect(connect({ url, token: 'killed' })).rejects.toMatchObject({ code: 'disconnected' })
    await client.close()
  } finally {
    host.kill('SIGKILL')
    if (host.exitCode === null && host.signalCode === null) await once(host, 'exit')
  }
})
