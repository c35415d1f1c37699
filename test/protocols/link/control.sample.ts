// Protocols by which neighbours on a link find each other and agree: spanning trees, LACP, CDP, LLDP, UDLD, DTP, GARP, loopback.
import { be16, bytes, fromHex, mac, text } from '../../support/packet-builder'
import type { Samples } from '../sample'

const frame = (to: string, type: number, body: Uint8Array): Uint8Array =>
  bytes(mac(to), mac('02:00:00:00:00:01'), be16(type), body)
const llc = (to: string, body: Uint8Array): Uint8Array => frame(to, body.length, body)
const cisco = (pid: number, body: Uint8Array): Uint8Array =>
  llc('01:00:0c:cc:cc:cc', bytes(fromHex('aaaa0300000c'), be16(pid), body))
const item = (type: number, value: Uint8Array): Uint8Array => bytes(be16(type), be16(value.length + 4), value)
const bridge = '800102000000000a'
const times = '0100140002000f00'
const tree = (type: string, version: string, flags: string, rest = ''): Uint8Array =>
  llc(
    '01:80:c2:00:00:00',
    fromHex(`4242030000${version}${type}${flags}${bridge}00000004800202000000000b8003${times}${rest}`),
  )
const lldp = (type: number, value: Uint8Array): Uint8Array => bytes(be16((type << 9) | value.length), value)

export const samples: Samples = {
  'Spanning trees: first form, a change, rapid, Cisco per VLAN': [
    1,
    [
      tree('00', '00', '01'),
      llc('01:80:c2:00:00:00', fromHex('424203000000' + '80')),
      tree('02', '02', '3c', '00'),
      tree('02', '02', '7e', '00'),
      cisco(0x010b, fromHex(`0000000000${bridge}00000004800202000000000b8003${times}0000000002000a`)),
    ],
  ],
  'Link aggregation': [
    1,
    [
      frame(
        '01:80:c2:00:00:02',
        0x8809,
        fromHex(
          '0101' +
            '01148000020000000001000d80000016850000000214800002000000000200 0d800000193600000003108000'.replace(
              ' ',
              '',
            ) +
            '00'.repeat(12) +
            '0000' +
            '00'.repeat(50),
        ),
      ),
      frame('01:80:c2:00:00:02', 0x8809, fromHex('0201011000160200000000010000002a00000000' + '00'.repeat(90))),
    ],
  ],
  'Cisco: discovery, broken links, trunks': [
    1,
    [
      cisco(
        0x2000,
        bytes(
          fromHex('02b40000'),
          item(1, text('switch-1')),
          item(3, text('Gi0/1')),
          item(4, fromHex('00000028')),
          item(2, fromHex('000000010101cc00040a000001')),
          item(6, text('imaginary')),
          item(10, fromHex('0007')),
          item(11, fromHex('01')),
          item(0x7777, fromHex('0102')),
        ),
      ),
      cisco(
        0x0111,
        bytes(fromHex('2101 0000'), item(1, text('switch-1')), item(2, text('Gi0/1')), item(4, fromHex('07'))),
      ),
      cisco(
        0x2004,
        bytes(fromHex('01'), item(2, fromHex('81')), item(3, fromHex('a5')), item(4, fromHex('020000000001'))),
      ),
    ],
  ],
  'LLDP, with items of organisations and one that no one knows': [
    1,
    [
      frame(
        '01:80:c2:00:00:0e',
        0x88cc,
        bytes(
          lldp(1, fromHex('04020000000001')),
          lldp(2, bytes(fromHex('05'), text('eth0'))),
          lldp(3, be16(120) as never),
          lldp(4, text('uplink')),
          lldp(5, text('switch-1')),
          lldp(7, fromHex('00140004')),
          lldp(8, fromHex('05010a00000102000000050 0'.replace(' ', ''))),
          lldp(127, fromHex('0080c2010007')),
          lldp(127, fromHex('00120f01036c110010')),
          lldp(127, fromHex('0012bb01003304')),
          lldp(0, bytes()),
        ),
      ),
    ],
  ],
  'GARP: VLANs': [1, [llc('01:80:c2:00:00:21', fromHex('4242030001010200040100050000'))]],
  Loopback: [
    1,
    [
      frame('02:00:00:00:00:01', 0x9000, fromHex('00000100 0000'.replace(' ', '') + '00'.repeat(40))),
      frame(
        '02:00:00:00:00:01',
        0x9000,
        fromHex('00000200020000000002 0100 0700'.replaceAll(' ', '') + '00'.repeat(20)),
      ),
    ],
  ],
}
