/** Fields of SCTP's chunks (RFC 9260) and their parameters. */
import { bit, bits, bytes, ipv4, ipv6, u16, u32, u8 } from '../../../dissect/field'
import { sctpCauses, sctpChunks, sctpParameters, sctpPayloads } from '../../../names/sctp'

const begin = (name: string) => ({
  tag: u32(`sctp.${name}_initiate_tag`, 'Initiate tag', {
    display: 'hex',
    help: 'Packets to the sender must carry this.',
  }),
  credit: u32(`sctp.${name}_credit`, 'Advertised receiver window credit (a_rwnd)'),
  out: u16(`sctp.${name}_nr_out_streams`, 'Number of outbound streams'),
  in: u16(`sctp.${name}_nr_in_streams`, 'Number of inbound streams'),
  tsn: u32(`sctp.${name}_initial_tsn`, 'Initial TSN'),
})
export const init = begin('init')
export const initAck = begin('initack')
const named = <T extends object>(prefix: string, fields: T): T =>
  Object.fromEntries(Object.entries(fields).map(([k, v]) => [prefix + k, v as unknown])) as T

export const fields = {
  type: u8('sctp.chunk_type', 'Chunk type', {
    names: sctpChunks,
    help: 'DATA carries a message, SACK says what arrived, INIT to COOKIE_ACK set an association up.',
    of: {
      skip: bit('sctp.chunk_bit_1', 'Bit', 0x80, {
        trueFalse: ['Skip chunk and continue processing of the packet', 'Stop processing of the packet'],
      }),
      report: bit('sctp.chunk_bit_2', 'Bit', 0x40, { trueFalse: ['Do report', 'Do not report'] }),
    },
  }),
  flags: u8('sctp.chunk_flags', 'Chunk flags', { display: 'hex' }),
  length: u16('sctp.chunk_length', 'Chunk length'),
  padding: bytes('sctp.chunk_padding', 'Chunk padding'),
  value: bytes('sctp.chunk_value', 'Chunk value'),
  initiate: u32('sctp.initiate_tag', 'Initiate tag', { display: 'hex', hidden: true }),
  ...named('init-', init),
  ...named('initack-', initAck),
  immediate: bit('sctp.data_i_bit', 'I-Bit', 0x08, { trueFalse: ['Send SACK immediately', 'Possibly delay SACK'] }),
  unordered: bit('sctp.data_u_bit', 'U-Bit', 0x04, { trueFalse: ['Unordered delivery', 'Ordered delivery'] }),
  first: bit('sctp.data_b_bit', 'B-Bit', 0x02, { trueFalse: ['First segment', 'Subsequent segment'] }),
  last: bit('sctp.data_e_bit', 'E-Bit', 0x01, { trueFalse: ['Last segment', 'Not the last segment'] }),
  tsn: u32('sctp.data_tsn', 'Transmission sequence number (relative)', {
    help: 'Counts DATA chunks of one direction.',
  }),
  tsnRaw: u32('sctp.data_tsn_raw', 'Transmission sequence number (absolute)'),
  stream: u16('sctp.data_sid', 'Stream identifier', {
    display: 'hex',
    help: 'Messages keep their order within a stream.',
  }),
  streamSequence: u16('sctp.data_ssn', 'Stream sequence number'),
  payload: u32('sctp.data_payload_proto_id', 'Payload protocol identifier', { names: sctpPayloads }),
  nonce: bits('sctp.sack_nounce_sum', 'Nounce sum', 0x01),
  ack: u32('sctp.sack_cumulative_tsn_ack', 'Cumulative TSN ACK (relative)', {
    help: 'All up to this one has arrived.',
  }),
  ackRaw: u32('sctp.sack_cumulative_tsn_ack_raw', 'Cumulative TSN ACK (absolute)'),
  window: u32('sctp.sack_a_rwnd', 'Advertised receiver window credit (a_rwnd)'),
  gaps: u16('sctp.sack_number_of_gap_blocks', 'Number of gap acknowledgement blocks'),
  duplicates: u16('sctp.sack_number_of_duplicated_tsns', 'Number of duplicated TSNs'),
  gapStart: u16('sctp.sack_gap_block_start', 'Start'),
  gapEnd: u16('sctp.sack_gap_block_end', 'End'),
  duplicate: u32('sctp.sack_duplicate_tsn', 'Duplicate TSN'),
  shutdownAck: u32('sctp.shutdown_cumulative_tsn_ack', 'Cumulative TSN Ack'),
  cookie: bytes('sctp.cookie', 'Cookie'),
  lowestEcn: u32('sctp.ecne_lowest_tsn', 'Lowest TSN'),
  lowestCwr: u32('sctp.cwr_lowest_tsn', 'Lowest TSN'),
  forward: u32('sctp.forward_tsn_tsn', 'New cumulative TSN'),
  forwardStream: u16('sctp.forward_tsn_sid', 'Stream identifier'),
  forwardSequence: u16('sctp.forward_tsn_ssn', 'Stream sequence number'),
  asconf: u32('sctp.asconf_seq_nr_number', 'Sequence number', { display: 'hex' }),
  asconfAck: u32('sctp.asconf_ack_seq_nr_number', 'Sequence number', { display: 'hex' }),
  cause: u16('sctp.cause_code', 'Cause code', { display: 'hex', names: sctpCauses }),
  causeLength: u16('sctp.cause_length', 'Cause length'),
  causeText: bytes('sctp.cause_information', 'Cause information'),
  causePadding: bytes('sctp.cause_padding', 'Cause padding'),
  parameter: u16('sctp.parameter_type', 'Parameter type', {
    display: 'hex',
    names: sctpParameters,
    of: {
      skip: bit('sctp.parameter_bit_1', 'Bit', 0x8000, {
        trueFalse: ['Skip parameter and continue processing of the chunk', 'Stop processing of chunk'],
      }),
      report: bit('sctp.parameter_bit_2', 'Bit', 0x4000, { trueFalse: ['Do report', 'Do not report'] }),
    },
  }),
  parameterLength: u16('sctp.parameter_length', 'Parameter length'),
  parameterValue: bytes('sctp.parameter_value', 'Parameter value'),
  parameterPadding: bytes('sctp.parameter_padding', 'Parameter padding'),
  heartbeat: bytes('sctp.parameter_heartbeat_information', 'Heartbeat information'),
  address: ipv4('sctp.parameter_ipv4_address', 'IP Version 4 address', { help: 'A further address of the sender.' }),
  address6: ipv6('sctp.parameter_ipv6_address', 'IP Version 6 address'),
  stateCookie: bytes('sctp.parameter_state_cookie', 'State cookie'),
  addressType: u16('sctp.parameter_supported_address_type', 'Supported address type', {
    names: { 5: 'IPv4 address', 6: 'IPv6 address', 11: 'Hostname address' },
  }),
  increment: u32('sctp.parameter_cookie_preservative_incr', 'Suggested Cookie life-span increment (msec)'),
  extension: u8('sctp.supported_chunk_type', 'Supported chunk type', { names: sctpChunks }),
  random: bytes('sctp.random_number', 'Random number'),
  listed: u8('sctp.chunk_type_to_auth', 'Chunk type', { names: sctpChunks }),
  hmac: u16('sctp.hmac_id', 'HMAC identifier', { names: { 0: 'Reserved', 1: 'SHA-1', 2: 'Reserved', 3: 'SHA-256' } }),
  indication: u32('sctp.adaptation_layer_indication', 'Indication', { display: 'hex' }),
}
