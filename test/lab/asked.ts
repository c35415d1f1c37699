/**
 * What public lab sheets ask (L1 to L60 of a collection), each as a question of ours, and the forged capture that answers it. Not among them: L31 (`netstat`
 * beside the capture, no part of it) is asked by the states that follow from the packets; L60 is the hand-in itself.
 */
import type { Question } from '../../engine/lab/sheet'

type Body = Question extends infer Q ? (Q extends Question ? Omit<Q, 'id' | 'text'> : never) : never
export type Asked = readonly [name: string, scenario: string, ...bodies: Body[]]

const syn = { role: 'syn' } as const
const synAck = { role: 'syn-ack' } as const
const ack = { role: 'handshake-ack' } as const
const data = { role: 'first-data' } as const
const request = { role: 'arp-request' } as const
const reply = { role: 'arp-reply' } as const
const get = { role: 'http-request' } as const
const field = (of: Extract<Body, { kind: 'field' }>['of'], name: string): Body => ({ kind: 'field', of, field: name })

export const asked: readonly Asked[] = [
  ['L1', 'close-four', field(syn, 'ip.src'), field(syn, 'tcp.srcport')],
  ['L2', 'close-four', field(syn, 'ip.dst'), field(syn, 'tcp.dstport'), { kind: 'choice', options: ['well-known', 'ephemeral'], right: 1, evidence: [syn] }],
  ['L3', 'close-four', field(syn, 'tcp.seq'), field(syn, 'tcp.seq_raw')],
  ['L4', 'close-four', field(syn, 'tcp.flags'), { kind: 'computed', value: 'offset', field: 'tcp.flags', of: syn }],
  ['L5', 'close-four', field(synAck, 'tcp.seq'), field(synAck, 'tcp.seq_raw')],
  ['L6', 'close-four', field(synAck, 'tcp.ack'), field(synAck, 'tcp.ack_raw')],
  ['L7', 'close-four', field(synAck, 'tcp.flags')],
  ['L8', 'close-four', field(ack, 'tcp.flags'), field(ack, 'tcp.seq'), field(ack, 'tcp.ack')],
  ['L9', 'close-four', field(syn, 'tcp.options.mss_val'), field(syn, 'tcp.options.wscale.shift'), field(syn, 'tcp.option_kind')],
  ['L10', 'close-four', field(syn, 'tcp.options.sack_perm')],
  ['L11', 'close-four', field(syn, 'tcp.hdr_len'), field(syn, 'tcp.window_size_value'), field(syn, 'tcp.checksum'), field(syn, 'tcp.urgent_pointer')],
  ['L12', 'close-four', { kind: 'computed', value: 'raw-sequence', of: syn }, field(syn, 'tcp.ack_raw')],
  ['L13', 'close-four', field(syn, 'eth.type'), field(syn, 'ip.proto'), field(syn, 'eth.src')],
  ['L14', 'http', field(get, 'tcp.seq'), field(get, 'tcp.len')],
  ['L15', 'loss', { kind: 'time', of: { filter: 'tcp.len > 0', nth: 1 } }, { kind: 'computed', value: 'rtt', of: data }, { kind: 'computed', value: 'acknowledged-by', of: data }],
  ['L16', 'http', { kind: 'computed', value: 'estimated-rtt', of: get }],
  ['L17', 'loss', field({ filter: 'tcp.len > 0', nth: 2 }, 'tcp.len')],
  ['L18', 'loss', { kind: 'computed', value: 'minimum-window', of: syn }],
  ['L19', 'loss', { kind: 'count', filter: 'tcp.analysis.retransmission' }, field({ filter: 'tcp.analysis.retransmission' }, 'tcp.seq')],
  ['L20', 'loss', { kind: 'computed', value: 'data-per-ack', of: syn }],
  ['L21', 'loss', { kind: 'computed', value: 'throughput', of: syn }],
  ['L22', 'loss', { kind: 'text', evidence: [data, { filter: 'tcp.analysis.retransmission' }], fields: ['slow start'] }],
  ['L23', 'http', { kind: 'computed', value: 'rtt', of: get }],
  ['L24', 'loss', { kind: 'text', evidence: [{ filter: 'tcp.analysis.duplicate_ack' }], fields: ['window'] }],
  ['L25', 'loss', { kind: 'computed', value: 'packet-rate', of: syn }],
  ['L26', 'loss', { kind: 'computed', value: 'overhead', of: syn }],
  ['L27', 'close-three', { kind: 'computed', value: 'closed-by', of: syn }, { kind: 'computed', value: 'close-segments', of: syn }, field({ role: 'first-fin' }, 'frame.number')],
  ['L28', 'close-three', field({ role: 'first-fin' }, 'tcp.seq'), field({ role: 'second-fin' }, 'tcp.ack')],
  ['L29', 'close-reset', field({ role: 'reset' }, 'ip.src'), { kind: 'computed', value: 'close-kind', of: syn }],
  ['L30', 'open-refused', field({ role: 'reset' }, 'tcp.seq'), { kind: 'computed', value: 'opening-kind', of: { filter: 'tcp.flags.syn == 1' } }],
  ['L31', 'close-four', { kind: 'computed', value: 'state', of: synAck }],
  ['L32', 'close-four', { kind: 'computed', value: 'state', of: { role: 'last-ack' } }],
  ['L33', 'close-four', { kind: 'drawing', part: 'opening', of: syn }, { kind: 'computed', value: 'rtt', of: syn }],
  ['L34', 'close-four', { kind: 'drawing', part: 'close', of: syn }],
  ['L35', 'http', field(get, 'eth.type'), field(get, 'ip.hdr_len'), field(get, 'tcp.hdr_len'), field(get, 'tcp.len')],
  ['L36', 'arp-resolve', field(request, 'eth.src')],
  ['L37', 'arp-resolve', field({ filter: 'ip' }, 'eth.dst'), { kind: 'choice', options: ['router', 'server'], right: 2, evidence: [{ filter: 'ip' }] }],
  ['L38', 'arp-resolve', field({ filter: 'ip' }, 'eth.type')],
  ['L39', 'http', { kind: 'computed', value: 'offset', field: 'http.request.method', of: get }],
  ['L40', 'arp-resolve', field(reply, 'arp.src.proto_ipv4'), field(reply, 'arp.src.hw_mac')],
  ['L41', 'arp-resolve', field(request, 'eth.src'), field(request, 'eth.dst')],
  ['L42', 'arp-resolve', field(request, 'eth.type')],
  ['L43', 'arp-resolve', { kind: 'computed', value: 'offset', field: 'arp.opcode', of: request }],
  ['L44', 'arp-resolve', field(request, 'arp.opcode'), field(reply, 'arp.opcode')],
  ['L45', 'arp-resolve', field(request, 'arp.src.proto_ipv4')],
  ['L46', 'arp-resolve', field(request, 'arp.dst.proto_ipv4'), field(request, 'arp.dst.hw_mac')],
  ['L47', 'arp-resolve', field(reply, 'arp.src.hw_mac')],
  ['L48', 'arp-resolve', field(reply, 'eth.src'), field(reply, 'eth.dst')],
  ['L49', 'arp-unanswered', { kind: 'count', filter: 'arp.opcode == 2' }, { kind: 'text', evidence: [request] }],
  ['L50', 'arp-resolve', field(request, 'arp.dst.hw_mac'), { kind: 'choice', options: ['it is what is asked for', 'an error'], right: 1, evidence: [request] }],
  ['L51', 'arp-resolve', field(request, 'frame.len')],
  ['L52', 'arp-resolve', field(request, 'arp.hw.type'), field(request, 'arp.proto.type'), field(request, 'arp.hw.size'), field(request, 'arp.proto.size')],
  ['L53', 'arp-resolve', { kind: 'computed', value: 'arp-messages', of: request }],
  ['L54', 'arp-gratuitous', { kind: 'count', filter: 'arp.isprobe == 1' }, { kind: 'count', filter: 'arp.isgratuitous == 1' }],
  ['L55', 'arp-duplicate', { kind: 'count', filter: 'arp.duplicate-address-detected' }],
  ['L56', 'syn-flood', { kind: 'count', filter: 'tcp.flags.syn == 1 && tcp.flags.ack == 0' }, { kind: 'computed', value: 'packet-rate', of: { filter: 'tcp.flags.syn == 1' } }, field({ filter: 'tcp.flags.syn == 1' }, 'ip.dst')],
  ['L57', 'arp-spoof', { kind: 'count', filter: 'arp.opcode == 2' }, field({ role: 'arp-reply', nth: -1 }, 'arp.src.hw_mac'), { kind: 'time', of: { role: 'arp-reply', nth: -1 } }],
  ['L58', 'close-reset', field({ role: 'reset' }, 'tcp.seq'), { kind: 'text', evidence: [{ role: 'reset' }] }],
  ['L59', 'close-four', { kind: 'hidden-field', of: syn, field: 'tcp.window_size_value' }, { kind: 'order', of: [ack, syn, synAck] }],
] // prettier-ignore
