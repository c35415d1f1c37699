/** The fields of TCP beside its ports and options: the header, what is computed from it, and what the analysis of the stream says. */
import {
  bit,
  bits,
  bool,
  bytes,
  duration,
  expert,
  framenum,
  i32,
  none,
  string,
  u16,
  u32,
  u8,
} from '../../dissect/field'
import type { Field, Group, Severity } from '../../dissect/field'
import { checksumStateNames } from '../../bytes/checksum'

const relative =
  (kind: 'sequence' | 'ack') =>
  (v: number): string =>
    `${v}    (relative ${kind} number)`
const flag = (name: string, label: string, mask: number, help: string): Field =>
  bit(`tcp.flags.${name}`, label, mask, { patternBits: 12, trueFalse: ['Set', 'Not set'], help })

export const completenessText = (v: number): string => {
  if (v === 1) return 'Incomplete, SYN_SENT'
  if (v === 3) return 'Incomplete, CLIENT_ESTABLISHED'
  if (v === 7) return 'Incomplete, ESTABLISHED'
  if (v === 15) return 'Incomplete, DATA'
  if (v === 31 || v === 47 || v === 63) return 'Complete, WITH_DATA'
  if (v === 23 || v === 39 || v === 55) return 'Complete, NO_DATA'
  return 'Incomplete'
}

const scaleText = (v: number): string =>
  v === -1 ? '-1 (unknown)' : v === -2 ? '-2 (no window scaling used)' : String(v)

const hex3 = (v: number): string => '0x' + v.toString(16).padStart(3, '0')

