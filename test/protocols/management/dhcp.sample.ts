// DHCP from discovery to acknowledgement, relays, odd lengths, and plain BOOTP.
import { bytes, ethernet, fromHex, ip4, ipv4, mac, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const CLIENT = '02:00:00:00:00:01'
const SERVER = '02:00:00:00:00:02'
const zeros = (n: number): Uint8Array => new Uint8Array(n)

const message = (reply: boolean, your: string, seconds: string, tail: Uint8Array): Uint8Array =>
  ethernet(
    { source: reply ? SERVER : CLIENT, destination: reply ? CLIENT : SERVER },
    ipv4(
      { source: reply ? '192.0.2.1' : '0.0.0.0', destination: reply ? '192.0.2.50' : '255.255.255.255' },
      udp(
        { source: reply ? 67 : 68, destination: reply ? 68 : 67 },
        bytes(
          [reply ? 2 : 1, 1, 6, 0],
          fromHex('3903f326'),
          fromHex(seconds + '8000'),
          zeros(4),
          ip4(your),
          zeros(8),
          mac(CLIENT),
          zeros(10 + 64 + 128),
          tail,
        ),
      ),
    ),
  )
const option = (code: number, ...value: (Uint8Array | number[])[]): Uint8Array => {
  const all = bytes(...value)
  return bytes([code, all.length], all)
}
const cookie = fromHex('63825363')
const end = [255]

export const samples: Samples = {
  'four messages that give an address': [
    1,
    [
      message(
        false,
        '0.0.0.0',
        '0000',
        bytes(
          cookie,
          option(53, [1]),
          option(61, [1], mac(CLIENT)),
          option(12, text('laptop')),
          option(81, [0, 0, 0], text('laptop.example.org')),
          option(60, text('MSFT 5.0')),
          option(55, [1, 3, 6, 15, 121, 252]),
          end,
        ),
      ),
      message(
        true,
        '192.0.2.50',
        '0000',
        bytes(
          cookie,
          option(53, [2]),
          option(54, ip4('192.0.2.1')),
          option(51, [0, 1, 81, 128]),
          option(1, ip4('255.255.255.0')),
          option(3, ip4('192.0.2.1')),
          option(6, ip4('192.0.2.2'), ip4('192.0.2.3')),
          option(121, [24, 10, 1, 2], ip4('192.0.2.9'), [0], ip4('192.0.2.1')),
          end,
          zeros(4),
        ),
      ),
      message(false, '0.0.0.0', '0400', bytes(cookie, option(53, [3]), option(50, ip4('192.0.2.50')), end)),
      message(
        true,
        '192.0.2.50',
        '0000',
        bytes(cookie, option(53, [5]), option(51, [255, 255, 255, 255]), option(58, [0, 0, 0, 61]), end),
      ),
    ],
  ],
  'relays, wrong lengths, no end': [
    1,
    [
      message(
        false,
        '0.0.0.0',
        '0000',
        bytes(cookie, option(53, [7]), option(82, [1, 2, 0, 7], [2, 1, 9]), option(1, [1, 2]), option(6, [1, 2, 3])),
      ),
      message(false, '0.0.0.0', '0000', bytes(cookie, option(53, [3]), [12, 9], text('cut'))),
    ],
  ],
  BOOTP: [
    1,
    [
      message(false, '0.0.0.0', '0000', bytes(cookie, option(1, ip4('255.0.0.0')), end)),
      message(true, '192.0.2.9', '0000', bytes(cookie, end)),
    ],
  ],
}
