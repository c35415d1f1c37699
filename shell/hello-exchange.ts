/** "Make traffic": a real TCP server and client on loopback, so that a newcomer sees a handshake without any other program. */
import { createServer, connect } from 'node:net'

/** What the server says before it closes. */
export const greeting = 'Hello World!\0'

/**
 * One connection: the server says the greeting and closes, the client closes after it. Resolves with the server's port when both ends are closed.
 * Rejects when it takes more than five seconds.
 */
export function helloExchange(port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end(greeting)
    })
    const timer = setTimeout(() => fail(new Error('the connection took longer than five seconds')), 5000)
    const fail = (error: Error): void => {
      clearTimeout(timer)
      server.close()
      reject(error)
    }
    server.on('error', fail)
    server.listen(port, '127.0.0.1', () => {
      const at = (server.address() as { port: number }).port
      const client = connect({ port: at, host: '127.0.0.1' })
      client.on('error', fail)
      client.resume()
      client.on('close', () => {
        clearTimeout(timer)
        server.close(() => resolve(at))
      })
    })
  })
}
