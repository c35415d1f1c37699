// Streams: RTSP, Skinny, and what they announce; BitTorrent's messages.
import { be16, be32, bytes, ip4, le32, text } from '../../support/packet-builder'
import type { Samples } from '../sample'
import { tcpTalk, udpTalk } from '../talk'

const lines = (...all: string[]): string => `${all.join('\r\n')}\r\n\r\n`
const rtp = bytes([0x80, 0], be16(1), be32(160), be32(7), new Uint8Array(8))
const skinny = (id: number, body: Uint8Array, version = 20): Uint8Array =>
  bytes(le32(4 + body.length), le32(version), le32(id), body)
const end = (port: number): Uint8Array => bytes(le32(0), ip4('10.0.0.2'), new Uint8Array(12), le32(port))
const torrent = (type: number, ...rest: number[]): Uint8Array =>
  bytes(be32(1 + 4 * rest.length), [type], ...rest.map((n) => be32(n)))

export const samples: Samples = {
  'RTSP: options, a stream that is set up': [
    1,
    [
      ...tcpTalk(
        554,
        `>${lines('OPTIONS rtsp://x/ RTSP/1.0', 'CSeq: 1')}`,
        `<${lines('RTSP/1.0 200 OK', 'CSeq: 1', 'Content-length: 0')}`,
        '>SETUP rtsp://x/1 RTSP/1.0\r\nCSeq: 2\r\nTransport: RTP/AVP;unicast;',
        '>client_port=6000-6001\r\n\r\n',
        `<${lines('RTSP/1.0 200 OK', 'Transport: RTP/AVP;unicast;client_port=40000-40001;server_port=6000-6001', 'Session: 1')}`,
      ),
      ...udpTalk(6000, ['<', rtp]),
    ],
  ],
  'Skinny: a ringer, a channel': [
    1,
    [
      ...tcpTalk(
        2000,
        ['<', skinny(133, new Uint8Array(16))],
        ['<', skinny(261, new Uint8Array(128))],
        ['>', skinny(34, bytes(le32(0), end(6002), le32(1), le32(2)))],
      ),
      ...udpTalk(6002, ['>', rtp]),
    ],
  ],
  'BitTorrent: a handshake, requests': [
    1,
    tcpTalk(
      6881,
      ['>', bytes([19], text('BitTorrent protocol'), new Uint8Array(48))],
      ['<', bytes([19], text('BitTorrent protocol'), new Uint8Array(48))],
      ['>', torrent(2)],
      ['>', torrent(6, 1, 0, 16384)],
      ['<', torrent(4, 7)],
    ),
  ],
}
