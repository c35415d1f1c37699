/** The loop of a decoder process: requests in, answers and events out, and a heartbeat so that a hung decoder is noticed. */
import { answer, isRequest, type Request } from './call'
import { Decoder } from './decoder'
import { decoderCalls } from './index'

/** Milliseconds between two beats. */
export const beatPause = 250
/** Milliseconds of answering between two looks at the event loop. */
const slice = 20

/** Connects a decoder to a port. `listen` delivers what arrives; `post` sends. */
export function serveDecoder(
  post: (message: unknown) => void,
  listen: (take: (message: unknown) => void) => void,
): Decoder {
  const decoder = new Decoder((event, value) => post({ event, value }))
  const waiting: Request[] = []
  // A pile of requests must not look like a hang from outside: between two slices of them, beats and answers go out.
  const work = (): void => {
    for (const end = performance.now() + slice; waiting.length && performance.now() < end;)
      void answer(decoderCalls, decoder, waiting.shift()!).then(post)
    if (waiting.length) setImmediate(work)
  }
  listen((message) => {
    if (isRequest(message) && waiting.push(message) === 1) setImmediate(work)
  })
  setInterval(() => {
    decoder.watch.beat()
    post({ event: 'beat', value: null })
  }, beatPause).unref?.()
  return decoder
}
