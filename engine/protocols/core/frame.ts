/** The record around a packet: its number, times, lengths and what the capture file says of it. Nothing of it was on the wire. */
import { hex, uintBig } from '../../bytes/read'
import { bit, bits, bool, bytes, duration, expert, i16, i64, string, time, u32, u64 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { encapsulationName, encapsulationOf } from '../../names/link-types'

const sizes = (n: number, where = ''): string => `${n} byte${n === 1 ? '' : 's'}${where} (${n * 8} bits)`
/** The flags stand in 32 bits of the file, not in the packet. */
const wide = { width: 4, patternBits: 32, trueFalse: ['Set', 'Not set'] } as const
/** Adapters have a system name, or only a description, or nothing. */
const interfaceName = ({ frame }: Packet): string => frame.interfaceName ?? frame.interfaceDescription ?? 'unknown'

/** A pcapng verdict: its first byte says who passed it. */
function readVerdict(verdict: Uint8Array): [text: string, value: bigint | Uint8Array] {
  const value = verdict.subarray(1)
  const number = value.length === 8 ? BigInt.asIntN(64, uintBig(value, 0, 8, true)) : undefined
  if (verdict[0] === 0) return [`Hardware (${hex(value, 0, value.length)})`, value]
  if ((verdict[0] === 1 || verdict[0] === 2) && number !== undefined)
    return [`eBPF_${verdict[0] === 1 ? 'TC' : 'XDP'} (${number})`, number]
  return [`Type ${verdict[0] ?? 'missing'} (${verdict.length})`, value]
}

/** What a row says of a link type that nobody takes: its name where it has one, tshark's word for it otherwise, and its number in the file. */
function nobodyTakes(linkType: number): string {
  const known = encapsulationOf(linkType)
  return `${known > 0 ? encapsulationName(known) : `WTAP_ENCAP = ${known}`} (link type ${linkType})`
}

export const frame = protocol({
  name: 'frame',
  title: 'Frame',
  column: '',
  shortName: 'Frame',
  spec: 'Wirelens',
  fields: {
    comment: string('frame.comment', 'Comment', { help: 'What somebody wrote about this packet in the capture file.' }),
    commentNote: expert('frame.comment.expert', 'comment', 'Comments', 'Formatted comment'),
    section: u32('frame.section_number', 'Section number', {
      help: 'Which section of the pcapng file, counted from 1: files written one behind the other have several.',
    }),
    interfaceId: u32('frame.interface_id', 'Interface id', {
      help: 'Number of the adapter within its section, counted from 0.',
    }),
    interfaceName: string('frame.interface_name', 'Interface name'),
    interfaceDescription: string('frame.interface_description', 'Interface description'),
    queue: u32('frame.interface_queue', 'Interface queue', {
      help: 'Receive queue of the adapter that the packet came through.',
    }),
    flags: u32('frame.packet_flags', 'Packet flags', {
      display: 'hex',
      help: 'What the capturing system knew besides the bytes: direction, and errors on the wire.',
      of: {
        direction: bits('frame.packet_flags_direction', 'Direction', 0x00000003, {
          ...wide,
          display: 'hex',
          show: (v) => `${['Unknown', 'Inbound', 'Outbound'][v] ?? 'Unknown'} (0x${v})`,
        }),
        reception: bits('frame.packet_flags_reception_type', 'Reception type', 0x0000001c, {
          ...wide,
          names: { 0: 'Not specified', 1: 'Unicast', 2: 'Multicast', 3: 'Broadcast', 4: 'Promiscuous' },
        }),
        fcsLength: bits('frame.packet_flags_fcs_length', 'FCS length', 0x000001e0, wide),
        reserved: bits('frame.packet_flags_reserved', 'Reserved', 0x0000fe00, wide),
        crc: bit('frame.packet_flags_crc_error', 'CRC error', 0x01000000, wide),
        long: bit('frame.packet_flags_packet_too_error', 'Packet too long error', 0x02000000, wide),
        short: bit('frame.packet_flags_packet_too_short_error', 'Packet too short error', 0x04000000, wide),
        gap: bit('frame.packet_flags_wrong_inter_frame_gap_error', 'Wrong interframe gap error', 0x08000000, wide),
        unaligned: bit('frame.packet_flags_unaligned_frame_error', 'Unaligned frame error', 0x10000000, wide),
        delimiter: bit(
          'frame.packet_flags_start_frame_delimiter_error',
          'Start frame delimiter error',
          0x20000000,
          wide,
        ),
        preamble: bit('frame.packet_flags_preamble_error', 'Preamble error', 0x40000000, wide),
        symbol: bit('frame.packet_flags_symbol_error', 'Symbol error', 0x80000000, wide),
      },
    }),
    packetId: u64('frame.packet_id', 'Packet id', {
      help: 'The same number on records of the same packet seen at several places.',
    }),
    verdict: string('frame.verdict', 'Verdict', { help: 'What the system did with the packet after it was captured.' }),
    verdictHardware: bytes('frame.verdict.hw', 'Hardware'),
    verdictTc: i64('frame.verdict.ebpf_tc', 'eBPF TC'),
    verdictXdp: i64('frame.verdict.ebpf_xdp', 'eBPF XDP'),
    verdictUnknown: bytes('frame.verdict.unknown', 'Unknown'),
    encapsulation: i16('frame.encap_type', 'Encapsulation type', {
      names: encapsulationName,
      help: 'Which kind of header the packet starts with, by Wireshark’s numbers.',
    }),
    time: time('frame.time', 'Arrival Time', { help: 'When the packet was captured, in UTC.' }),
    shift: duration('frame.offset_shift', 'Time shift for this packet', { generated: true }),
    epoch: time('frame.time_epoch', 'Epoch Time', {
      display: 'dec',
      unit: ' seconds',
      help: 'The same time as seconds since 1970.',
    }),
    delta: duration('frame.time_delta', 'Time delta from previous captured frame', { generated: true }),
    deltaDisplayed: duration('frame.time_delta_displayed', 'Time delta from previous displayed frame', {
      generated: true,
    }),
    relative: duration('frame.time_relative', 'Time since reference or first frame', { generated: true }),
    number: u32('frame.number', 'Frame Number', { help: 'Position in this capture, counted from 1.' }),
    length: u32('frame.len', 'Frame Length', { show: sizes, help: 'Bytes on the wire.' }),
    captured: u32('frame.cap_len', 'Capture Length', {
      show: sizes,
      help: 'Bytes in the file; fewer than on the wire when a snap length cut the packet.',
    }),
    dropCount: u64('frame.drop_count', 'Drop Count', {
      help: 'Packets that the capturing system lost between the one before and this one.',
    }),
    marked: bool('frame.marked', 'Frame is marked', { generated: true }),
    ignored: bool('frame.ignored', 'Frame is ignored', { generated: true }),
    protocols: string('frame.protocols', 'Protocols in frame', {
      generated: true,
      help: 'The layers of this packet from the outside in.',
    }),
    shorter: expert('frame.len_lt_caplen', 'error', 'Malformed', 'Frame length is less than captured length'),
  },
  decode(p, _, f) {
    const { frame, origin } = p
    if (frame.comments.length) {
      const was = p.open(p.text('Packet comments', origin, 0))
      for (const comment of frame.comments) {
        const line = p.add(f.comment, origin, 0, comment)
        p.label(line, comment)
        const outer = p.open(line)
        p.note(f.commentNote, comment, origin)
        p.close(outer)
      }
      p.close(was)
    }
    if (frame.hasInterface) {
      p.add(f.section, origin, 0, frame.sectionNumber)
      const id = p.add(f.interfaceId, origin, 0, frame.interfaceIndex)
      p.label(id, `Interface id: ${frame.interfaceIndex} (${interfaceName(p)})`)
      const was = p.open(id)
      p.add(f.interfaceName, origin, 0, interfaceName(p))
      if (frame.interfaceDescription !== undefined) p.add(f.interfaceDescription, origin, 0, frame.interfaceDescription)
      if (frame.queue !== undefined) p.add(f.queue, origin, 0, frame.queue)
      p.close(was)
    }
    if (frame.flags !== undefined) {
      const { flags } = frame
      const was = p.open(p.add(f.flags, origin, 0, flags))
      for (const part of f.flags.bits) p.add(part, origin, 0, (flags & part.mask) >>> part.shift)
      p.close(was)
    }
    if (frame.packetId !== undefined) p.add(f.packetId, origin, 0, frame.packetId)
    for (const verdict of frame.verdicts) {
      const [text, part] = readVerdict(verdict)
      const was = p.open(p.add(f.verdict, origin, 0, text))
      p.add([f.verdictHardware, f.verdictTc, f.verdictXdp][verdict[0]!] ?? f.verdictUnknown, origin, 0, part)
      p.close(was)
    }
    p.add(f.encapsulation, origin, 0, encapsulationOf(frame.linkType))
    if (frame.hasTime) {
      const { seconds, nanos } = frame
      const at =
        Math.abs(seconds) < 9_000_000 ? seconds * 1e9 + nanos : BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
      p.add(f.time, origin, 0, at)
      p.set(f.shift, 0)
      p.add(f.epoch, origin, 0, at)
    }
    p.set(f.delta, frame.sincePrevious)
    p.set(f.deltaDisplayed, frame.sinceDisplayed)
    p.set(f.relative, frame.sinceFirst)
    p.add(f.number, origin, 0, frame.number)
    p.add(f.length, origin, 0, frame.length)
    p.add(f.captured, origin, 0, frame.captured)
    if (frame.length < frame.captured) p.note(f.shorter)
    if (frame.dropCount !== undefined) p.add(f.dropCount, origin, 0, frame.dropCount)
    p.set(f.marked, frame.marked ? 1 : 0)
    p.set(f.ignored, frame.ignored ? 1 : 0)
    if (!p.find('frame.linktype', frame.linkType)) {
      p.name('UNKNOWN')
      p.say(nobodyTakes(frame.linkType))
    }
    p.next('frame.linktype', frame.linkType)
    if (p.wanted(f.protocols)) p.set(f.protocols, layerNames(p))
  },
  heading(p) {
    const { frame } = p
    const from = frame.hasInterface ? ` on interface ${interfaceName(p)}, id ${frame.interfaceIndex}` : ''
    const way = frame.flags === undefined ? '' : ['', ' (inbound)', ' (outbound)', ''][frame.flags & 3]!
    return `Frame ${frame.number}: ${sizes(frame.length, ' on wire')}, ${sizes(frame.captured, ' captured')}${from}${way}`
  },
})

/** `eth:ethertype:ip:tcp`: the layers found so far, without the frame itself and what we say of the packet. */
export const layerNames = (p: Packet): string =>
  p.layerProtocol
    .slice(1, p.depth)
    .filter((layer) => !layer.unlisted)
    .map((layer) => layer.name)
    .filter((name) => !name.startsWith('_ws.'))
    .join(':')
