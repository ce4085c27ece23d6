import { connect } from 'node:net'

/** Sends Latin-1 text as it is, piece by piece, and resolves to what came back until the answer's head was complete. */
export function sendRaw(url: string, pieces: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      for (const piece of pieces) socket.write(piece, 'latin1')
    })
    let answer = ''
    socket.on('data', (data) => {
      answer += data.toString('latin1')
      if (!answer.includes('\r\n\r\n')) return
      socket.destroy()
      resolve(answer)
    })
    socket.on('error', reject)
    socket.on('end', () => resolve(answer))
  })
}
