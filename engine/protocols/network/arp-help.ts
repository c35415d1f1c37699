/** What the rarer fields of ARP are, for somebody who meets them for the first time; by filter name. */
export const arpHelp = {
  'arp.src.hw':
    'Hardware address of the sender, where its kind is not Ethernet; its length stands in the hardware size (RFC 826).',
  'arp.src.proto': 'Protocol address of the sender, where the protocol is not IPv4.',
  'arp.dst.hw': 'Hardware address that is asked for or answered to, where its kind is not Ethernet.',
  'arp.dst.proto': 'Protocol address that is asked for, where the protocol is not IPv4.',
  'arp.dst.drarp_error_status': 'Why a server of Dynamic RARP gave no address (RFC 1931).',
  'arp.packet-storm-detected':
    'So many ARP requests in so short a time that a scan, a loop or a broken host is likely. Both numbers are preferences.',
  'arp.probe_conflict':
    'Two hosts probe the same address at the same time: neither may take it (RFC 5227 section 2.1.1).',
  'arp.sender_not_frame_source':
    'The MAC address within the message is not the one that the frame was sent from: a proxy, a bridge, or somebody who lies.',
}
