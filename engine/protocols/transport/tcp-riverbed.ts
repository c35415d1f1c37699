/** TCP options 76 and 78 of Riverbed's accelerators, as Wireshark tells them (there is no RFC): pairs of boxes that look for each other in the SYN. */
import { ipv4 as ipv4Text } from '../../bytes/read'
import { bit, bits, Field, ipv4, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'

const onOff = { trueFalse: ['Set', 'Not set'] as const }
const probe = 'tcp.options.rvbd.probe'
const trpy = 'tcp.options.rvbd.trpy'

export const riverbedFields = {
  rvProbe: new Field(probe, 'TCP Option - Riverbed Probe', 'protocol', 0),
  rvType: bits(`${probe}.type1`, 'Type', 0xf0),
  rvVersion: bits(`${probe}.version`, 'Version', 0x0f),
  rvType2: bits(`${probe}.type2`, 'Type', 0xfe),
  rvVersion2: bits(`${probe}.version_raw`, 'Version', 0x01),
  rvReserved: u8(`${probe}.reserved`, 'Reserved', { display: 'hex' }),
  rvProber: ipv4(`${probe}.prober`, 'CSH IP', { help: 'The accelerator on the side of the client.' }),
  rvApplication: u16(`${probe}.appli_ver`, 'Application Version'),
  rvClient: ipv4(`${probe}.client.ip`, 'Client IP'),
  rvProxy: ipv4(`${probe}.proxy.ip`, 'SSH IP', { help: 'The accelerator on the side of the server.' }),
  rvProxyPort: u16(`${probe}.proxy.port`, 'SSH Port'),
  rvFlags: u8(`${probe}.flags`, 'Probe Flags', { display: 'hex' }),
  rvNotCfe: bit(`${probe}.flags.notcfe`, 'Not CFE', 0x04, onOff),
  rvLast: bit(`${probe}.flags.last`, 'Last Notify', 0x01, onOff),
  rvNoCache: bit(`${probe}.flags.probe`, 'Disable Probe Cache on CSH', 0x10, onOff),
  rvSsl: bit(`${probe}.flags.ssl`, 'SSL Enabled', 0x02, onOff),
  rvServer: bit(`${probe}.flags.server`, 'SSH outer to server established', 0x01, onOff),
  rvTransparency: new Field(trpy, 'TCP Option - Riverbed Transparency', 'protocol', 0),
  rvOptions: u16(`${trpy}.flags`, 'Transparency Options', { display: 'hex' }),
  rvResetProbe: bit(`${trpy}.flags.fw_rst_probe`, 'Enable FW traversal feature', 0x0400, onOff),
  rvResetInner: bit(`${trpy}.flags.fw_rst_inner`, 'Enable Inner FW feature on All FWs', 0x0200, onOff),
  rvReset: bit(`${trpy}.flags.fw_rst`, 'Enable Transparency FW feature on All FWs', 0x0100, onOff),
  rvChecksum: bit(`${trpy}.flags.chksum`, 'Reserved', 0x0004, onOff),
  rvOutOfBand: bit(`${trpy}.flags.oob`, 'Out of band connection', 0x0002, onOff),
  rvMode: bit(`${trpy}.flags.mode`, 'Transparency Mode', 0x0001, {
    trueFalse: ['Port Transparency', 'Full Transparency'],
  }),
  rvSource: ipv4(`${trpy}.src.ip`, 'Src SH IP Addr'),
  rvDestination: ipv4(`${trpy}.dst.ip`, 'Dst SH IP Addr'),
  rvSourcePort: u16(`${trpy}.src.port`, 'Src SH Inner Port'),
  rvDestinationPort: u16(`${trpy}.dst.port`, 'Dst SH Inner Port'),
  rvClientPort: u16(`${trpy}.client.port`, 'Out of band connection Client Port'),
}
type F = typeof riverbedFields

const TYPES = [
  'Probe Query',
  'Probe Response',
  'Probe Internal',
  'Probe Trace',
  'Probe Query SH',
  'Probe Response SH',
  'Probe Query Info',
  'Probe Response Info',
  undefined,
  'Probe Query Info Store ID',
  'Probe Reset',
]
const [RESPONSE, INTERNAL, RESPONSE_SH, INFO, RESPONSE_INFO, RESET] = [1, 2, 5, 6, 7, 10]
/** What stands in front of Info: a probe, its trace, an answer. */
const MARKS: Readonly<Record<number, string>> = { 0: 'S+, ', 3: 'S#, ', 4: 'S+, ', 1: 'SA+, ' }

/** Version 2 has its bit clear, and the type in seven bits before it. */
const isSecond = (first: number): boolean => (first & 1) === 0
const typeOf = (first: number): number => (isSecond(first) ? first >> 1 : first >> 4)

/** What the option is called, from its first byte alone. */
export const probeTitle = (p: Packet): string => `: ${TYPES[typeOf(p.peek(1))] ?? 'Probe Unknown'}`

/** Reads the value of option 76; the cursor is behind its length. */
export function readProbe(p: Packet, f: F): string {
  const first = p.peek(1)
  const type = typeOf(first)
  const title = probeTitle(p)
  if (!TYPES[type]) return title
  if (isSecond(first)) {
    p.add(f.rvType2, p.at, 1, type)
    p.label(p.add(f.rvVersion2, p.at, 1, 0), 'Version: 2')
    p.skip(1)
    const flags =
      type === INFO ? [f.rvNotCfe, f.rvLast] : type === RESPONSE_INFO ? [f.rvNoCache, f.rvSsl, f.rvServer] : []
    if (flags.length || type === RESET) drawBits(p, f.rvFlags, 1, flags)
    return title
  }
  p.add(f.rvType, p.at, 1, type)
  p.add(f.rvVersion, p.at, 1, first & 15)
  p.skip(1)
  if (type === INTERNAL) return title
  p.take(f.rvReserved)
  const prober = p.at
  p.take(f.rvProber)
  let more = ''
  if (type === RESPONSE || type === RESPONSE_SH) {
    if (type === RESPONSE_SH) p.take(f.rvClient)
    const at = p.at
    p.take(f.rvProxy)
    const port = p.take(f.rvProxyPort)
    if (type === RESPONSE) more = `, Server Steelhead: ${ipv4Text(p.bytes, at)}:${port}`
  } else if (MARKS[type]) {
    p.take(f.rvApplication)
    more = `, CSH IP: ${ipv4Text(p.bytes, prober)}`
  }
  p.sayFirst(MARKS[type] ?? '')
  return title + more
}

/** Reads the value of option 78. */
export function readTransparency(p: Packet, f: F): string {
  const flags = p.peek(2)
  drawBits(p, f.rvOptions, 2, [f.rvResetProbe, f.rvResetInner, f.rvReset, f.rvChecksum, f.rvOutOfBand, f.rvMode])
  const at = p.at
  p.take(f.rvSource)
  p.take(f.rvDestination)
  const source = p.take(f.rvSourcePort)
  const destination = p.take(f.rvDestinationPort)
  if (flags & 2 && p.left >= 2) p.take(f.rvClientPort)
  p.sayFirst('TRPY, ')
  return ` ${ipv4Text(p.bytes, at)}:${source} -> ${ipv4Text(p.bytes, at + 4)}:${destination}`
}

/** The bits that mean something in the word at the cursor. */
function drawBits(p: Packet, word: Field, size: 1 | 2, list: readonly Field[]): void {
  const { at } = p
  const value = p.peek(size)
  const was = p.open(p.add(word, at, size, value))
  for (const one of list) p.add(one, at, size, (value & one.mask) >>> one.shift)
  p.close(was)
  p.skip(size)
}
