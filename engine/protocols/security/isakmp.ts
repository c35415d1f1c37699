/** RFC 2408, 2409 and 7296, ISAKMP: how two ends of IPsec agree on keys (IKE, versions 1 and 2). Headers and the chain of payloads. */
import { bit, bits, bytes, bytesOf, none, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const exchanges: Readonly<Record<number, string>> = {
  0: 'NONE',
  1: 'Base',
  2: 'Identity Protection (Main Mode)',
  3: 'Authentication Only',
  4: 'Aggressive',
  5: 'Informational',
  6: 'Transaction (Config Mode)',
  32: 'Quick Mode',
  33: 'New Group Mode',
  34: 'IKE_SA_INIT',
  35: 'IKE_AUTH',
  36: 'CREATE_CHILD_SA',
  37: 'INFORMATIONAL',
  38: 'IKE_SESSION_RESUME',
}
const payloads: Readonly<Record<number, string>> = {
  0: 'NONE / No Next Payload ',
  1: 'Security Association',
  2: 'Proposal',
  3: 'Transform',
  4: 'Key Exchange',
  5: 'Identification',
  6: 'Certificate',
  7: 'Certificate Request',
  8: 'Hash',
  9: 'Signature',
  10: 'Nonce',
  11: 'Notification',
  12: 'Delete',
  13: 'Vendor ID',
  20: 'NAT-D (RFC 3947)',
  21: 'NAT-OA (RFC 3947)',
  33: 'Security Association',
  34: 'Key Exchange',
  35: 'Identification - Initiator',
  36: 'Identification - Responder',
  37: 'Certificate',
  38: 'Certificate Request',
  39: 'Authentication',
  40: 'Nonce',
  41: 'Notify',
  42: 'Delete',
  43: 'Vendor ID',
  44: 'Traffic Selector - Initiator',
  45: 'Traffic Selector - Responder',
  46: 'Encrypted and Authenticated',
  47: 'Configuration',
  48: 'Extensible Authentication',
  53: 'Encrypted and Authenticated Fragment',
}
const ENCRYPTED_2 = 46
const HEADER = 28
const INITIATOR = 8
const RESPONSE = 32
const KEY_EXCHANGES = [4, 34]
const NONCES = [10, 40]
const HASH = 8
const VENDORS = [13, 43]
const hex2 = (v: number): string => v.toString(16).padStart(2, '0')

export const isakmp = protocol({
  name: 'isakmp',
  title: 'Internet Security Association and Key Management Protocol',
  spec: 'RFC 7296',
  over: { 'udp.port': [500] },
  header: {
    initiator: bytesOf('isakmp.ispi', 'Initiator SPI', 8, {
      help: 'The number by which the side that began knows the agreement.',
    }),
    responder: bytesOf('isakmp.rspi', 'Responder SPI', 8),
    next: u8('isakmp.nextpayload', 'Next payload', { names: payloads }),
    version: u8('isakmp.version', 'Version', {
      display: 'hex',
      show: (v) => `${v >> 4}.${v & 15}`,
      of: {
        major: bits('isakmp.mjver', 'MjVer', 0xf0, { display: 'hex', width: 1 }),
        minor: bits('isakmp.mnver', 'MnVer', 0x0f, { display: 'hex', width: 1 }),
      },
    }),
    exchange: u8('isakmp.exchangetype', 'Exchange type', { names: exchanges }),
    flags: u8('isakmp.flags', 'Flags', { display: 'hex' }),
    message: u32('isakmp.messageid', 'Message ID', { display: 'hex' }),
    length: u32('isakmp.length', 'Length'),
  },
  fields: {
    encryption: bit('isakmp.flag_e', 'Encryption', 1, { trueFalse: ['Encrypted', 'Not encrypted'] }),
    commit: bit('isakmp.flag_c', 'Commit', 2, { trueFalse: ['Commit', 'No commit'] }),
    authentication: bit('isakmp.flag_a', 'Authentication', 4, { trueFalse: ['Authentication', 'No authentication'] }),
    isInitiator: bit('isakmp.flag_i', 'Initiator', 8, { trueFalse: ['Initiator', 'Responder'] }),
    isNewer: bit('isakmp.flag_v', 'Version', 16, { trueFalse: ['A higher version enabled', 'No higher version'] }),
    isResponse: bit('isakmp.flag_r', 'Response', 32, { trueFalse: ['Response', 'Request'] }),
    encrypted: none('isakmp.enc.data', 'Encrypted Data'),
    payload: u8('isakmp.typepayload', 'Payload', { names: payloads }),

    critical: bit('isakmp.criticalpayload', 'Critical Bit', 0x80, { trueFalse: ['Critical', 'Not critical'] }),
    reserved7: bits('isakmp.reserved7', 'Reserved', 0x7f, { display: 'hex', width: 1 }),
    reserved: bytes('isakmp.reserved', 'Reserved'),
    payloadLength: u16('isakmp.payloadlength', 'Payload length'),
    key: bytes('isakmp.key_exchange.data', 'Key Exchange Data'),
    nonce: bytes('isakmp.nonce', 'Nonce DATA'),
    hash: bytes('isakmp.hash', 'Hash DATA'),
    vendor: bytes('isakmp.vid_bytes', 'Vendor ID'),
  },
  decode(p, h, f) {
    const version = p.u8(h.version) >> 4
    const flags = p.u8(h.flags)
    const exchange = p.u8(h.exchange)
    p.say(info(version, exchange, flags, p.u32(h.message)))
    if (!p.indexing) {
      const at = p.place(h.flags)
      const was = p.open(p.row(h.flags))
      const list = version === 1 ? [f.encryption, f.commit, f.authentication] : [f.isInitiator, f.isNewer, f.isResponse]
      for (const field of list) p.add(field, at, 1, flags & field.mask ? 1 : 0)
      p.close(was)
    }
    p.limit(p.u32(h.length) - HEADER)
    if (version === 1 && flags & 1) {
      if (!p.left) return
      const length = p.leftOnWire
      p.label(p.add(f.encrypted, p.at, p.left), `Encrypted Data (${length} byte${length === 1 ? '' : 's'})`)
      p.skip(p.left)
    } else chain(p, version, p.u8(h.next))
  },
})

type Isakmp = typeof isakmp

function info(version: number, exchange: number, flags: number, message: number): string {
  const name = exchanges[exchange] ?? `Unknown ${exchange}`
  if (version !== 2) return name
  return `${name} MID=${hex2(message)} ${flags & INITIATOR ? 'Initiator' : 'Responder'} ${flags & RESPONSE ? 'Response' : 'Request'}`
}

/** Payload after payload, each naming the type of the next. Each takes four bytes at least. */
function chain(p: Packet, version: number, first: number): void {
  const { f }: Isakmp = isakmp
  for (let type = first; type !== 0 && p.leftOnWire > 0;) {
    p.need(4)
    const at = p.at
    const next = p.peek(1)
    const length = Math.max(4, p.peek(2, 2))
    const was = p.open(p.add(f.payload, at, Math.min(length, p.left), type))
    p.add(isakmp.h.next, p.at, 1, next)
    p.skip(1)
    if (version === 1) p.take(f.reserved, 1)
    else {
      const byte = p.peek(1)
      p.add(f.critical, p.at, 1, byte >> 7)
      p.add(f.reserved7, p.at, 1, byte & 127)
      p.skip(1)
    }
    p.take(f.payloadLength)
    p.need(length - 4)
    p.part(length - 4, () => body(p, type))
    p.close(was)
    if (type === ENCRYPTED_2) return
    type = next
  }
}

function body(p: Packet, type: number): void {
  const { f }: Isakmp = isakmp
  if (!p.left) return
  if (KEY_EXCHANGES.includes(type)) {
    if (type === 34) p.skip(4)
    p.take(f.key, p.left)
  } else if (NONCES.includes(type)) p.take(f.nonce, p.left)
  else if (type === HASH) p.take(f.hash, p.left)
  else if (VENDORS.includes(type)) p.take(f.vendor, p.left)
  else p.skip(p.left)
}
