/** One WebSocket of a window: the token first, then MessagePack frames both ways, with a bound on what waits to be sent. */
import type { WebSocket } from 'ws'
import { limits } from '../engine/limits'
import type { Host } from '../shell/host'
import { News } from '../shell/news'
import { decode, encode } from './frames'
import { tokenRight } from './gate'

/** Milliseconds in which the token must have come. */
const tokenPatience = 2000

/** Closing codes (4000–4999 are ours to give). */
export const closings = { noToken: 4401, wrongToken: 4403, badFrame: 4400, tooSlow: 4429 } as const

/** Serves one socket until it closes. */
export function servePort(socket: WebSocket, host: Host, token: string): void {
  let known = false
  let stopListening = (): void => {}
  const timer = setTimeout(() => socket.close(closings.noToken, 'no token'), tokenPatience)

  const post = (message: unknown): void => {
    if (socket.readyState !== socket.OPEN) return
    // A window that does not read loses its connection, not the server its memory; it can reconnect and ask again.
    const frame = encode(message)
    if (socket.bufferedAmount + frame.length > limits.portQueue) {
      socket.close(closings.tooSlow, 'too slow')
      return
    }
    socket.send(frame, () => news.flush())
  }
  const news = new News(
    () => socket.bufferedAmount <= limits.portQueue / 8,
    (event, value) => post({ event, value }),
  )

  socket.on('message', (data: Buffer, binary: boolean) => {
    if (!known) {
      clearTimeout(timer)
      if (binary || !tokenRight(data.toString('utf8'), token)) return socket.close(closings.wrongToken, 'wrong token')
      known = true
      stopListening = host.listen((event, value) => news.tell(event, value))
      post({ event: 'welcome', value: null })
      return
    }
    let message: unknown
    try {
      if (!binary) throw new Error('text')
      message = decode(data)
    } catch {
      return socket.close(closings.badFrame, 'bad frame')
    }
    void host.handle(message).then((reply) => {
      if (reply !== null) post(reply)
    })
  })
  socket.on('close', () => {
    clearTimeout(timer)
    stopListening()
  })
  socket.on('error', () => socket.terminate())
}
