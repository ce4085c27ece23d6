/**
 * A load of webhooks from a process of its own, over raw keep-alive sockets, so that the client costs as little as it can.
 * Started by `runLoad`; gets its orders as JSON in argv[2] and sends its report over IPC. Loopback only; ends by itself.
 */
import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export interface LoadOrder {
  readonly port: number
  readonly path: string
  readonly connections: number
  readonly seconds: number
  /** Requests a second over all connections; null: as fast as answers come. */
  readonly rate: number | null
  readonly bodyBytes: number
  /** Marks the bodies of this run. */
  readonly run: string
  /** Send `sent` messages with sequence number and time of the last byte, for latency to the push. */
  readonly tellSent: boolean
  /** Keep sha-256 of every acknowledged body. */
  readonly keepHashes: boolean
}

export interface LoadReport {
  readonly kind: 'report'
  readonly sent: number
  readonly ok: number
  readonly refused: number
  readonly broken: number
  readonly seconds: number
  /** Milliseconds from writing to the end of the answer. */
  readonly latency: { p50: number; p95: number; p99: number; max: number }
  /** Sequence numbers and body hashes that were answered with 2xx. */
  readonly acknowledged: [number, string][]
}

export function makeBody(run: string, seq: number, bytes: number): Buffer {
  const head = `{"event":"bench.tick","run":"${run}","seq":${seq},"customer":{"email":"user${seq}@acme.test"},"note":"`
  return Buffer.from(
    `${head}${'lorem ipsum dolor sit amet '.repeat(80).slice(0, Math.max(0, bytes - head.length - 2))}"}`,
  )
}

export function percentile(sorted: readonly number[], p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0
}

function work(order: LoadOrder): void {
  const started = performance.now()
  const endsAt = started + order.seconds * 1000
  const latencies: number[] = []
  const acknowledged: [number, string][] = []
  let sent = 0
  let ok = 0
  let refused = 0
  let broken = 0
  let open = 0
  let done = false
  const idle: Connection[] = []

  interface Connection {
    socket: Socket
    seq: number
    sentAt: number
    hash: string
    busy: boolean
    received: string
  }

  const finish = (): void => {
    if (done) return
    done = true
    latencies.sort((a, b) => a - b)
    const report: LoadReport = {
      kind: 'report',
      sent,
      ok,
      refused,
      broken,
      seconds: (performance.now() - started) / 1000,
      latency: {
        p50: percentile(latencies, 0.5),
        p95: percentile(latencies, 0.95),
        p99: percentile(latencies, 0.99),
        max: latencies.at(-1) ?? 0,
      },
      acknowledged,
    }
    process.send?.(report, () => process.exit(0))
  }

  const send = (connection: Connection): void => {
    const seq = ++sent
    const body = makeBody(order.run, seq, order.bodyBytes)
    connection.seq = seq
    connection.busy = true
    connection.received = ''
    connection.hash = order.keepHashes ? createHash('sha256').update(body).digest('hex') : ''
    const head = `POST ${order.path}?seq=${seq} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    connection.socket.write(Buffer.concat([Buffer.from(head), body]))
    connection.sentAt = performance.now()
    if (order.tellSent) process.send?.({ kind: 'sent', seq, at: performance.timeOrigin + connection.sentAt })
  }

  const answered = (connection: Connection, text: string): void => {
    connection.received += text
    const headEnd = connection.received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const length = /content-length: (\d+)/i.exec(connection.received)?.[1]
    if (length !== undefined && connection.received.length < headEnd + 4 + Number(length)) return
    if (length === undefined && !connection.received.endsWith('0\r\n\r\n')) return
    connection.busy = false
    latencies.push(performance.now() - connection.sentAt)
    if (connection.received.startsWith('HTTP/1.1 2')) {
      ok++
      acknowledged.push([connection.seq, connection.hash])
    } else refused++
    if (performance.now() >= endsAt) connection.socket.end()
    else if (order.rate === null) send(connection)
    else idle.push(connection)
  }

  for (let i = 0; i < order.connections; i++) {
    const socket = connect(order.port, '127.0.0.1')
    const connection: Connection = { socket, seq: 0, sentAt: 0, hash: '', busy: false, received: '' }
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('connect', () => {
      open++
      if (order.rate === null) send(connection)
      else idle.push(connection)
    })
    socket.on('data', (text: string) => answered(connection, text))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (connection.busy) broken++
      if (--open <= 0) finish()
    })
  }

  if (order.rate !== null) {
    const perMs = order.rate / 1000
    const timer = setInterval(() => {
      const now = performance.now()
      const due = Math.floor((Math.min(now, endsAt) - started) * perMs) - sent
      for (let i = 0; i < due; i++) {
        const connection = idle.shift()
        if (connection === undefined) break
        if (!connection.socket.destroyed) send(connection)
      }
      if (now >= endsAt) {
        clearInterval(timer)
        for (const connection of idle) connection.socket.end()
      }
    }, 1)
  }
  setTimeout(finish, order.seconds * 1000 + 10_000).unref()
  process.on('disconnect', () => process.exit(1))
}

if (process.argv[1] === import.meta.filename && process.argv[2] !== undefined) {
  work(JSON.parse(process.argv[2]) as LoadOrder)
}
