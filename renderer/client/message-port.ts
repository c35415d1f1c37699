// The desktop's transport: one MessagePort to the main process, handed over by the preload script.
import type { Transport, TransportListener } from './transport'

/** Milliseconds before another port is asked for when one has closed. */
const again = 500
/** After so many messages the other side is told that they were read: it holds back when nobody reads. */
const oftenEnough = 16

declare global {
  interface Window {
    /** Exposed by the preload script of the desktop app; a port arrives as its result or as a message to this window. */
    wirelens?: { port(): Promise<MessagePort | undefined> | void }
  }
}

export function messagePortTransport(): Transport {
  let port: MessagePort | null = null
  return {
    start(listener: TransportListener) {
      const ask = (): void => {
        void Promise.resolve(window.wirelens?.port()).then((given) => {
          if (given instanceof MessagePort) take(given)
        })
      }
      const take = (given: MessagePort): void => {
        port?.close()
        port = given
        let unsaid = 0
        given.onmessage = ({ data }) => {
          listener.message(data)
          if (++unsaid < oftenEnough) return
          unsaid = 0
          given.postMessage('read')
        }
        given.addEventListener('close', () => {
          if (port !== given) return
          port = null
          listener.lost(false)
          setTimeout(ask, again)
        })
        given.start()
        listener.opened()
      }
      window.addEventListener('message', (event) => {
        if (event.source === window && event.ports[0]) take(event.ports[0])
      })
      ask()
    },
    send(message) {
      if (!port) throw new Error('not connected')
      port.postMessage(message)
    },
  }
}
