// Calls: SIP with SDP, over UDP and over TCP, and the streams that they announce.
import { bytes, be16, be32, text } from '../../support/packet-builder'
import type { Samples } from '../sample'
import { tcpTalk, udpTalk } from '../talk'

const sdp = [
  'v=0',
  'o=joe 1 2 IN IP4 10.0.0.2',
  's=call',
  'c=IN IP4 10.0.0.2',
  'b=AS:64',
  't=0 0',
  'a=tool:x',
  'm=audio 6000 RTP/AVP 0 101',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'a=sendrecv',
  'm=video 0 RTP/AVP 31',
  '',
].join('\r\n')
const message = (first: string, method: string, more = '', body = ''): string =>
  [
    first,
    'Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1;rport',
    'From: "Joe" <sip:joe@example>;tag=1',
    't: <sip:ann@example:5070;user=phone>',
    'Call-ID: c1@example',
    `CSeq: 7 ${method}`,
    'X-Odd: 1',
    `${more}Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
const invite = message('INVITE sip:ann@example SIP/2.0', 'INVITE', 'Content-Type: application/sdp\r\n', sdp)
const rtp = (type: number, n: number): Uint8Array =>
  bytes([0x80, type], be16(n), be32(n * 160), be32(7), new Uint8Array(8))
const report = bytes(
  [0x80, 200],
  be16(6),
  be32(7),
  be32(3900000000),
  be32(0x80000000),
  be32(160),
  be32(10),
  be32(1600),
  [0x81, 201],
  be16(7),
  be32(7),
  be32(8),
  [1, 0, 0, 2],
  be32(65546),
  be32(3),
  be32(4),
  be32(5),
  [0x81, 202],
  be16(3),
  be32(7),
  [1, 3],
  text('joe'),
  [0, 0, 0],
  [0x81, 203],
  be16(1),
  be32(7),
)

export const samples: Samples = {
  'SIP: an offer, answers, registrations, and the streams': [
    1,
    [
      ...udpTalk(
        5060,
        `>${invite}`,
        `>${invite}`,
        `<${message('SIP/2.0 180 Ringing', 'INVITE')}`,
        `<${message('SIP/2.0 200 OK', 'INVITE')}`,
        `>${message('REGISTER sip:example SIP/2.0', 'REGISTER', 'Contact: <sip:a@10.0.0.1>, <sip:b@10.0.0.1>\r\n')}`,
        `>${message('REGISTER sip:example SIP/2.0', 'REGISTER', 'Contact: *\r\nExpires: 0\r\n')}`,
        `<${message('SIP/2.0 401 Unauthorized', 'REGISTER', 'WWW-Authenticate: Digest realm="x",nonce="y",stale=false\r\n')}`,
        `>${message('FOO sip:example SIP/2.0', 'FOO')}`,
      ),
      ...udpTalk(6000, ['>', rtp(0, 65535)], ['>', rtp(0x80, 0)], ['>', rtp(96, 1)]),
      ...udpTalk(6001, ['>', report]),
    ],
  ],
  'SIP over TCP: a message in three segments, two in one': [
    1,
    tcpTalk(
      5060,
      `>${invite.slice(0, 100)}`,
      `>${invite.slice(100, 300)}`,
      `>${invite.slice(300)}`,
      `<${message('SIP/2.0 180 Ringing', 'INVITE')}${message('SIP/2.0 200 OK', 'INVITE')}`,
    ),
  ],
}