export const tcpFields = {
  port: u16('tcp.port', 'Source or Destination Port', { hidden: true }),
  stream: u32('tcp.stream', 'Stream index', {
    generated: true,
    help: 'Number of the conversation among the TCP conversations of this capture, from 0.',
  }),
  completeness: u8('tcp.completeness', 'Conversation completeness', {
    generated: true,
    show: (v) => `${completenessText(v)} (${v})`,
    help: 'Which parts of the conversation are in the capture: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST, added up.',
  }),
  length: u32('tcp.len', 'TCP Segment Len', {
    generated: true,
    help: 'Bytes of payload: what the IP packet holds less the headers.',
  }),
  sequence: u32('tcp.seq', 'Sequence Number', {
    show: relative('sequence'),
    help: 'Place of the first payload byte in the stream, counted from the initial sequence number.',
  }),
  sequenceRaw: u32('tcp.seq_raw', 'Sequence Number (raw)', {
    help: 'The same as it stands in the packet. Each end starts from a number that nobody can guess.',
  }),
  next: u32('tcp.nxtseq', 'Next Sequence Number', {
    generated: true,
    show: relative('sequence'),
    help: 'Where the next segment of this side will start: SYN and FIN count as one byte.',
  }),
  acknowledgment: u32('tcp.ack', 'Acknowledgment Number', {
    show: relative('ack'),
    help: 'The next byte that this side expects: everything before has arrived.',
  }),
  acknowledgmentRaw: u32('tcp.ack_raw', 'Acknowledgment number (raw)'),
  headerLength: u8('tcp.hdr_len', 'Header Length', { help: 'Bytes of this header: 20, and up to 40 of options.' }),
  flags: u16('tcp.flags', 'Flags', {
    display: 'hex',
    show: hex3,
    help: 'What this segment is for: opening, data, closing.',
  }),
  res: flag('res', 'Reserved', 0xe00, 'Not used; zero.'),
  ae: flag('ae', 'Accurate ECN', 0x100, 'Part of a counter of congestion marks, when both ends agreed on it.'),
  cwr: flag('cwr', 'Congestion Window Reduced', 0x080, 'The sender has slowed down as asked.'),
  ece: flag('ece', 'ECN-Echo', 0x040, 'A router marked a packet as having met congestion; please slow down.'),
  ace: bits('tcp.flags.ace', 'ACE', 0x1c0, {
    patternBits: 12,
    help: 'Number of congestion marks received, modulo 8 (RFC 9768).',
  }),
  urg: flag('urg', 'Urgent', 0x020, 'The urgent pointer says something.'),
  ack: flag(
    'ack',
    'Acknowledgment',
    0x010,
    'The acknowledgment number says something: in every segment but the first.',
  ),
  push: flag('push', 'Push', 0x008, 'Hand the data to the program without waiting for more.'),
  reset: flag('reset', 'Reset', 0x004, 'The connection is broken off, or there never was one.'),
  syn: flag('syn', 'Syn', 0x002, 'Opens a direction: the sequence number is where it starts.'),
  fin: flag('fin', 'Fin', 0x001, 'This side has no more to send.'),
  flagsText: string('tcp.flags.str', 'TCP Flags', { generated: true }),
  window: u16('tcp.window_size_value', 'Window', {
    help: 'How many bytes this end can take now, before scaling.',
  }),
  windowSize: u32('tcp.window_size', 'Calculated window size', {
    generated: true,
    help: 'The window times the scale that this end announced in its SYN. The window of a SYN itself is never scaled.',
  }),
  scale: i32('tcp.window_size_scalefactor', 'Window size scaling factor', {
    generated: true,
    show: scaleText,
    help: 'The value -1 means that the handshake is not in the capture, -2 that not both ends offered scaling.',
  }),
  checksum: u16('tcp.checksum', 'Checksum', {
    display: 'hex',
    help: 'Over header, data and the addresses. Wrong in packets of the capturing host itself when its adapter computes it later.',
  }),
  status: u8('tcp.checksum.status', 'Checksum Status', { generated: true, names: checksumStateNames, display: 'none' }),
  urgent: u16('tcp.urgent_pointer', 'Urgent Pointer', {
    help: 'Where urgent data ends, counted from the sequence number.',
  }),
  sinceFirst: duration('tcp.time_relative', 'Time since first frame in this TCP stream', { generated: true }),
  sincePrevious: duration('tcp.time_delta', 'Time since previous frame in this TCP stream', { generated: true }),
  analysis: none('tcp.analysis', 'SEQ/ACK analysis', { generated: true }),
  acksFrame: framenum('tcp.analysis.acks_frame', 'This is an ACK to the segment in frame', {
    generated: true,
    help: 'The frame whose last byte this one acknowledges.',
  }),
  ackRtt: duration('tcp.analysis.ack_rtt', 'The RTT to ACK the segment was', { generated: true }),
  initialRtt: duration('tcp.analysis.initial_rtt', 'iRTT', {
    generated: true,
    help: 'From the SYN to the ACK that ends the handshake: one round trip between both ends, wherever the capture was made.',
  }),
  inFlight: u32('tcp.analysis.bytes_in_flight', 'Bytes in flight', {
    generated: true,
    help: 'Sent by this side and not acknowledged yet, this segment included.',
  }),
  pushBytes: u32('tcp.analysis.push_bytes_sent', 'Bytes sent since last PSH flag', { generated: true }),
  analysisFlags: none('tcp.analysis.flags', 'TCP Analysis Flags', { generated: true }),
  rto: duration('tcp.analysis.rto', 'The RTO for this segment was', {
    generated: true,
    help: 'How long the sender waited before it sent the segment again.',
  }),
  rtoFrame: framenum('tcp.analysis.rto_frame', 'RTO based on delta from frame', { generated: true }),
  duplicateAckNumber: u32('tcp.analysis.duplicate_ack_num', 'Duplicate ACK #', { generated: true }),
  duplicateAckFrame: framenum('tcp.analysis.duplicate_ack_frame', 'Duplicate to the ACK in frame', { generated: true }),
  payload: bytes('tcp.payload', 'TCP payload', { help: 'What the program sent.' }),
  segmentData: bytes('tcp.segment_data', 'TCP segment data'),
  resetCause: string('tcp.reset_cause', 'Reset cause'),
  reassembledIn: framenum('tcp.reassembled_in', 'Reassembled PDU in frame', { generated: true }),
  pduSize: u32('tcp.pdu.size', 'PDU Size', {
    generated: true,
    help: 'Length of one message of the protocol inside, which may span several segments.',
  }),
  // Names as those of fragments: they show alike.
  fragments: none('tcp.segments', 'Reassembled TCP Segments', { generated: true }),
  fragment: framenum('tcp.segment', 'TCP Segment', { generated: true }),
  fragmentError: framenum('tcp.segment.error', 'Reassembling error', { generated: true }),
  overlap: bool('tcp.segment.overlap', 'Segment overlap'),
  overlapConflict: bool('tcp.segment.overlap.conflict', 'Conflicting data in segment overlap'),
  multipleTails: bool('tcp.segment.multipletails', 'Multiple tail segments found'),
  tooLong: bool('tcp.segment.toolongfragment', 'Segment too long'),
  fragmentCount: u32('tcp.segment.count', 'Segment count', { generated: true }),
  reassembledLength: u32('tcp.reassembled.length', 'Reassembled TCP length', { generated: true }),
  reassembledData: bytes('tcp.reassembled.data', 'Reassembled TCP Data', { generated: true }),
}

