/** How one protocol announces a stream of media that another one carries: SDP, RTSP and Skinny announce RTP and RTCP. */
import type { Packet } from '../../dissect/packet'
import { conversationReaders } from '../../flows/readers'

export interface MediaSetup {
  /** Who announced it: SDP, SKINNY … */
  readonly method: string
  /** Names of payload types that the announcement gave. */
  readonly types: Readonly<Record<number, string>>
}

/** First pass: RTP at an end, and RTCP one port further. */
export function announceMedia(p: Packet, address: Uint8Array, port: number, setup: MediaSetup): void {
  const { protocolByName } = p.registry
  const rtp = protocolByName.get('rtp')
  const rtcp = protocolByName.get('rtcp')
  const readers = p.recall(conversationReaders)
  if (rtp && port > 0) readers.expect(p, { transport: 'udp', address, port }, rtp, setup)
  if (rtcp && port > 0) readers.expect(p, { transport: 'udp', address, port: port + 1 }, rtcp, setup)
}

/** Who announced the conversation of this packet, and in which packet. */
export function setupOf(p: Packet): { frame: number; setup: MediaSetup } | undefined {
  if (p.flow < 0 || p.quoted) return undefined
  const reader = p.recall(conversationReaders).of(p, p.flow >> 1)
  return reader?.setup ? { frame: reader.setup, setup: reader.told as MediaSetup } : undefined
}
