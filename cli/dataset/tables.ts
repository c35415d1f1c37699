/** The tables of a data set: names and types of their columns, which stay as they are from one version to the next, and what fills them. */

/** text: UTF-8; int: 64 bits, signed; real: 64 bits; flag: true or false; time: microseconds since 1970, UTC. */
export type Kind = 'text' | 'int' | 'real' | 'flag' | 'time'

export interface TableColumn {
  name: string
  kind: Kind
  /** Field whose value it is; the first one of a packet, with `all` every one, separated by commas. */
  field?: string
  all?: boolean
  /** What the value is, for the table of docs/dataset.md. */
  what: string
}

const from = (name: string, kind: Kind, field: string, what: string): TableColumn => ({ name, kind, field, what })
const allOf = (name: string, field: string, what: string): TableColumn => ({
  name,
  kind: 'text',
  field,
  all: true,
  what,
})
const made = (name: string, kind: Kind, what: string): TableColumn => ({ name, kind, what })

/** Where a row comes from: in front of every table about packets. */
const place: readonly TableColumn[] = [
  made('capture', 'text', 'path of the capture as it was named'),
  made('number', 'int', 'frame number in the capture, from 1'),
  made('time', 'time', 'arrival, cut to microseconds'),
  made('time_ns', 'int', 'arrival in nanoseconds since 1970'),
]

export interface PacketTable {
  name: string
  /** A packet with one of these layers has a row; every packet without. */
  layers?: readonly string[]
  columns: readonly TableColumn[]
}

/** Tables with a row per packet. */
export const packetTables: readonly PacketTable[] = [
  {
    name: 'packets',
    columns: [
      ...place,
      from('length', 'int', 'frame.len', 'bytes on the wire'),
      from('captured', 'int', 'frame.cap_len', 'bytes in the capture'),
      from('layers', 'text', 'frame.protocols', 'protocols from the outermost, separated by colons'),
      from('protocol', 'text', '_ws.col.Protocol', 'the Protocol column'),
      from('source', 'text', '_ws.col.Source', 'the Source column'),
      from('destination', 'text', '_ws.col.Destination', 'the Destination column'),
      from('info', 'text', '_ws.col.Info', 'the Info column'),
      from('eth_src', 'text', 'eth.src', 'MAC address of the sender'),
      from('eth_dst', 'text', 'eth.dst', 'MAC address of the receiver'),
      from('vlan', 'int', 'vlan.id', 'VLAN'),
      from('ip_src', 'text', 'ip.src', 'IPv4 address of the sender, of the outermost header'),
      from('ip_dst', 'text', 'ip.dst', 'IPv4 address of the receiver'),
      from('ipv6_src', 'text', 'ipv6.src', 'IPv6 address of the sender'),
      from('ipv6_dst', 'text', 'ipv6.dst', 'IPv6 address of the receiver'),
      from('ip_ttl', 'int', 'ip.ttl', 'Time to Live'),
      from('tcp_stream', 'int', 'tcp.stream', 'number of the TCP conversation; joins conversations.stream'),
      from('tcp_srcport', 'int', 'tcp.srcport', 'port of the sender'),
      from('tcp_dstport', 'int', 'tcp.dstport', 'port of the receiver'),
      from('tcp_flags', 'int', 'tcp.flags', 'flags as a number of 12 bits'),
      from('tcp_seq', 'int', 'tcp.seq', 'sequence number, relative'),
      from('tcp_ack', 'int', 'tcp.ack', 'acknowledgment number, relative'),
      from('tcp_len', 'int', 'tcp.len', 'bytes of payload'),
      from('udp_stream', 'int', 'udp.stream', 'number of the UDP conversation'),
      from('udp_srcport', 'int', 'udp.srcport', 'port of the sender'),
      from('udp_dstport', 'int', 'udp.dstport', 'port of the receiver'),
    ],
  },
  {
    name: 'dns',
    layers: ['dns', 'mdns', 'llmnr'],
    columns: [
      ...place,
      from('id', 'int', 'dns.id', 'transaction'),
      from('response', 'flag', 'dns.flags.response', 'whether it is a response'),
      from('opcode', 'int', 'dns.flags.opcode', 'kind of query'),
      from('rcode', 'int', 'dns.flags.rcode', 'reply code'),
      from('name', 'text', 'dns.qry.name', 'name asked for'),
      from('type', 'int', 'dns.qry.type', 'type asked for'),
      allOf('a', 'dns.a', 'IPv4 addresses told'),
      allOf('aaaa', 'dns.aaaa', 'IPv6 addresses told'),
      allOf('cname', 'dns.cname', 'canonical names told'),
      from('request', 'int', 'dns.response_to', 'frame of the query'),
      from('seconds', 'real', 'dns.time', 'from the query to this response'),
    ],
  },
  {
    name: 'http',
    layers: ['http'],
    columns: [
      ...place,
      from('stream', 'int', 'tcp.stream', 'number of the TCP conversation'),
      from('method', 'text', 'http.request.method', 'method of a request'),
      from('uri', 'text', 'http.request.full_uri', 'whole address of a request'),
      from('host', 'text', 'http.host', 'Host'),
      from('user_agent', 'text', 'http.user_agent', 'User-Agent'),
      from('referer', 'text', 'http.referer', 'Referer'),
      from('code', 'int', 'http.response.code', 'code of a response'),
      from('phrase', 'text', 'http.response.phrase', 'its words'),
      from('server', 'text', 'http.server', 'Server'),
      from('content_type', 'text', 'http.content_type', 'Content-Type'),
      from('content_length', 'int', 'http.content_length', 'Content-Length'),
      from('request', 'int', 'http.request_in', 'frame of the request'),
      from('seconds', 'real', 'http.time', 'from the request to this response'),
    ],
  },
  {
    name: 'tls',
    layers: ['tls'],
    columns: [
      ...place,
      from('stream', 'int', 'tcp.stream', 'number of the TCP conversation'),
      allOf('record_version', 'tls.record.version', 'versions that the records say'),
      allOf('handshake', 'tls.handshake.type', 'types of the handshake messages'),
      from('version', 'int', 'tls.handshake.version', 'version of a hello'),
      allOf('supported_versions', 'tls.handshake.extensions.supported_version', 'versions of the extension'),
      from('server_name', 'text', 'tls.handshake.extensions_server_name', 'server name asked for'),
      allOf('alpn', 'tls.handshake.extensions_alpn_str', 'protocols offered or chosen'),
      allOf('cipher_suites', 'tls.handshake.ciphersuite', 'suites offered or chosen'),
      from('ja3', 'text', 'tls.handshake.ja3', 'JA3 of a client hello'),
      from('ja3s', 'text', 'tls.handshake.ja3s', 'JA3S of a server hello'),
    ],
  },
  {
    name: 'arp',
    layers: ['arp'],
    columns: [
      ...place,
      from('opcode', 'int', 'arp.opcode', '1 request, 2 reply'),
      from('sender_mac', 'text', 'arp.src.hw_mac', 'MAC address of the sender'),
      from('sender_ip', 'text', 'arp.src.proto_ipv4', 'IPv4 address of the sender'),
      from('target_mac', 'text', 'arp.dst.hw_mac', 'MAC address of the target'),
      from('target_ip', 'text', 'arp.dst.proto_ipv4', 'IPv4 address of the target'),
      from('gratuitous', 'flag', 'arp.isgratuitous', 'an announcement that nobody asked for'),
      from('request', 'int', 'arp.response_to', 'frame of the request'),
      from('seconds', 'real', 'arp.time', 'from the request to this reply'),
    ],
  },
]

