/** RFC 2637, PPTP: builds tunnels over TCP; their packets go as enhanced GRE beside it. */
import { bytes, expert, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { lengthKnown, protocol } from '../../dissect/protocol'

const MAGIC = 0x1a2b3c4d
const TEXT = 64
const STATISTICS = 128
type Names = Readonly<Record<number, string>>
const messages: Names = {
  1: 'Start-Control-Connection-Request',
  2: 'Start-Control-Connection-Reply',
  3: 'Stop-Control-Connection-Request',
  4: 'Stop-Control-Connection-Reply',
  5: 'Echo-Request',
  6: 'Echo-Reply',
  7: 'Outgoing-Call-Request',
  8: 'Outgoing-Call-Reply',
  9: 'Incoming-Call-Request',
  10: 'Incoming-Call-Reply',
  11: 'Incoming-Call-Connected',
  12: 'Call-Clear-Request',
  13: 'Call-Disconnect-Notify',
  14: 'WAN-Error-Notify',
  15: 'Set-Link-Info',
}
const framings: Names = {
  1: 'Asynchronous Framing supported',
  2: 'Synchronous Framing supported',
  3: 'Either Framing supported',
}
const bearers: Names = { 1: 'Analog access supported', 2: 'Digital access supported', 3: 'Either access supported' }
const or = (names: Names) => (v: number) => names[v] ?? 'Unknown'
const text = (name: string, label: string, help?: string): Field =>
  string(name, label, { zeroTerminated: true, ...(help ? { help } : {}) })

const f = {
  length: u16('pptp.length', 'Length'),
  type: u16('pptp.type', 'Message type', { names: or({ 1: 'Control Message', 2: 'Management Message' }) }),
  magic: u32('pptp.magic_cookie', 'Magic Cookie', {
    display: 'hex',
    help: 'Always 0x1a2b3c4d: whoever finds another number has lost its place in the stream.',
  }),
  badMagic: expert('pptp.magic_cookie.incorrect', 'warn', 'Protocol', 'Incorrect Magic Cookie'),
  message: u16('pptp.control_message_type', 'Control Message Type', {
    names: or(messages),
    help: 'Start-Control-Connection builds the tunnel, Outgoing-Call a session in it.',
  }),
  reserved: bytes('pptp.reserved', 'Reserved'),
  version: u16('pptp.protocol_version', 'Protocol version', { show: (v) => `${v >> 8}.${v & 255}` }),
  framing: u32('pptp.framing_capabilities', 'Framing Capabilities', { names: or(framings) }),
  bearer: u32('pptp.bearer_capabilities', 'Bearer Capabilities', { names: or(bearers) }),
  channels: u16('pptp.maximum_channels', 'Maximum Channels'),
  firmware: u16('pptp.firmware_revision', 'Firmware Revision'),
  host: text('pptp.host_name', 'Host Name', 'Name of the sender.'),
  vendor: text('pptp.vendor_name', 'Vendor Name'),
  controlResult: u8('pptp.control_result', 'Result Code', {
    names: or({
      1: 'Successful channel establishment',
      2: 'General error',
      3: 'Command channel already exists',
      4: 'Requester not authorized',
      5: 'Protocol version not supported',
    }),
  }),
  error: u8('pptp.error', 'Error Code', {
    names: or({
      0: 'None',
      1: 'Not-Connected',
      2: 'Bad-Format',
      3: 'Bad-Value',
      4: 'No-Resource',
      5: 'Bad-Call ID',
      6: 'PAC-Error',
    }),
  }),
  reason: u8('pptp.reason', 'Reason', { names: or({ 1: 'None', 2: 'Stop-Protocol', 3: 'Stop-Local-Shutdown' }) }),
  stopResult: u8('pptp.stop_result', 'Result Code', { names: or({ 1: 'OK', 2: 'General error' }) }),
  identifier: u32('pptp.identifier', 'Identifier'),
  echoResult: u8('pptp.echo_result', 'Result Code', { names: or({ 1: 'OK', 2: 'General error' }) }),
  call: u16('pptp.call_id', 'Call ID', { help: 'Number that packets to the sender of this message carry.' }),
  serial: u16('pptp.call_serial_number', 'Call Serial Number'),
  least: u32('pptp.minimum_bps', 'Minimum BPS'),
  most: u32('pptp.maximum_bps', 'Maximum BPS'),
  bearerType: u32('pptp.bearer_type', 'Bearer Type', { names: or(bearers) }),
  framingType: u32('pptp.framing_type', 'Framing Type', { names: or(framings) }),
  window: u16('pptp.packet_receive_window_size', 'Packet Receive Window Size'),
  delay: u16('pptp.packet_processing_delay', 'Packet Processing Delay'),
  phoneLength: u16('pptp.phone_number_length', 'Phone Number Length'),
  phone: text('pptp.phone_number', 'Phone Number'),
  sub: text('pptp.subaddress', 'Subaddress'),
  peer: u16('pptp.peer_call_id', 'Peer Call ID'),
  outResult: u8('pptp.out_result', 'Result Code', {
    names: or({
      1: 'Connected',
      2: 'General Error',
      3: 'No Carrier',
      4: 'Busy',
      5: 'No Dial Tone',
      6: 'Time-out',
      7: 'Do Not Accept',
    }),
  }),
  cause: u16('pptp.cause', 'Cause Code'),
  speed: u32('pptp.connect_speed', 'Connect Speed'),
  channel: u32('pptp.physical_channel_id', 'Physical Channel ID'),
  dialedLength: u16('pptp.dialed_number_length', 'Dialed Number Length'),
  dialed: text('pptp.dialed_number', 'Dialed Number'),
  dialingLength: u16('pptp.dialing_number_length', 'Dialing Number Length'),
  dialing: text('pptp.dialing_number', 'Dialing Number'),
  inResult: u8('pptp.in_result', 'Result Code', {
    names: or({ 1: 'Connect', 2: 'General error', 3: 'Do Not Accept' }),
  }),
  discResult: u8('pptp.disc_result', 'Result Code', {
    names: or({ 1: 'Lost Carrier', 2: 'General Error', 3: 'Admin Shutdown', 4: 'Request' }),
  }),
  statistics: text('pptp.call_Statistics', 'Call Statistics'),
  crcErrors: u32('pptp.crc_errors', 'CRC Errors'),
  framingErrors: u32('pptp.framing_errors', 'Framing Errors'),
  hardware: u32('pptp.hardware_overruns', 'Hardware overruns'),
  buffer: u32('pptp.buffer_overruns', 'Buffer overruns'),
  timeouts: u32('pptp.timeout_errors', 'Time-out Errors'),
  alignments: u32('pptp.alignment_errors', 'Alignment Errors'),
  sendAccm: u32('pptp.send_accm', 'Send ACCM', { display: 'hex' }),
  receiveAccm: u32('pptp.receive_accm', 'Receive ACCM', { display: 'hex' }),
}

/** What each message consists of; reserved bytes are two unless a number in front says otherwise. */
const layouts: Readonly<Record<number, readonly (Field | 1 | 2)[]>> = {
  1: [f.version, 2, f.framing, f.bearer, f.channels, f.firmware, f.host, f.vendor],
  2: [f.version, f.controlResult, f.error, f.framing, f.bearer, f.channels, f.firmware, f.host, f.vendor],
  3: [f.reason, 1, 2],
  4: [f.stopResult, f.error, 2],
  5: [f.identifier],
  6: [f.identifier, f.echoResult, f.error, 2],
  7: [
    f.call,
    f.serial,
    f.least,
    f.most,
    f.bearerType,
    f.framingType,
    f.window,
    f.delay,
    f.phoneLength,
    2,
    f.phone,
    f.sub,
  ],
  8: [f.call, f.peer, f.outResult, f.error, f.cause, f.speed, f.window, f.delay, f.channel],
  9: [f.call, f.serial, f.bearerType, f.channel, f.dialedLength, f.dialingLength, f.dialed, f.dialing, f.sub],
  10: [f.call, f.peer, f.inResult, f.error, f.window, f.delay, 2],
  11: [f.peer, 2, f.speed, f.window, f.delay, f.framingType],
  12: [f.call, 2],
  13: [f.call, f.discResult, f.error, f.cause, 2, f.statistics],
  14: [f.peer, 2, f.crcErrors, f.framingErrors, f.hardware, f.buffer, f.timeouts, f.alignments],
  15: [f.peer, 2, f.sendAccm, f.receiveAccm],
}

export const pptp = protocol({
  name: 'pptp',
  title: 'Point-to-Point Tunnelling Protocol',
  column: 'PPTP',
  spec: 'RFC 2637',
  over: { 'tcp.port': [1723] },
  messages: lengthKnown(2, (p) => p.peek(2)),
  fields: f,
  decode(p) {
    p.take(f.length)
    p.take(f.type)
    const magic = p.take(f.magic)
    const row = p.row(f.magic)
    p.label(
      row,
      `Magic Cookie: 0x${magic.toString(16).padStart(8, '0')} (${magic === MAGIC ? 'correct' : 'incorrect'})`,
    )
    if (magic !== MAGIC) {
      const was = p.open(row)
      p.note(f.badMagic, undefined, p.at - 4, 4)
      p.close(was)
    }
    const message = p.take(f.message)
    if (p.columns) p.say(messages[message] ?? `Unknown control type (${message})`)
    p.take(f.reserved, 2)
    const layout = layouts[message]
    if (!layout) return p.under(p.layerRecord[p.layer]!, () => p.rest())
    for (const part of layout)
      if (typeof part === 'number') p.take(f.reserved, part)
      else p.take(part, part.size || (part === f.statistics ? STATISTICS : TEXT))
  },
})
