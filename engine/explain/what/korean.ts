/** All Korean sentences about fields, by filter name: a file per protocol. A field without one shows its English sentence. */
import { arp } from './ko/arp'
import { arpRare } from './ko/arp-rare'
import { data } from './ko/data'
import { dhcpRare } from './ko/dhcp-rare'
import { dns } from './ko/dns'
import { dnsRare } from './ko/dns-rare'
import { eth } from './ko/eth'
import { ethRare } from './ko/eth-rare'
import { http } from './ko/http'
import { icmp } from './ko/icmp'
import { icmpRare } from './ko/icmp-rare'
import { icmpv6Rare } from './ko/icmpv6-rare'
import { ip } from './ko/ip'
import { ipRare } from './ko/ip-rare'
import { ipv6Rare } from './ko/ipv6-rare'
import { tcp } from './ko/tcp'
import { tcpRare } from './ko/tcp-rare'
import { udp } from './ko/udp'
import { udpRare } from './ko/udp-rare'
import { vlanRare } from './ko/vlan-rare'

export const koreanOf: ReadonlyMap<string, string> = new Map(
  [
    arp,
    arpRare,
    data,
    dhcpRare,
    dns,
    dnsRare,
    eth,
    ethRare,
    http,
    icmp,
    icmpRare,
    icmpv6Rare,
    ip,
    ipRare,
    ipv6Rare,
    tcp,
    tcpRare,
    udp,
    udpRare,
    vlanRare,
  ].flatMap((sentences) => Object.entries(sentences)),
)
