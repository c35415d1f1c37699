/** RFC 3550, section 6; RFC 4585: what the ends of an RTP stream tell each other of it: several reports in one packet. */
import { bool, bytes, framenum, string, time, u16, u24, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { setupOf } from './media-setup'

const kinds: Readonly<Record<number, string>> = {
  192: 'Full Intra-frame Request (H.261)',
  193: 'Negative Acknowledgement (H.261)',
  194: 'SMPTE time-code mapping',
  195: 'Extended inter-arrival jitter report',
  200: 'Sender Report',
  201: 'Receiver Report',
  202: 'Source description',
  203: 'Goodbye',
  204: 'Application specific',
  205: 'Generic RTP Feedback',
  206: 'Payload-specific Feedback',
  207: 'Extended report (RFC 3611)',
  208: 'AVB RTCP packet (IEEE1733)',
  209: 'Receiver Summary Information',
  210: 'Port Mapping',
}
const items: Readonly<Record<number, string>> = {
  0: 'END',
  1: 'CNAME (user and domain)',
  2: 'NAME (common name)',
  3: 'EMAIL (e-mail address)',
  4: 'PHONE (phone number)',
  5: 'LOC (geographic location)',
  6: 'TOOL (name/version of source app)',
  7: 'NOTE (note about source)',
  8: 'PRIV (private extensions)',
  9: 'H323-CADDR (H.323 callable address)',
  10: 'Application Specific Identifier',
}

const fields = {
  setup: string('rtcp.setup', 'Stream setup', { generated: true }),
  setupFrame: framenum('rtcp.setup-frame', 'Setup frame', { generated: true }),
  setupMethod: string('rtcp.setup-method', 'Setup Method', { generated: true }),
  version: u8('rtcp.version', 'Version', {
    names: { 2: 'RFC 1889 Version', 0: 'Old VAT Version', 1: 'First Draft Version' },
  }),
  padding: bool('rtcp.padding', 'Padding'),
  reports: u8('rtcp.rc', 'Reception report count'),
  sources: u8('rtcp.sc', 'Source count'),
  format: u8('rtcp.rtpfb.fmt', 'RTCP Feedback message type (FMT)'),
  type: u8('rtcp.pt', 'Packet type', {
    names: kinds,
    help: 'Sender reports tell what was sent, receiver reports what arrived.',
  }),
  length: u16('rtcp.length', 'Length'),
  sender: u32('rtcp.senderssrc', 'Sender SSRC', { display: 'hex_dec' }),
  msw: u32('rtcp.timestamp.ntp.msw', 'Timestamp, MSW', { display: 'dec_hex' }),
  lsw: u32('rtcp.timestamp.ntp.lsw', 'Timestamp, LSW', { display: 'dec_hex' }),
  ntp: time('rtcp.timestamp.ntp', 'MSW and LSW as NTP timestamp', { generated: true }),
  rtpTime: u32('rtcp.timestamp.rtp', 'RTP timestamp'),
  packets: u32('rtcp.sender.packetcount', "Sender's packet count"),
  octets: u32('rtcp.sender.octetcount', "Sender's octet count"),
  source: u32('rtcp.ssrc.identifier', 'Identifier', { display: 'hex_dec' }),
  fraction: u8('rtcp.ssrc.fraction', 'Fraction lost', {
    help: 'Of the packets since the last report, in parts of 256.',
  }),
  lost: u24('rtcp.ssrc.cum_nr', 'Cumulative number of packets lost'),
  highest: u32('rtcp.ssrc.ext_high', 'Extended highest sequence number received'),
  highNumber: u16('rtcp.ssrc.high_seq', 'Highest sequence number received'),
  cycles: u16('rtcp.ssrc.high_cycles', 'Sequence number cycles count'),
  jitter: u32('rtcp.ssrc.jitter', 'Interarrival jitter', {
    help: 'How unevenly packets arrive, in steps of the codec’s clock.',
  }),
  lsr: u32('rtcp.ssrc.lsr', 'Last SR timestamp', { display: 'dec_hex' }),
  dlsr: u32('rtcp.ssrc.dlsr', 'Delay since last SR timestamp'),
  itemType: u8('rtcp.sdes.type', 'Type', { names: items }),
  itemLength: u8('rtcp.sdes.length', 'Length'),
  itemText: string('rtcp.sdes.text', 'Text'),
  subtype: u8('rtcp.app.subtype', 'Subtype'),
  appName: string('rtcp.app.name', 'Name (ASCII)'),
  appData: bytes('rtcp.app.data', 'Application specific data'),
  check: bool('rtcp.length_check', 'RTCP frame length check', { generated: true }),
}

export const rtcp = protocol({
  name: 'rtcp',
  title: 'Real-time Transport Control Protocol',
  spec: 'RFC 3550',
  fields,
  decode(p) {
    const first = p.peek(1)
    const kind = p.peek(1, 1)
    if (first >> 6 !== 2 || !kinds[kind]) return false
    if (p.first) {
      p.at = p.end
      return
    }
    let said = ''
    let isRight = true
    while (p.left >= 4) {
      const type = p.peek(1, 1)
      const name = kinds[type]
      if (!name) break
      said += `${name}   `
      p.say(said)
      const length = 4 * (p.peek(2, 2) + 1)
      isRight = length <= p.left
      const at = p.at
      const was = p.open(p.text(`Real-time Transport Control Protocol (${name})`, at, Math.min(length, p.left)))
      drawSetup(p)
      p.part(length, () => drawReport(p, type))
      p.close(was)
      p.at = Math.min(p.end, at + length)
    }
    p.set(fields.check, isRight && p.at === p.end ? 1 : 0)
    p.at = p.end
  },
})

function drawReport(p: Packet, type: number): void {
  const f = fields
  const first = p.peek(1)
  const count = first & 31
  p.label(p.add(f.version, p.at, 1, first >> 6), '10.. .... = Version: RFC 1889 Version (2)')
  p.label(
    p.add(f.padding, p.at, 1, (first >> 5) & 1),
    `..${(first >> 5) & 1}. .... = Padding: ${first & 32 ? 'True' : 'False'}`,
  )
  const low = count.toString(2).padStart(5, '0')
  const pattern = `...${low[0]} ${low.slice(1)}`
  const counts =
    type === 200 || type === 201 || type === 207
      ? f.reports
      : type === 204
        ? f.subtype
        : type === 205 || type === 206
          ? f.format
          : f.sources
  p.label(p.add(counts, p.at, 1, count), `${pattern} = ${counts.label}: ${count}`)
  p.at++
  p.take(f.type)
  const words = p.peek(2)
  p.label(p.add(f.length, p.at, 2, words), `Length: ${words} (${4 * (words + 1)} bytes)`)
  p.at += 2
  if (type === 200 || type === 201) {
    p.take(f.sender)
    if (type === 200) drawSender(p)
    for (let i = 0; i < count; i++) drawSource(p, i + 1)
  } else if (type === 202) for (let i = 0; i < count && p.left >= 4; i++) drawChunk(p, i + 1)
  else if (type === 203) {
    for (let i = 0; i < count && p.left >= 4; i++) p.take(f.source)
    if (p.left > 0) {
      const length = p.take(fields.itemLength)
      p.take(fields.itemText, length)
    }
  } else if (type === 204) {
    p.take(f.source)
    p.take(f.appName, 4)
    if (p.left) p.take(f.appData, p.left)
  } else if (type === 205 || type === 206) p.take(f.sender)
}

function drawSender(p: Packet): void {
  const seconds = p.take(fields.msw)
  const fraction = p.take(fields.lsw)
  const nanos = Math.floor((fraction / 2 ** 32) * 1e9)
  // The clock of RFC 3550 began in 1900 and begins anew in 2036.
  const since = seconds + (seconds < 0x80000000 ? 2 ** 32 : 0) - 2208988800
  p.set(fields.ntp, since * 1e9 + nanos, p.at - 8, 8)
  p.take(fields.rtpTime)
  p.take(fields.packets)
  p.take(fields.octets)
}

function drawSource(p: Packet, n: number): void {
  const was = p.open(p.text(`Source ${n}`, p.at, 24))
  p.take(fields.source)
  const group = p.open(p.text('SSRC contents', p.at, 4))
  p.take(fields.fraction)
  p.take(fields.lost)
  p.close(group)
  const high = p.open(p.add(fields.highest, p.at, 4))
  const cycles = p.peek(2)
  p.add(fields.cycles, p.at, 2, cycles)
  p.add(fields.highNumber, p.at + 2, 2, p.peek(2, 2))
  p.at += 4
  p.close(high)
  p.take(fields.jitter)
  p.take(fields.lsr)
  p.take(fields.dlsr)
  p.close(was)
}

/** Of one source: items, up to one of type 0, and padding to four bytes. */
function drawChunk(p: Packet, n: number): void {
  const start = p.at
  const was = p.open(p.text(`Chunk ${n}`, p.at, p.left))
  p.take(fields.source)
  const group = p.open(p.text('SDES items', p.at, p.left))
  while (p.left > 0) {
    const type = p.take(fields.itemType)
    if (!type) break
    const length = p.take(fields.itemLength)
    p.take(fields.itemText, length)
  }
  p.close(group)
  p.close(was)
  p.at = Math.min(p.end, start + 4 * Math.ceil((p.at - start) / 4))
}

function drawSetup(p: Packet): void {
  const known = setupOf(p)
  if (!known) return
  const row = p.set(fields.setup, '')
  p.label(row, `Stream setup by ${known.setup.method} (frame ${known.frame})`)
  const was = p.open(row)
  p.set(fields.setupFrame, known.frame)
  p.set(fields.setupMethod, known.setup.method)
  p.close(was)
}
