/** The loop of a decoder process: requests in, answers and events out, and a heartbeat so that a hung decoder is noticed. */
import { answer, isRequest } from './call'
import { Decoder } from './decoder'
import { decoderCalls } from './index'

/** Milliseconds between two beats. */
export const beatPause = 250

/** Connects a decoder to a port. `listen` delivers what arrives; `post` sends. */
export function serveDecoder(
  post: (message: unknown) => void,
  listen: (take: (message: unknown) => void) => void,
): Decoder {
  const decoder = new Decoder((event, value) => post({ event, value }))
  listen((message) => {
    if (!isRequest(message)) return
    void answer(decoderCalls, decoder, message).then(post)
  })
  setInterval(() => {
    decoder.watch.beat()
    post({ event: 'beat', value: null })
  }, beatPause).unref?.()
  return decoder
}
