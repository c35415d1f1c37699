/** WireGuard (paper of 2020): four kinds of messages; what they carry is encrypted. */
import { hex, u64le } from '../../bytes/read'
import { bytes, bytesOf, expert, none, string, u32, u64, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const types: Readonly<Record<number, string>> = {
  1: 'Handshake Initiation',
  2: 'Handshake Response',
  3: 'Cookie Reply',
  4: 'Transport Data',
}
/** Bytes of a message of each type; of the last one at least so many. */
const SIZES = [0, 148, 92, 64, 32] as const
const DATA = 4
/** Of an empty encrypted packet: the mark that proves it. */
const MARK = 16
const little = { little: true } as const
const hex8 = (v: number): string => `0x${v.toString(16).toUpperCase().padStart(8, '0')}`

export const wg = protocol({
  name: 'wg',
  title: 'WireGuard Protocol',
  column: 'WireGuard',
  spec: 'WireGuard paper 5.4',
  heuristic: ['udp'],
  looks(p) {
    const type = p.peek(1)
    if (type < 1 || type > DATA || p.peek(3, 1) !== 0) return false
    return type === DATA ? p.leftOnWire >= SIZES[DATA] : p.leftOnWire === SIZES[type]
  },
  header: {
    type: u8('wg.type', 'Type', { names: types }),
    reserved: bytesOf('wg.reserved', 'Reserved', 3),
  },
  fields: {
    sender: u32('wg.sender', 'Sender', {
      display: 'hex',
      ...little,
      help: 'By this number the sender wants to be answered.',
    }),
    receiver: u32('wg.receiver', 'Receiver', {
      display: 'hex',
      ...little,
      help: 'The number that the receiver gave itself.',
    }),
    ephemeral: string('wg.ephemeral', 'Ephemeral'),
    static: none('wg.encrypted_static', 'Encrypted Static'),
    timestamp: none('wg.encrypted_timestamp', 'Encrypted Timestamp'),
    mac1: bytes('wg.mac1', 'mac1'),
    mac2: bytes('wg.mac2', 'mac2'),
    empty: none('wg.encrypted_empty', 'Encrypted Empty'),
    nonce: bytes('wg.nonce', 'Nonce'),
    cookie: bytes('wg.encrypted_cookie', 'Encrypted Cookie'),
    counter: u64('wg.counter', 'Counter', { ...little, help: 'Counts the packets of one session and direction.' }),
    packet: none('wg.encrypted_packet', 'Encrypted Packet'),
    keepalive: expert('wg.keepalive', 'chat', 'Protocol', 'This is a Keepalive message'),
  },
  decode(p, h, f) {
    if (!wg.looks!(at0(p))) return ((p.at = p.base + h.size), false)
    p.at = p.base + h.size
    const type = p.u8(h.type)
    p.say(types[type] ?? '')
    if (type === 1 || type === 2) {
      const sender = p.take(f.sender)
      p.sayMore(`, sender=${hex8(sender)}`)
      if (type === 2) p.sayMore(`, receiver=${hex8(p.take(f.receiver))}`)
      key(p)
      if (type === 1) {
        p.take(f.static, 48)
        p.take(f.timestamp, 28)
      } else p.take(f.empty, MARK)
      p.take(f.mac1, 16)
      p.take(f.mac2, 16)
    } else if (type === 3) {
      p.sayMore(`, receiver=${hex8(p.take(f.receiver))}`)
      p.take(f.nonce, 24)
      p.take(f.cookie, 32)
    } else transport(p)
  },
})

type Wg = typeof wg
function at0(p: Packet): Packet {
  p.at = p.base
  return p
}

/** A public key in base64, as the tools of WireGuard write it. */
function key(p: Packet): void {
  const { f }: Wg = wg
  p.need(32)
  p.add(f.ephemeral, p.at, 32, p.wanted(f.ephemeral) ? base64(hex(p.bytes, p.at, 32)) : '')
  p.skip(32)
}
const base64 = (digits: string): string => btoa(digits.replace(/../g, (two) => String.fromCharCode(parseInt(two, 16))))

function transport(p: Packet): void {
  const { f }: Wg = wg
  const receiver = p.take(f.receiver)
  p.need(8)
  const counter = p.columns ? u64le(p.bytes, p.at) : 0
  p.take(f.counter)
  const length = p.leftOnWire
  const isKeepalive = length === MARK
  if (p.columns) {
    p.say(isKeepalive ? 'Keepalive' : 'Transport Data')
    p.sayMore(`, receiver=${hex8(receiver)}, counter=${counter}`)
    if (!isKeepalive) p.sayMore(`, datalen=${length - MARK}`)
  }
  const row = p.add(f.packet, p.at, p.left)
  if (isKeepalive) {
    const was = p.open(row)
    p.note(f.keepalive)
    p.close(was)
  }
  p.needRest()
  p.skip(p.left)
}
