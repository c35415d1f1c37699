/** OpenVPN's own protocol over UDP and TCP: control messages that carry TLS, and encrypted data. What TLS says in them is not put together. */
import { bits, bytes, time, u16, u24, u32, u64, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { u32 as word } from '../../bytes/read'

const opcodes: Readonly<Record<number, string>> = {
  1: 'P_CONTROL_HARD_RESET_CLIENT_V1',
  2: 'P_CONTROL_HARD_RESET_SERVER_V1',
  3: 'P_CONTROL_SOFT_RESET_V1',
  4: 'P_CONTROL_V1',
  5: 'P_ACK_V1',
  6: 'P_DATA_V1',
  7: 'P_CONTROL_HARD_RESET_CLIENT_V2',
  8: 'P_CONTROL_HARD_RESET_SERVER_V2',
  9: 'P_DATA_V2',
  10: 'P_CONTROL_HARD_RESET_CLIENT_V3',
  11: 'P_CONTROL_WKC_V1',
}
const CONTROL = 4
const ACKNOWLEDGEMENT = 5
const DATA_1 = 6
const DATA_2 = 9
/** Bytes that tls-auth puts in: a digest, a packet number, a time. */
const DIGEST = 20
const AUTHENTICATION = DIGEST + 8
/** Message numbers that a handshake without tls-auth can have come to. */
const FEW = 0x10000
const MOST_ACKNOWLEDGED = 8

export const openvpn = protocol({
  name: 'openvpn',
  title: 'OpenVPN Protocol',
  column: 'OpenVPN',
  spec: 'OpenVPN protocol',
  over: { 'udp.port': [1194], 'tcp.port': [1194] },
  messages: lengthKnown(2, (p) => 2 + p.peek(2)),
  fields: {
    length: u16('openvpn.plen', 'Packet Length'),
    type: u8('openvpn.type', 'Type', {
      display: 'hex',
      show: (v) => `0x${v.toString(16).padStart(2, '0')} [opcode/key_id]`,
      of: {
        opcode: bits('openvpn.opcode', 'Opcode', 0xf8, {
          display: 'hex',
          width: 1,
          show: (v) => `${opcodes[v] ?? 'Unknown'} (0x${v.toString(16).padStart(2, '0')})`,
        }),
        key: bits('openvpn.keyid', 'Key ID', 0x07),
      },
    }),
    peer: u24('openvpn.peerid', 'Peer ID'),
    session: u64('openvpn.sessionid', 'Session ID', { help: 'Each side chooses one when a connection begins.' }),
    hmac: bytes('openvpn.hmac', 'HMAC'),
    replay: u32('openvpn.pid', 'Replay-Packet-ID'),
    time: time('openvpn.net_time', 'Net Time'),
    count: u8('openvpn.mpidarraylength', 'Message Packet-ID Array Length'),
    element: u32('openvpn.mpidarrayelement', 'Message Packet-ID Array Element'),
    remote: u64('openvpn.rsessionid', 'Remote Session ID'),
    message: u32('openvpn.mpid', 'Message Packet-ID'),
    data: bytes('openvpn.data', 'Data'),
  },
  decode(p, _h, f) {
    const isStream = p.layerProtocol[p.layer - 1]?.name === 'tcp'
    if (isStream) p.take(f.length)
    const opcode = p.peek(1) >> 3
    p.say(`MessageType: ${opcodes[opcode] ?? 'Unknown Messagetype'}`)
    p.take(f.type)
    if (opcode === DATA_2) p.take(f.peer)
    if (opcode !== DATA_1 && opcode !== DATA_2) control(p, opcode)
    if (p.left) p.take(f.data, p.left)
  },
})

type Vpn = typeof openvpn

function control(p: Packet, opcode: number): void {
  const { f }: Vpn = openvpn
  p.take(f.session, 8)
  if (!fits(p, opcode)) {
    if (p.left < AUTHENTICATION) return
    p.take(f.hmac, DIGEST)
    p.take(f.replay)
    p.add(f.time, p.at, 4, BigInt(word(p.bytes, p.at)) * 1_000_000_000n)
    p.skip(4)
  }
  const count = p.take(f.count)
  if (count) {
    const was = p.open(p.text('Packet-ID Array', p.at, 4 * count))
    for (let i = 0; i < count; i++) p.take(f.element)
    p.close(was)
    p.take(f.remote, 8)
  }
  if (opcode !== ACKNOWLEDGEMENT) p.take(f.message)
}

/** Whether the list of acknowledgements follows at once, as without tls-auth: counts and numbers are small then. */
function fits(p: Packet, opcode: number): boolean {
  const count = p.peek(1)
  if (count > MOST_ACKNOWLEDGED) return false
  const behind = 1 + (count ? 4 * count + 8 : 0)
  if (opcode === ACKNOWLEDGEMENT) return p.left === behind
  if (p.left < behind + 4) return false
  return opcode === CONTROL ? p.peek(4, behind) < FEW : p.left === behind + 4
}
