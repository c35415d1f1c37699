// Packets of link types that belong to devices rather than networks: USB of both systems, vsock, PKTAP.
import { bytes, fromHex, le16, le32, text } from '../../support/packet-builder'
import type { Samples } from '../sample'

const setupOf = (type: number, request: number, value: number, index = 0, length = 18): Uint8Array =>
  bytes(type, request, le16(value), le16(index), le16(length))
/** A packet of usbmon: `kind` is S, C or E. */
function usbmon(
  kind: string,
  transfer: number,
  endpoint: number,
  {
    setup,
    data = fromHex(''),
    id = 1,
    pad = 0,
  }: { setup?: Uint8Array; data?: Uint8Array; id?: number; pad?: number } = {},
): Uint8Array {
  const flags = [setup ? 0 : 0x2d, data.length ? 0 : 0x3c]
  const head = bytes(le32(id), le32(0xffff8800), text(kind), transfer, endpoint, 3, le16(1), flags, le32(1), le32(0))
  return bytes(
    head,
    le32(2),
    le32(0),
    le32(64),
    le32(data.length),
    setup ?? new Uint8Array(8),
    new Uint8Array(pad),
    data,
  )
}
const exchange = (id: number, setup: Uint8Array, pad = 0): Uint8Array[] => [
  usbmon('S', 2, setup[0]! & 0x80, { setup, id, pad }),
  usbmon('C', 2, setup[0]! & 0x80, { id, pad }),
]
const requests = [
  setupOf(0x80, 6, 0x0100),
  setupOf(0x80, 6, 0x0303, 0x0409, 255),
  setupOf(0, 5, 7),
  setupOf(0, 9, 1),
  setupOf(0x80, 0, 0, 0, 2),
  setupOf(0x21, 0x0a, 0),
  setupOf(0x81, 6, 0x2200),
  setupOf(0xc0, 1, 2),
  setupOf(0x80, 0x44, 2),
]

const usbpcap = (
  urb: number,
  info: number,
  endpoint: number,
  transfer: number,
  data: Uint8Array,
  stage?: number,
): Uint8Array => {
  const more = stage === undefined ? [] : [stage]
  const head = bytes(
    le16(27 + more.length),
    le32(5),
    le32(0),
    le32(0),
    le16(urb),
    info,
    le16(1),
    le16(3),
    endpoint,
    transfer,
  )
  return bytes(head, le32(data.length), more, data)
}

const vsock = (operation: number, virtio: number, payload: Uint8Array): Uint8Array => {
  const cids = bytes(le32(3), le32(0), le32(2), le32(0), le32(1024), le32(1234))
  const transport = bytes(cids, le32(payload.length), le16(1), le16(virtio), le32(0), le32(262_144), le32(6))
  return bytes(cids, le16(operation), le16(2), le16(transport.length), le16(0), transport, payload)
}

const ethernet = bytes(
  fromHex('020000000002 020000000001 0800'),
  fromHex('4500001c00010000401166cf0a0000010a0000020bb80bb80008dfe6'),
)
const pktap = (dlt: number, inside: Uint8Array, { record = 1, size = 108 } = {}): Uint8Array => {
  const named = (name: string, length: number): Uint8Array => bytes(text(name), new Uint8Array(length - name.length))
  return bytes(
    ...[size, record, dlt].map(le32),
    named('en0', 24),
    ...[2, 2, 14, 4, 501].map(le32),
    named('curl', 20),
    ...[le32(0), le16(6), le16(0), le32(501)],
    named('curl', 20),
    new Uint8Array(Math.max(0, size - 108)),
    inside,
  )
}

/** The header is in the order of the machine that captured. These are of a little one, and the samples' files of a big one, which tshark minds. */
const otherOrder = (packets: number): { notAsTshark: Record<number, string> } => ({
  notAsTshark: Object.fromEntries(
    Array.from({ length: packets }, (_, i) => [i + 1, 'read as of a big-endian machine']),
  ),
})

export const samples: Samples = {
  usbmon: [
    189,
    requests
      .flatMap((it, i) => exchange(i, it))
      .concat([
        usbmon('S', 1, 0x81),
        usbmon('C', 1, 0x81, { data: text('abc') }),
        usbmon('S', 3, 2, { data: text('abcd') }),
        usbmon('S', 0, 0x81),
      ]),
    otherOrder(22),
  ],
  'usbmon, padded': [220, requests.slice(2, 6).flatMap((it, i) => exchange(i, it, 16)), otherOrder(8)],
  usbpcap: [
    249,
    [
      usbpcap(0x0b, 0, 0x80, 2, setupOf(0x80, 6, 0x0100), 0),
      usbpcap(8, 1, 0x80, 2, fromHex(''), 3),
      usbpcap(9, 0, 0x81, 3, fromHex('')),
      usbpcap(9, 1, 0x81, 3, text('abcd')),
      usbpcap(9, 1, 0x81, 1, text('abcd')),
      usbpcap(9, 0, 0x81, 0xfe, fromHex('')),
      usbpcap(0x3a, 0, 0x81, 0xfe, fromHex('')),
    ],
  ],
  vsock: [
    271,
    [vsock(1, 1, fromHex('')), vsock(4, 5, text('hello')), vsock(3, 6, fromHex('')), vsock(2, 4, fromHex(''))],
  ],
  pktap: [
    258,
    [
      pktap(1, ethernet),
      pktap(12, ethernet.subarray(14)),
      pktap(1, ethernet, { size: 120 }),
      pktap(1, ethernet, { record: 0 }),
    ],
  ],
}