const sequenceNote = (name: string, level: Severity, label: string, group: Group = 'Sequence'): Field =>
  expert(name, level, group, label)
const verdict = (name: string, level: Severity, label: string): Field =>
  sequenceNote(`tcp.analysis.${name}`, level, label)

/** Expert information. Those of the analysis have the names of the verdicts in flows/tcp-rules.ts. */
export const tcpNotes = {
  retransmission: verdict('retransmission', 'note', 'This frame is a (suspected) retransmission'),
  fastRetransmission: verdict('fast_retransmission', 'note', 'This frame is a (suspected) fast retransmission'),
  spuriousRetransmission: verdict(
    'spurious_retransmission',
    'note',
    'This frame is a (suspected) spurious retransmission',
  ),
  outOfOrder: verdict('out_of_order', 'warn', 'This frame is a (suspected) out-of-order segment'),
  reusedPorts: verdict(
    'reused_ports',
    'note',
    'A new tcp session is started with the same ports as an earlier session in this trace',
  ),
  lostSegment: verdict('lost_segment', 'warn', 'Previous segment(s) not captured (common at capture start)'),
  ackLostSegment: verdict('ack_lost_segment', 'warn', "ACKed segment that wasn't captured (common at capture start)"),
  windowUpdate: verdict('window_update', 'chat', 'TCP window update'),
  windowFull: verdict('window_full', 'warn', 'TCP window specified by the receiver is now completely full'),
  keepAlive: verdict('keep_alive', 'note', 'TCP keep-alive segment'),
  keepAliveAck: verdict('keep_alive_ack', 'note', 'ACK to a TCP keep-alive segment'),
  duplicateAck: verdict('duplicate_ack', 'note', 'Duplicate ACK'),
  zeroWindowProbe: verdict('zero_window_probe', 'note', 'TCP Zero Window Probe'),
  zeroWindow: verdict('zero_window', 'warn', 'TCP Zero Window segment'),
  zeroWindowProbeAck: verdict('zero_window_probe_ack', 'note', 'ACK to a TCP Zero Window Probe'),
  earlyDataTaken: verdict('tfo_ack', 'note', 'TCP SYN-ACK accepting TFO data'),
  earlyDataLeft: verdict('tfo_ignored', 'note', 'TCP SYN-ACK ignoring TFO data'),
  finActive: sequenceNote('tcp.connection.fin_active', 'note', 'This frame initiates the connection closing'),
  finPassive: sequenceNote('tcp.connection.fin_passive', 'note', 'This frame undergoes the connection closing'),
  connectionSyn: sequenceNote('tcp.connection.syn', 'chat', 'Connection establish request (SYN)'),
  connectionSynAck: sequenceNote('tcp.connection.synack', 'chat', 'Connection establish acknowledge (SYN+ACK)'),
  connectionFin: sequenceNote('tcp.connection.fin', 'chat', 'Connection finish (FIN)'),
  connectionReset: sequenceNote('tcp.connection.rst', 'warn', 'Connection reset (RST)'),
  shortSegment: sequenceNote('tcp.short_segment', 'warn', 'Short segment', 'Malformed'),
  strayAck: sequenceNote(
    'tcp.ack.nonzero',
    'note',
    'The acknowledgment number field is nonzero while the ACK flag is not set',
    'Protocol',
  ),
  strayUrgent: sequenceNote(
    'tcp.urgent_pointer.non_zero',
    'note',
    'The urgent pointer field is nonzero while the URG flag is not set',
    'Protocol',
  ),
  badHeaderLength: sequenceNote('tcp.bogus_header_length', 'error', 'Bogus TCP Header length', 'Protocol'),
  checksumOnes: sequenceNote(
    'tcp.checksum.ffff',
    'warn',
    'TCP Checksum 0xffff instead of 0x0000 (see RFC 1624)',
    'Checksum',
  ),
}
