// The browser shell's transport: MessagePack over a WebSocket behind a token, reconnecting when it is lost.
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack'
import type { Transport, TransportListener } from './transport'

/** Lists of numbers keep their type: the extension that server/frames.ts writes. */
const codec = new ExtensionCodec()
codec.register({ type: 1, encode: () => null, decode: (data) => new Float64Array(data.slice().buffer) })

/** Milliseconds before the next attempt; the last one repeats. */
const pauses = [300, 600, 1200, 2500, 5000]
/** The closing code of a shell that does not know this page's token. */
const wrongToken = 4403
const tokenKey = 'wirelens-token'

/** Takes the token out of the address bar and keeps it for this tab only. */
function takeToken(): string {
  const given = location.hash.slice(1)
  if (given) {
    sessionStorage.setItem(tokenKey, given)
    history.replaceState(null, '', location.pathname + location.search)
  }
  return given || (sessionStorage.getItem(tokenKey) ?? '')
}

export function webSocketTransport(): Transport {
  const token = takeToken()
  let socket: WebSocket | null = null
  let attempts = 0
  let accepted = false

  const open = (listener: TransportListener): void => {
    const next = new WebSocket(`ws://${location.host}/port`)
    next.binaryType = 'arraybuffer'
    socket = next
    next.onopen = () => {
      next.send(token)
      listener.opened()
    }
    next.onmessage = ({ data }) => {
      accepted = true
      attempts = 0
      if (data instanceof ArrayBuffer) listener.message(decode(new Uint8Array(data), { extensionCodec: codec }))
    }
    next.onclose = ({ code }) => {
      if (socket === next) socket = null
      const pause = pauses[Math.min(attempts++, pauses.length - 1)]!
      listener.lost(code === wrongToken || (!accepted && attempts > 1))
      setTimeout(() => open(listener), pause)
    }
  }

  return {
    start: open,
    send: (message) => {
      if (socket?.readyState !== WebSocket.OPEN) throw new Error('not connected')
      socket.send(encode(message, { ignoreUndefined: true }))
    },
  }
}
