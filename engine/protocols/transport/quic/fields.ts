/** Fields of QUIC's packets and of the frames in Initial packets. */
import { bit, bits, bytes, expert, none, string, u32, u8, uint } from '../../../dissect/field'

/** Frames by type (the registry of RFC 9000 section 22.4). */
export const frameNames: Readonly<Record<number, string>> = {
  0: 'PADDING',
  1: 'PING',
  2: 'ACK',
  3: 'ACK',
  4: 'RESET_STREAM',
  5: 'STOP_SENDING',
  6: 'CRYPTO',
  7: 'NEW_TOKEN',
  ...Object.fromEntries([8, 9, 10, 11, 12, 13, 14, 15].map((type) => [type, 'STREAM'])),
  0x10: 'MAX_DATA',
  0x11: 'MAX_STREAM_DATA',
  0x12: 'MAX_STREAMS (BIDI)',
  0x13: 'MAX_STREAMS (UNI)',
  0x14: 'DATA_BLOCKED',
  0x15: 'STREAM_DATA_BLOCKED',
  0x16: 'STREAMS_BLOCKED (BIDI)',
  0x17: 'STREAMS_BLOCKED (UNI)',
  0x18: 'NEW_CONNECTION_ID',
  0x19: 'RETIRE_CONNECTION_ID',
  0x1a: 'PATH_CHALLENGE',
  0x1b: 'PATH_RESPONSE',
  0x1c: 'CONNECTION_CLOSE (Transport)',
  0x1d: 'CONNECTION_CLOSE (Application)',
  0x1e: 'HANDSHAKE_DONE',
  0x30: 'DATAGRAM',
  0x31: 'DATAGRAM',
}
const packetTypes: Readonly<Record<number, string>> = { 0: 'Initial', 1: '0-RTT', 2: 'Handshake', 3: 'Retry' }
export const versionName = (v: number): string =>
  v === 0
    ? 'Version Negotiation'
    : v === 1
      ? '1'
      : v === 0x6b3343cf
        ? '2'
        : v >>> 8 === 0xff0000
          ? `draft-${v & 255}`
          : v >>> 8 === 0xfaceb0
            ? `Facebook mvfst (draft-${v & 255})`
            : 'Unknown'
const hex8 = (v: number): string => `0x${v.toString(16).padStart(8, '0')}`

