/** One WebSocket of a window: the token first, then MessagePack frames both ways, with a bound on what waits to be sent. */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { limits } from '../engine/limits'
import type { Host } from '../shell/host'
import { Asks } from '../shell/asks'
import { News } from '../shell/news'
import { decode, encode } from './frames'
import { tokenRight } from './gate'

/** Milliseconds in which the token must have come. */
const tokenPatience = 2000

/** Closing codes (4000–4999 are ours to give). */
export const closings = { noToken: 4401, wrongToken: 4403, badFrame: 4400, tooSlow: 4429 } as const

/** Bytes that may come before the token is known: it and its frame have some fifty. */
const mostBefore = 1024
/** Milliseconds that a refused one has to read why. */
const farewell = 250

/**
 * Serves one socket until it closes.
 * @param raw the connection below it: what comes before the token is counted there, since a frame is gathered before it is told
 * @param through is called once: the token was right, or the socket is closed
 */
export function servePort(
  socket: WebSocket,
  host: Host,
  token: string,
  raw?: Duplex,
  through: () => void = () => {},
): void {
  let known = false
  let refused = false
  const refuse = (code: number, why: string): void => {
    if (refused) return
    refused = true // nothing that still comes is looked at
    socket.close(code, why)
    setTimeout(() => socket.terminate(), farewell).unref()
  }
  let before = 0
  const count = (piece: Uint8Array): void => {
    before += piece.length
    if (before > mostBefore && !known) refuse(1009, 'too long')
  }
  raw?.on('data', count)
  let stopListening = (): void => {}
  const timer = setTimeout(() => refuse(closings.noToken, 'no token'), tokenPatience)

  const post = (message: unknown): void => {
    if (socket.readyState !== socket.OPEN) return
    // A window that does not read loses its connection, not the server its memory; it can reconnect and ask again.
    const frame = encode(message)
    if (socket.bufferedAmount + frame.length > limits.portQueue) {
      socket.close(closings.tooSlow, 'too slow')
      return
    }
    socket.send(frame, () => {
      news.flush()
      asks.goOn()
    })
  }
  const news = new News(
    () => socket.bufferedAmount <= limits.portQueue / 8,
    (event, value) => post({ event, value }),
  )

  // One that does not read is asked to wait before it is cut off.
  const asks = new Asks(
    (message) => host.handle(message),
    post,
    () => socket.bufferedAmount <= limits.portQueue / 4,
  )

  socket.on('message', (data: Buffer, binary: boolean) => {
    if (refused) return
    if (!known) {
      clearTimeout(timer)
      if (binary || !tokenRight(data.toString('utf8'), token)) return refuse(closings.wrongToken, 'wrong token')
      known = true
      raw?.off('data', count)
      through()
      stopListening = host.listen((event, value) => news.tell(event, value))
      post({ event: 'welcome', value: null })
      return
    }
    let message: unknown
    try {
      if (!binary) throw new Error('text')
      message = decode(data)
    } catch {
      return refuse(closings.badFrame, 'bad frame')
    }
    if (!asks.take(message)) refuse(closings.tooSlow, 'too many requests')
  })
  socket.on('close', () => {
    clearTimeout(timer)
    through()
    stopListening()
    asks.end()
  })
  socket.on('error', () => socket.terminate())
}
