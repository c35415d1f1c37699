// Old LANs: IPX with what it carries (RIP, SAP, SPX, NetBIOS), and NetBIOS over LLC.
import { be16, bytes, ethernet, fromHex, ipv4, mac, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const destination = '02:00:00:00:00:02'
const source = '02:00:00:00:00:01'
const ipx = (type: number, to: number, from: number, body: Uint8Array): Uint8Array =>
  bytes(
    fromHex('ffff'),
    be16(30 + body.length),
    [0, type],
    fromHex('00000010'),
    mac(destination),
    be16(to),
    fromHex('00000010'),
    mac(source),
    be16(from),
    body,
  )
const raw = (packet: Uint8Array): Uint8Array =>
  bytes(mac(destination), mac(source), be16(packet.length), packet, new Uint8Array(Math.max(0, 46 - packet.length)))
const llc = (head: string, packet: Uint8Array): Uint8Array => raw(bytes(fromHex(head), packet))
const name = (text: string, kind: number): Uint8Array => {
  const all = new Uint8Array(16).fill(32)
  all.set(new TextEncoder().encode(text))
  all[15] = kind
  return all
}
const netbios = (command: number, rest: string, ...names: Uint8Array[]): Uint8Array => {
  const body = bytes(fromHex('ffef'), [command], fromHex(rest), ...names)
  return llc('f0f003', bytes([body.length + 2, 0], body))
}
const server = (type: string, text: string): Uint8Array => {
  const all = new Uint8Array(48)
  all.set(new TextEncoder().encode(text))
  return bytes(fromHex(type), all, fromHex('00000020 020000000009 0451 0001'))
}
const nmpi = (flags: number, type: number, text: string): Uint8Array =>
  bytes(new Uint8Array(32), [flags, type], name(text, 0x20))
const session = (control: number, type: number, body = ''): Uint8Array =>
  bytes([control, type], fromHex('0100 0200 0300 0400 0000 0400 0500 0000'), fromHex(body))

export const samples: Samples = {
  IPX: [
    1,
    [
      raw(ipx(4, 0x4003, 0x4003, fromHex('013f'))),
      ethernet({ source, destination, type: 0x8137 }, ipx(0, 0x1234, 0x9876, fromHex('0102'))),
      llc('e0e003', ipx(0x14, 0x0455, 0x0455, nmpi(0x44, 1, 'HOST'))),
      llc('aaaa030000008137', ipx(1, 0x0453, 0x0453, fromHex('0001 ffffffff ffff ffff'))),
      ethernet(
        {},
        ipv4(
          { source: '10.0.0.1', destination: '10.0.0.2' },
          udp({ source: 213, destination: 213 }, ipx(2, 2, 0x4005, fromHex('00'))),
        ),
      ),
      raw(ipx(0, 0, 0, fromHex('00'))),
    ],
  ],
  'IPX: RIP, SAP': [
    1,
    [
      raw(ipx(1, 0x0453, 0x0453, fromHex('0002 00000020 0001 0002 00000030 0002 0003'))),
      raw(ipx(0, 0x0452, 0x4000, fromHex('0001 0004'))),
      raw(ipx(0, 0x4000, 0x0452, bytes(fromHex('0002'), server('0004', 'FILES'), server('0007', 'PRINTER')))),
      raw(ipx(0, 0x0452, 0x4000, fromHex('0003 0004'))),
      raw(ipx(0, 0x0452, 0x0452, bytes(fromHex('0004'), server('0640', 'NEAR')))),
    ],
  ],
  'IPX: SPX': [
    1,
    [
      raw(ipx(5, 0x5000, 0x5001, fromHex('c0 00 0001 ffff 0000 0000 0007'))),
      raw(ipx(5, 0x5000, 0x5001, fromHex('50 00 0001 0002 0001 0001 0008 010203'))),
      raw(ipx(5, 0x5000, 0x5001, fromHex('40 fe 0001 0002 0002 0001 0008'))),
      raw(ipx(5, 0x5000, 0x5001, fromHex('40 ff 0001 0002 0002 0001 0008'))),
      raw(ipx(5, 0x5000, 0x5001, fromHex('20 00 0001 0002 0003 0001 0008'))),
    ],
  ],
  'IPX: NetBIOS': [
    1,
    [
      ...[1, 2, 3, 4, 5, 9, 10, 11].map((type) => raw(ipx(4, 0x0455, 0x0455, nmpi(0xc4, type, 'HOST')))),
      raw(ipx(4, 0x0455, 0x0455, session(0x40, 6, '01020304'))),
      raw(ipx(4, 0x0455, 0x0455, session(0x80, 7))),
      raw(ipx(4, 0x0455, 0x0455, session(0x80, 8))),
      raw(ipx(4, 0x0455, 0x0455, session(0x80, 0x77))),
      raw(
        ipx(4, 0x0551, 0x0551, bytes(new Uint8Array(32), fromHex('f1 00 0100'), name('ASKED', 0x20), name('ASKER', 0))),
      ),
      raw(
        ipx(4, 0x0553, 0x0553, bytes(new Uint8Array(32), fromHex('fc 00 0100'), name('ASKED', 0x20), name('ASKER', 0))),
      ),
    ],
  ],
  'NetBIOS over LLC': [
    1,
    [
      netbios(0x00, '00 0000 0000 0001', new Uint8Array(16), name('GROUP', 0x1e)),
      netbios(0x01, '00 0000 0000 0002', new Uint8Array(16), name('HOST', 0x20)),
      netbios(0x02, '00 0000 0000 0000', name('HOST', 0), name('HOST', 0x20)),
      netbios(0x03, '00 0010 0003 0000', name('HOST', 0), name('HOST', 0x20)),
      netbios(0x07, '00 0000 0000 0000'),
      netbios(0x08, '00 0000 0000 0000', name('TO', 0), name('FROM', 0), fromHex('0102')),
      netbios(0x09, '00 0000 0000 0000', new Uint8Array(16), name('FROM', 0)),
      netbios(0x0a, '00 0500 0000 0004', name('TO', 0x20), name('FROM', 0)),
      netbios(0x0d, '00 0001 0002 0000', name('TO', 0x20), name('FROM', 0)),
      netbios(0x0e, '00 0800 0004 0008', name('TO', 0x20), name('FROM', 0)),
      netbios(0x0f, '00 0000 0000 0000', name('TO', 0x20), name('FROM', 0)),
      netbios(0x13, '00 0000 0000 0000'),
      netbios(0x14, '00 0000 0001 0002 03 04'),
      netbios(0x15, '0f 0000 0001 0002 03 04', fromHex('aabb')),
      netbios(0x16, '0c 0000 0001 0002 03 04', fromHex('aabb')),
      netbios(0x17, '01 0578 0001 0002 03 04'),
      netbios(0x18, '00 0001 0001 0002 03 04'),
      netbios(0x19, '8f 0578 0001 0002 03 04'),
      netbios(0x1a, '02 0004 0001 0002 03 04'),
      netbios(0x1b, '00 0004 0001 0002 03 04'),
      netbios(0x1c, '00 0000 0001 0002 03 04'),
      netbios(0x1f, '00 0000 0000 0000 00 00'),
      netbios(0x30, '00 0000 0000 0000 00 00'),
    ],
  ],
}
