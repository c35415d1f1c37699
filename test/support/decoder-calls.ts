// A decoder as its callers see it, and one with a short conversation open.
import { decoderCalls } from '../../engine/api'
import { answer } from '../../engine/api/call'
import type { Reply } from '../../engine/api/call'
import { Decoder } from '../../engine/api/decoder'
import { withFile } from '../flows/tcp-run'
import { TcpTalk } from './tcp-talk'

export interface Asked {
  readonly decoder: Decoder
  /** The reply to a call, refused or not. */
  ask(call: string, args?: unknown): Promise<Reply>
  /** The value of a call that is expected to succeed. */
  value<T>(call: string, args?: unknown): Promise<T>
}

export function askedDecoder(): Asked {
  const decoder = new Decoder(() => undefined)
  const ask = (call: string, args: unknown = {}): Promise<Reply> => answer(decoderCalls, decoder, { id: 1, call, args })
  return {
    decoder,
    ask,
    async value<T>(call: string, args: unknown = {}): Promise<T> {
      const reply = await ask(call, args)
      if ('error' in reply) throw new Error(reply.error.message)
      return reply.value as T
    },
  }
}

/** Opens eight packets in a decoder: a handshake, 40 bytes, a close in three segments. Returns the path, and what ends it all. */
export async function openTalk(decoder: Decoder): Promise<{ path: string; end: () => Promise<void> }> {
  const talk = new TcpTalk()
    .open()
    .client('PSH ACK', { data: 40 })
    .server('ACK')
    .client('FIN ACK')
    .server('FIN ACK')
    .client('ACK')
  let over: () => void = () => undefined
  let file = Promise.resolve()
  const path = await new Promise<string>((opened, failed) => {
    file = withFile(talk.made, async (made) => {
      await decoder.load(made, {})
      await decoder.settled()
      opened(made)
      await new Promise<void>((end) => (over = end))
    })
    file.catch(failed)
  })
  return {
    path,
    end: async () => {
      decoder.shut()
      over()
      await file
    },
  }
}
