/** What the rarer fields of UDP are, for somebody who meets them for the first time; by filter name. */
export const udpHelp = {
  'udp.port': 'Either port: a filter on it finds datagrams to and from a port.',
  'udp.possible_traceroute':
    'The port is one of those that traceroute counts up from 33434: perhaps a path is being probed.',
  'udp.length.bad': 'The length is below 8, the header alone, or more than the IP packet carries.',
  'udp.length.bad_zero': 'A length of 0 is allowed in jumbograms of more than 65,535 bytes only (RFC 2675).',
  'udp.checksum.zero': '0 means that no checksum was computed, which IPv6 does not allow (RFC 8200 section 8.1).',
}
