// BGP: what routers of different networks say to each other.
import { be16, bytes, ethernet, fromHex, ipv4, tcp } from '../../support/packet-builder'
import type { Samples } from '../sample'

let port = 50000
const said = (...messages: Uint8Array[]): Uint8Array =>
  ethernet(
    {},
    ipv4(
      { source: '10.0.0.1', destination: '10.0.0.2' },
      tcp({ source: port++, destination: 179, sequence: 1, flags: 'PSH ACK' }, bytes(...messages)),
    ),
  )
const message = (type: number, body = ''): Uint8Array => {
  const rest = fromHex(body)
  return bytes(fromHex('ff'.repeat(16)), be16(19 + rest.length), [type], rest)
}
const capability = (type: string, body = ''): string => {
  const value = body.replaceAll(' ', '')
  return `${type}${(value.length / 2).toString(16).padStart(2, '0')}${value}`
}
const open = (...capabilities: string[]): Uint8Array => {
  const inside = capabilities.join('')
  const length = (n: number): string => n.toString(16).padStart(2, '0')
  const parameter = `02${length(inside.length / 2)}${inside}`
  return message(1, `04 fde8 00b4 0a000001 ${length(parameter.length / 2)} ${parameter}`)
}
const attribute = (flags: string, type: number, body: string): string => {
  const value = body.replaceAll(' ', '')
  const size = (value.length / 2)
    .toString(16)
    .padStart(flags[0] === '5' || flags[0] === '9' || flags[0] === 'd' ? 4 : 2, '0')
  return `${flags}${type.toString(16).padStart(2, '0')}${size}${value}`
}
const update = (attributes: readonly string[], reached = '', withdrawn = ''): Uint8Array => {
  const gone = withdrawn.replaceAll(' ', '')
  const all = attributes.join('')
  const hex = (n: number): string => n.toString(16).padStart(4, '0')
  return message(2, `${hex(gone.length / 2)}${gone}${hex(all.length / 2)}${all}${reached}`)
}
const origin = attribute('40', 1, '00')
const path = attribute('40', 2, '0202 0000fde8 0000fde9')
const hop = attribute('40', 3, '0a000001')

export const samples: Samples = {
  'BGP: sessions': [
    1,
    [
      said(
        open(
          capability('01', '0001 00 01'),
          capability('01', '0002 00 01'),
          capability('01', '0019 00 46'),
          capability('02'),
          capability('80'),
          capability('40', '8078 0001 01 80'),
          capability('41', '0000fde8'),
          capability('45', '0001 01 03'),
          capability('46'),
          capability('05', '0001 0001 0002'),
          capability('06'),
          capability('09', '01'),
          capability('47', '0001 01 80 000078'),
          capability('49', '02 7231 03 6e6574'),
          capability('42', '00'),
        ),
      ),
      said(message(4)),
      said(message(5, '0001 00 01'), message(5, '0002 01 01'), message(128, '0001 00 01')),
      said(message(3, '02 02 fde9'), message(4)),
      ...['01 02 0013', '02 04', '03 01 400101', '04 00', '05 01', '06 02 04 62796521', '06 04', '07 01', '09 09'].map(
        (body) => said(message(3, body)),
      ),
      said(message(6, '')),
      said(message(77, '00')),
    ],
    {
      notAsTshark: {
        3: 'messages of one segment are layers of their own here',
        4: 'messages of one segment are layers of their own here',
      },
    },
  ],
  'BGP: routes': [
    1,
    [
      said(update([origin, path, hop], '18 c0a801 10 0a0a 20 c0000201')),
      said(update([], '', '18 c0a801 08 0a')),
      said(message(2, '0000 0000')),
      said(
        update(
          [
            attribute('40', 1, '02'),
            attribute('50', 2, '0201 0000fde8 0102 0000fde9 0000fdea'),
            hop,
            attribute('80', 4, '00000064'),
            attribute('40', 5, '000000c8'),
            attribute('40', 6, ''),
            attribute('c0', 7, '0000fde8 0a000001'),
            attribute('c0', 8, 'fde80064 ffffff01 ffffff02 ffffff03 ffff029a'),
            attribute('80', 9, '0a000005'),
            attribute('80', 10, '0a000006 0a000007'),
            attribute(
              'c0',
              16,
              '0002fde800000064 0102 0a000001 0064 0202 0000fde8 0064 0300 0a000000 0000'
                .replaceAll(' ', '')
                .slice(0, 64),
            ),
            attribute('c0', 32, '0000fde8 00000001 00000002'),
            attribute('c0', 35, '0000fde8'),
          ],
          '18 c0a801',
        ),
        message(4),
      ),
      said(
        update(
          [
            origin,
            attribute('40', 2, '0202 fde8 fde9'),
            hop,
            attribute('c0', 17, '0202 0001fde8 0001fde9'),
            attribute('c0', 18, '0001fde8 0a000001'),
            attribute('c0', 7, 'fde8 0a000001'),
          ],
          '18 c0a801',
        ),
      ),
      said(
        update([
          origin,
          path,
          attribute('80', 14, '0002 01 10 20010db8000000000000000000000001 00 40 20010db800010000 30 20010db80002'),
        ]),
      ),
      said(
        update([
          origin,
          path,
          attribute('80', 14, '0002 01 20 20010db8000000000000000000000001 fe800000000000000000000000000001 00 00'),
        ]),
      ),
      said(update([attribute('80', 15, '0002 01 40 20010db800010000')])),
      said(update([attribute('80', 15, '0001 01')])),
      said(
        update([
          origin,
          path,
          attribute('80', 14, '0001 80 0c 0000000000000000 0a000001 00 70 000641 0000fde800000064 0a0a0a'),
          attribute(
            'c0',
            16,
            '0002fde800000064 8000 0a000000 01 00 8001 0a0000010000 0005 fde800000200'.replaceAll(' ', '').slice(0, 64),
          ),
        ]),
      ),
      said(update([origin, path, attribute('80', 14, '0001 04 04 0a000001 00 38 000641 0a000000')])),
      said(
        update([
          origin,
          path,
          attribute(
            '80',
            14,
            '0019 46 04 0a000001 00 02 21 00010a0000010064 00000000000000000000 00000064 30 020000000001 00 000641 03 11 00010a0000010064 00000064 20 0a000001'.replaceAll(
              ' ',
              '',
            ),
          ),
          attribute('c0', 16, '030c 000000000008 0600 000000000005'.replaceAll(' ', '')),
          attribute('c0', 22, '00 06 000640 0a000001'),
        ]),
      ),
      said(update([origin, path, attribute('80', 14, '0001 85 00 00 0b 01 18 c0a801 03 81 06 05 81 50')])),
      said(update([attribute('80', 15, '0001 84 60 0000fde8 0002fde800000064')])),
      said(
        update(
          [
            origin,
            path,
            attribute('80', 26, '01 000b 0000000000000064'),
            attribute('c0', 40, '01 0007 00 0000 00000064'),
          ],
          '18 0a0a0a',
        ),
      ),
      said(update([origin, path, hop, attribute('e0', 120, '0102')], '18 c0a801')),
    ],
    { notAsTshark: { 4: 'messages of one segment are layers of their own here' } },
  ],
}
