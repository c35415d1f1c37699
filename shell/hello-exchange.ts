/** "Make traffic": a real TCP server and client on loopback, so that a newcomer sees a handshake without any other program. */
import { connect, createServer } from 'node:net'

/** What the server says before it closes. */
export const greeting = 'Hello World!\0'

export interface Greeter {
  /** Where the server listens: known before anything is sent, so that a capture can be started for it. */
  port: number
  /** One connection: the server says the greeting and closes, the client closes after it. Rejects when that takes more than five seconds. */
  talk(): Promise<void>
  close(): void
}

/** Starts the server on loopback. */
export function openGreeter(): Promise<Greeter> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(greeting)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      resolve({ port, talk: () => talk(port), close: () => server.close() })
    })
  })
}

function talk(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const client = connect({ port, host: '127.0.0.1' })
    const timer = setTimeout(() => client.destroy(new Error('the connection took longer than five seconds')), 5000)
    client.on('error', reject)
    client.resume()
    client.on('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** A server, one connection, and the end of both. */
export async function helloExchange(): Promise<void> {
  const greeter = await openGreeter()
  try {
    await greeter.talk()
  } finally {
    greeter.close()
  }
}
