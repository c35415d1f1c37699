/** TaZmen Sniffer Protocol (udp 37008, LINKTYPE 128): captured frames sent to whoever analyses them; notes about the frame come first. */
import { bytes, ether, i16, i8, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const types: Readonly<Record<number, string>> = {
  0: 'Received packet',
  1: 'Packet for transmit',
  2: 'Reserved',
  3: 'Configuration',
  4: 'Keepalive',
  5: 'Port opener',
}
const encapsulations: Readonly<Record<number, string>> = {
  1: 'Ethernet',
  2: 'Token Ring',
  3: 'SLIP',
  4: 'PPP',
  5: 'FDDI',
  7: 'Raw IP',
  18: 'IEEE 802.11',
  119: 'IEEE 802.11 with Prism headers',
  127: 'IEEE 802.11 with AVS headers',
}
/** As LINKTYPE_ values. */
const inside: Readonly<Record<number, number>> = { 1: 1, 2: 6, 3: 8, 4: 9, 5: 10, 7: 101, 18: 105, 119: 119, 127: 163 }
const PAD = 0
const END = 1
const KEEPALIVE = 4
const PORT_OPENER = 5
const tags: Readonly<Record<number, string>> = {
  0: 'Pad',
  1: 'End',
  10: 'Raw RSSI',
  11: 'SNR',
  12: 'Data Rate',
  13: 'Timestamp',
  15: 'Contention Free',
  16: 'Decrypted',
  17: 'FCS Error',
  18: 'Channel',
  40: 'Packet Count',
  41: 'Frame Length',
  60: 'Radio Hdr Serial',
}

export const tzsp = protocol({
  name: 'tzsp',
  title: 'Tazmen Sniffer Protocol',
  spec: 'TZSP 1',
  over: { 'udp.port': [37008], 'frame.linktype': [128] },
  fields: {
    version: u8('tzsp.version', 'Version'),
    type: u8('tzsp.type', 'Type', { names: types }),
    encapsulation: u16('tzsp.encap', 'Encapsulation', { names: encapsulations, help: 'What the frame inside is.' }),
    tag: u8('tzsp.option_tag', 'Option Tag', { names: tags }),
    length: u8('tzsp.option_length', 'Option Length'),
    signal: i8('tzsp.wlan.signal', 'Signal'),
    silence: i8('tzsp.wlan.silence', 'Silence'),
    rate: u8('tzsp.wlan.rate', 'Rate'),
    time: u32('tzsp.wlan.time', 'Time', { display: 'hex' }),
    channel: u8('tzsp.wlan.channel', 'Channel'),
    originalLength: i16('tzsp.original_length', 'Original Length'),
    sensor: ether('tzsp.sensormac', 'Sensor Address'),
    name: string('tzsp.device_name', 'Device Name'),
    unknown: bytes('tzsp.unknown', 'Unknown tag'),
  },
  decode(p, _, f) {
    p.take(f.version)
    const type = p.take(f.type)
    const encapsulation = p.take(f.encapsulation)
    if (p.columns) p.say(encapsulations[encapsulation] ?? `Unknown (${encapsulation})`)
    if (type === KEEPALIVE || type === PORT_OPENER) return
    const known: Readonly<Record<number, Field>> = {
      10: f.signal,
      11: f.silence,
      12: f.rate,
      13: f.time,
      18: f.channel,
      41: f.originalLength,
      60: f.sensor,
    }
    for (;;) {
      const at = p.at
      const tag = p.peek(1)
      const was = p.open(p.text(tags[tag] ?? 'Unknown', at, 1))
      p.take(f.tag)
      if (tag !== PAD && tag !== END) {
        const length = p.take(f.length)
        const field = known[tag]
        if (field && field.size === length) p.take(field)
        else if (length) p.take(f.unknown, length)
      }
      p.close(was)
      if (tag === END) break
    }
    if (p.leftOnWire > 0) p.next('frame.linktype', inside[encapsulation] ?? -1)
  },
  heading: (p) =>
    p.end - p.base < 4
      ? 'TZSP'
      : `TZSP: ${encapsulations[(p.bytes[p.base + 2]! << 8) | p.bytes[p.base + 3]!] ?? 'Unknown'} `,
})
