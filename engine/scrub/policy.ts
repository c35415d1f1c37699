/** What is kept of which protocol. Whatever is not named here is payload: its bytes are replaced. */

/** Bytes of a header that no field tells of stay as they are: lengths, types, reserved bits. */
export const headers: ReadonlySet<string> = new Set([
  ...[
    'eth',
    'vlan',
    'ieee8021ad',
    'ieee8021ah',
    'llc',
    'sll',
    'null',
    'raw',
    'ppp',
    'pppoes',
    'pppoed',
    'chdlc',
    'fr',
    'mpls',
    'ethertype',
  ],
  ...['arp', 'ip', 'ipv6', 'ipv6.hopopts', 'ipv6.dstopts', 'ipv6.routing', 'ipv6.fraghdr', 'icmp', 'icmpv6', 'igmp'],
  ...[
    'tcp',
    'udp',
    'udplite',
    'sctp',
    'dccp',
    'gre',
    'vxlan',
    'geneve',
    'gtp',
    'erspan',
    'etherip',
    'teredo',
    'ah',
    'esp',
    'lcp',
    'ipcp',
    'stp',
    'nflog',
    'cmd',
    'udpencap',
    'l2tp',
    'nsh',
    'capwap',
    'capwap.data',
  ],
  ...['wlan_radio', 'radiotap', 'ppi', 'wlan'],
])

/** Messages of which numbers, names and addresses are kept or replaced one by one, and everything else is payload. */
export const messages: ReadonlySet<string> = new Set([
  'dns',
  'mdns',
  'llmnr',
  'dhcp',
  'dhcpv6',
  'tls',
  'ntp',
  'eapol',
  'lacp',
])

/** Messages whose names are labels with lengths, and pointers. */
export const namedLikeDns: ReadonlySet<string> = new Set(['dns', 'mdns', 'llmnr'])

/** Kinds of things that a caller may ask to keep. */
export const keepable = ['mac', 'ip', 'names', 'payload', 'comments', 'interfaces', 'secrets', 'resolved'] as const
export type Keepable = (typeof keepable)[number]
