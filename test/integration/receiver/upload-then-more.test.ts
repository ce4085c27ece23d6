import { afterAll, beforeAll, expect, it } from 'vitest'
import { startReceiver, type TestReceiver } from './start-receiver.ts'

let receiver: TestReceiver

beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.stop())

it('reads on after an upload whose last bytes had to wait for the disk', async () => {
  const client = await receiver.connect()
  // 1 MiB may wait for the disk: the sender is slowed down by the very piece that ends the body.
  const piece = 65_536
  const pieces = 17
  for (let round = 0; round < 5; round += 1) {
    receiver.capture.holdWrites()
    client.send(`POST /tok/upload HTTP/1.1\r\nHost: x\r\nContent-Length: ${piece * pieces}\r\n\r\n`)
    for (let sent = 0; sent < pieces; sent += 1) {
      client.send(Buffer.alloc(piece, 1))
      // Another connection's answer shows that the piece has been read.
      expect((await receiver.exchange('GET /tok/meanwhile HTTP/1.1\r\nHost: x\r\n\r\n')).status).toBe(200)
    }
    receiver.capture.releaseWrites()
    expect((await client.answer()).status).toBe(200)
    client.send('GET /tok/next HTTP/1.1\r\nHost: x\r\n\r\n')
    expect((await client.answer()).status).toBe(200)
  }
})