export const fields = {
  connection: u32('quic.connection.number', 'Connection Number', { generated: true }),
  length: u32('quic.packet_length', 'Packet Length', { generated: true }),
  form: bit('quic.header_form', 'Header Form', 0x80, { show: (v) => (v ? 'Long Header (1)' : 'Short Header (0)') }),
  fixed: bit('quic.fixed_bit', 'Fixed Bit', 0x40),
  type: bits('quic.long.packet_type', 'Packet Type', 0x30, {
    names: packetTypes,
    help: 'Initial packets begin a connection and can be read by anybody; the others need its keys.',
  }),
  reserved: bits('quic.long.reserved', 'Reserved', 0x0c),
  numberLength: bits('quic.packet_number_length', 'Packet Number Length', 0x03, {
    show: (v) => `${v + 1} bytes (${v})`,
  }),
  version: u32('quic.version', 'Version', { display: 'hex', show: (v) => `${versionName(v)} (${hex8(v)})` }),
  destinationLength: u8('quic.dcil', 'Destination Connection ID Length'),
  destination: bytes('quic.dcid', 'Destination Connection ID', { help: 'By this the receiver finds the connection.' }),
  sourceLength: u8('quic.scil', 'Source Connection ID Length'),
  source: bytes('quic.scid', 'Source Connection ID', { help: 'By this the sender wants to be answered.' }),
  tokenLength: uint('quic.token_length', 'Token Length'),
  token: bytes('quic.token', 'Token'),
  size: uint('quic.length', 'Length'),
  number: uint('quic.packet_number', 'Packet Number'),
  payload: bytes('quic.payload', 'Payload'),
  rest: bytes('quic.remaining_payload', 'Remaining Payload'),
  retryToken: bytes('quic.retry_token', 'Retry Token'),
  retryTag: bytes('quic.retry_integrity_tag', 'Retry Integrity Tag'),
  short: none('quic.short', 'QUIC Short Header'),
  spin: bit('quic.spin_bit', 'Spin Bit', 0x20),
  supported: u32('quic.supported_version', 'Supported Version', {
    display: 'hex',
    show: (v) => `${versionName(v)} (${hex8(v)})`,
  }),
  frame: none('quic.frame', 'Frame'),
  frameType: uint('quic.frame_type', 'Frame Type', {
    show: (v) => `${frameNames[v] ?? 'Unknown'} (0x${v.toString(16).padStart(16, '0')})`,
  }),
  padding: u32('quic.padding_length', 'Padding Length', { generated: true }),
  acknowledged: uint('quic.ack.largest_acknowledged', 'Largest Acknowledged'),
  delay: uint('quic.ack.ack_delay', 'ACK Delay'),
  ranges: uint('quic.ack.ack_range_count', 'ACK Range Count'),
  range: uint('quic.ack.first_ack_range', 'First ACK Range'),
  gap: uint('quic.ack.gap', 'Gap'),
  ackRange: uint('quic.ack.ack_range', 'ACK Range'),
  offset: uint('quic.crypto.offset', 'Offset'),
  cryptoLength: uint('quic.crypto.length', 'Length'),
  cryptoData: none('quic.crypto.crypto_data', 'Crypto Data'),
  closeCode: uint('quic.cc.error_code', 'Error code'),
  closeFrame: uint('quic.cc.frame_type', 'Frame Type'),
  closeLength: uint('quic.cc.reason_phrase.length', 'Reason phrase Length'),
  closeReason: string('quic.cc.reason_phrase', 'Reason phrase'),
  closeCodeApplication: uint('quic.cc.error_code.app', 'Application Error code'),
  closeAlert: u8('quic.cc.error_code.tls_alert', 'TLS Alert Description'),
  ect0: uint('quic.ack.ect0_count', 'ECT(0) Count'),
  ect1: uint('quic.ack.ect1_count', 'ECT(1) Count'),
  congestion: uint('quic.ack.ecn_ce_count', 'ECN-CE Count'),
  resetStream: uint('quic.rsts.stream_id', 'Stream ID'),
  resetCode: uint('quic.rsts.application_error_code', 'Application Error code'),
  resetSize: uint('quic.rsts.final_size', 'Final Size'),
  stopStream: uint('quic.ss.stream_id', 'Stream ID'),
  stopCode: uint('quic.ss.application_error_code', 'Application Error code'),
  newTokenLength: uint('quic.nt.length', '(Token) Length'),
  newToken: bytes('quic.nt.token', 'Token', {
    help: 'With this the client may come again without being asked for its address.',
  }),
  fin: bit('quic.stream.fin', 'Fin', 1, {
    show: (v) => (v ? 'True' : 'False'),
    help: 'Set in the last frame of a stream.',
  }),
  hasLength: bit('quic.stream.len', 'Len(gth)', 2, { show: (v) => (v ? 'True' : 'False') }),
  hasOffset: bit('quic.stream.off', 'Off(set)', 4, { show: (v) => (v ? 'True' : 'False') }),
  streamId: uint('quic.stream.stream_id', 'Stream ID', { help: 'Streams of a connection do not wait for each other.' }),
  initiator: uint('quic.stream.initiator', 'Stream initiator', {
    names: { 0: 'Client-initiated', 1: 'Server-initiated' },
  }),
  direction: uint('quic.stream.direction', 'Stream direction', { names: { 0: 'Bidirectional', 1: 'Unidirectional' } }),
  streamOffset: uint('quic.stream.offset', 'Offset'),
  streamLength: uint('quic.stream.length', 'Length'),
  streamData: bytes('quic.stream_data', 'Stream Data', { help: 'What the application sent.' }),
  maxData: uint('quic.md.maximum_data', 'Maximum Data'),
  maxStreamDataStream: uint('quic.msd.stream_id', 'Stream ID'),
  maxStreamData: uint('quic.msd.maximum_stream_data', 'Maximum Stream Data'),
  maxStreams: uint('quic.ms.max_streams', 'Max Streams'),
  dataLimit: uint('quic.sb.stream_data_limit', 'Stream Data Limit'),
  blockedStream: uint('quic.sdb.stream_id', 'Stream ID'),
  blockedLimit: uint('quic.sdb.stream_data_limit', 'Stream Data Limit'),
  streamsLimit: uint('quic.sib.stream_limit', 'Stream Limit'),
  newIdSequence: uint('quic.nci.sequence', 'Sequence'),
  newIdRetire: uint('quic.nci.retire_prior_to', 'Retire Prior To'),
  newIdLength: u8('quic.nci.connection_id.length', 'Connection ID Length'),
  newId: bytes('quic.nci.connection_id', 'Connection ID'),
  newIdToken: bytes('quic.nci.stateless_reset_token', 'Stateless Reset Token'),
  retired: uint('quic.rci.sequence', 'Sequence'),
  challenge: bytes('quic.path_challenge.data', 'Data'),
  response: bytes('quic.path_response.data', 'Data'),
  datagramLength: uint('quic.dg.length', 'Datagram Length'),
  datagram: bytes('quic.dg', 'Datagram'),
  shortReserved: bits('quic.short.reserved', 'Reserved', 0x18),
  phase: bit('quic.key_phase', 'Key Phase Bit', 0x04, { show: (v) => (v ? 'True' : 'False') }),
  protectedPayload: bytes('quic.protected_payload', 'Protected Payload'),
  repeated: expert(
    'quic.retransmission',
    'note',
    'Sequence',
    'This QUIC frame has a reused stream offset (retransmission?)',
  ),
  failed: expert('quic.decryption_failed', 'warn', 'Decryption', 'Failed to decrypt handshake'),
}
