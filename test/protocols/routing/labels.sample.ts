// Who tells whom which labels and paths to use: LDP, RSVP.
import { be16, bytes, checksum, ethernet, fromHex, ipv4, tcp, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const ends = { source: '10.0.0.1', destination: '10.0.0.2' }
const ldpMessage = (type: number, ...tlvs: string[]): Uint8Array => {
  const body = fromHex(`00000001${tlvs.join('')}`)
  return bytes(be16(type), be16(body.length), body)
}
const ldp = (...messages: Uint8Array[]): Uint8Array => {
  const body = bytes(fromHex('0a0000010000'), ...messages)
  return bytes([0, 1], be16(body.length), body)
}
const greeted = (message: Uint8Array): Uint8Array =>
  ethernet({}, ipv4({ ...ends, destination: '224.0.0.2' }, udp({ source: 646, destination: 646 }, message)))
let port = 40000
const said = (...parts: Uint8Array[]): Uint8Array =>
  ethernet({}, ipv4(ends, tcp({ source: port++, destination: 646, sequence: 1, flags: 'PSH ACK' }, bytes(...parts))))
const rsvp = (type: number, ...objects: string[]): Uint8Array => {
  const body = fromHex(objects.join(''))
  const head = bytes([0x10, type, 0, 0, 64, 0], be16(8 + body.length))
  head.set(be16(checksum(head, body)), 2)
  return ethernet({}, ipv4({ ...ends, protocol: 46 } as never, { bytes: bytes(head, body), protocol: 46 }))
}
const session = '00100107 0a000002 00000001 0a000001'
const hop = '000c0301 0a000001 00000002'
const times = '00080501 00007530'
const style = '00080801 00000012'
const sender = '000c0b07 0a000001 00000005'
const filter = '000c0a07 0a000001 00000005'
const tspec = '00240c02 00000007 01000006 7f000005 4b189680 447a0000 4b189680 00000014 000005dc'
const flowspec = '00240902 00000007 05000006 7f000005 4b189680 447a0000 4b189680 00000014 000005dc'

export const samples: Samples = {
  LDP: [
    1,
    [
      greeted(ldp(ldpMessage(0x100, '04000004 000f0000', '04010004 0a000001', '04020004 00000001'))),
      greeted(ldp(ldpMessage(0x100, '04000004 002de000', '04030010 20010db8000000000000000000000001'))),
      said(
        ldp(
          ldpMessage(
            0x200,
            '0500000e 0001 00b4 00 00 0000 0a000002 0000',
            '8503 000c 0001 0000 0001d4c0 0001d4c0',
            '850b0001 80',
          ),
        ),
      ),
      said(ldp(ldpMessage(0x201)), ldp(ldpMessage(0x300, '0101 000e 0001 0a000001 0a000005 c0a80001'))),
      said(
        ldp(
          ldpMessage(0x400, '0100 0008 02 0001 20 0a000001', '02000004 00000003'),
          ldpMessage(0x400, '0100 0007 02 0001 18 0a0a0a', '02000004 00000010', '01030001 02', '01040004 0a000001'),
          ldpMessage(0x401, '0100 0008 03 0001 04 0a000001', '0200 0004 00000011'),
          ldpMessage(0x402, '0100 0001 01', '0600 0004 00000003'),
          ldpMessage(0x403, '0100 0014 80 8005 0c 00000000 00000064 0104 05dc 0c04 0302'),
        ),
      ),
      said(ldp(ldpMessage(0x001, '0300 000a 8000000a 00000000 0000'), ldpMessage(0x404, '0600 0004 00000001'))),
      said(
        ldp(
          ldpMessage(
            0x400,
            '0100 0018 81 0005 14 0106 00010000 0064 0204 0a000001 0204 0a000002',
            '0200 0004 00000021',
            '096a 0004 00000003',
          ),
        ),
      ),
      said(
        ldp(
          ldpMessage(0x301, '0101 0012 0002 20010db8000000000000000000000001'),
          ldpMessage(0x202, '850b 0001 80'),
          ldpMessage(0x9999),
        ),
      ),
    ],
    { notAsTshark: { 4: 'two messages of a segment are two layers here' } },
  ],
  RSVP: [
    1,
    [
      rsvp(
        1,
        session,
        hop,
        times,
        '001c1401 0108 0a000002 2000 8108 0a000003 2000 2004 fde8'.replace('001c', '0018'),
        '00081301 00000800',
        '0010cf07 07070403 746f2d62 00000000',
        sender,
        tspec,
      ),
      rsvp(2, session, hop, times, style, flowspec, filter, '00081001 00000010', '000c1501 0108 0a000002 2000'),
      rsvp(3, session, '000c0601 0a000002 00 18 0005', sender),
      rsvp(4, session, hop, '000c0601 0a000002 00 01 0000', style, flowspec, filter),
      rsvp(5, session, hop, sender),
      rsvp(6, session, hop, style, filter),
      rsvp(7, session, '000c0601 0a000002 00 00 0000', '00080f01 0a000001', style),
      rsvp(1, '000c0101 0a000002 11000035', hop, times, '000c0b01 0a000001 00000400', tspec),
      rsvp(20, '000c1601 12345678 00000000', '000c8301 00002710 00007530'),
      rsvp(12, '000c1701 01000001 00000002'),
      rsvp(13, '000c1801 00000001 00000002'),
      rsvp(15, '000c1901 00000001 00000002'),
      rsvp(21, session, '000c0601 0a000002 00 19 0005'),
      rsvp(99),
      rsvp(1, '000cfe01 0000000000000000'),
    ],
  ],
}