/** Fields that say, in an answer, in which frame its request is. */
export const answers: readonly (readonly [protocol: string, field: string])[] = [
  ['arp', 'arp.response_to'],
  ['icmp', 'icmp.resp_to'],
  ['icmpv6', 'icmpv6.resp_to'],
  ['nd', 'icmpv6.nd.response_to'],
  ['dns', 'dns.response_to'],
  ['http', 'http.request_in'],
  ['ntp', 'ntp.request_in'],
  ['snmp', 'snmp.response_to'],
  ['ldap', 'ldap.response_to'],
  ['radius', 'radius.reqframe'],
  ['rpc', 'rpc.reqframe'],
  ['dcerpc', 'dcerpc.request_in'],
  ['smb', 'smb.response_to'],
  ['smb2', 'smb2.response_to'],
  ['enip', 'enip.response_to'],
]

export const requests = {
  name: 'requests',
  columns: [
    ...place,
    made('protocol', 'text', 'whose request and answer they are'),
    made('request', 'int', 'frame of the request; number is that of the answer'),
    made('seconds', 'real', 'from the request to the answer'),
  ],
}

export const expert = {
  name: 'expert',
  columns: [
    ...place,
    made('severity', 'text', 'error, warn, note, chat or comment'),
    made('field', 'text', 'filter name of the statement'),
    made('message', 'text', 'the statement'),
  ],
}

export const conversations = {
  name: 'conversations',
  columns: [
    made('capture', 'text', 'path of the capture as it was named'),
    made('transport', 'text', 'tcp or udp'),
    made('stream', 'int', 'number among those of its transport'),
    made('time', 'time', 'first packet, cut to microseconds'),
    made('time_ns', 'int', 'first packet in nanoseconds since 1970'),
    made('first', 'int', 'frame of the first packet'),
    made('last', 'int', 'frame of the last packet'),
    made('seconds', 'real', 'from the first packet to the last'),
    made('a', 'text', 'address of the end that sent the first packet'),
    made('a_port', 'int', 'its port'),
    made('b', 'text', 'address of the other end'),
    made('b_port', 'int', 'its port'),
    made('packets_a', 'int', 'packets that a sent'),
    made('bytes_a', 'int', 'bytes of these on the wire'),
    made('packets_b', 'int', 'packets that b sent'),
    made('bytes_b', 'int', 'bytes of these on the wire'),
    made('opening', 'text', 'how it was opened (TCP)'),
    made('closing', 'text', 'how it was closed (TCP)'),
    made('closed_by', 'text', 'a or b, where that is known (TCP)'),
    made('initial_rtt', 'real', 'seconds from SYN to the ACK that ends the handshake (TCP)'),
    made('completeness', 'int', 'tcp.completeness'),
    made('problems', 'int', 'segments with a problem (TCP)'),
  ],
}

/** All tables with their columns, as queries see them. */
export const tables: readonly { name: string; columns: readonly TableColumn[] }[] = [
  ...packetTables,
  requests,
  expert,
  conversations,
]
