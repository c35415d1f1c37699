// Names of hosts and networks in a capture filter: libpcap would look them up over the network, so they are refused before it sees the filter.
// filter-names.cpp is the same for the helper.
import { isIPv6 } from 'node:net'

const set = (/** @type {string} */ words) => new Set(words.split(' '))
/** Words of pcap-filter(7): protocols; before an address; before a name that is looked up in no network; on their own. */
const protocols = set(
  'link ether ppp slip fddi tr wlan arp rarp ip sctp tcp udp icmp igmp igrp pim vrrp carp radio ip6 ipv6 icmp6 ah ' +
    'esp atalk aarp decnet lat sca moprc mopdl iso esis es-is isis is-is l1 l2 iih lsp snp csnp psnp clnp stp ipx ' +
    'netbeui',
)
const beforeAddress = set(
  'host net mask gateway src dst ra ta addr1 addr2 addr3 addr4 address1 address2 address3 address4',
)
const beforeName = set(
  'port portrange proto protochain type subtype dir direction llc ifname on rset ruleset reason action',
)
const alone = set(
  'less greater len length broadcast multicast inbound outbound vlan mpls pppoed pppoes geneve byte rnr rulenum ' +
    'srnr subrulenum vpi vci lane metac bcc oam oamf4 oamf4ec oamf4sc ilmic sc connectmsg metaconnect fisu lssu lsu ' +
    'msu hfisu hlssu hmsu sio opc dpc sls hsio hopc hdpc hsls tcpflags icmptype icmpcode icmp6type icmp6code ' +
    'tcp-fin tcp-syn tcp-rst tcp-push tcp-ack tcp-urg tcp-ece tcp-cwr ' +
    'icmp-echoreply icmp-unreach icmp-sourcequench icmp-redirect icmp-echo icmp-routeradvert icmp-routersolicit ' +
    'icmp-timxceed icmp-paramprob icmp-tstamp icmp-tstampreply icmp-ireq icmp-ireqreply icmp-maskreq icmp-maskreply ' +
    'icmp6-destinationunreach icmp6-destinationunrach icmp6-packettoobig icmp6-timeexceeded icmp6-parameterproblem ' +
    'icmp6-echo icmp6-echoreply icmp6-multicastlistenerquery icmp6-multicastlistenerreportv1 ' +
    'icmp6-multicastlistenerdone icmp6-routersolicit icmp6-routeradvert icmp6-neighborsolicit icmp6-neighboradvert ' +
    'icmp6-redirect icmp6-multicastlistenerreportv2 icmp6-homeagentdiscoveryrequest icmp6-homeagentdiscoveryreply ' +
    'icmp6-mobileprefixsolicit icmp6-mobileprefixadvert',
)

const number = /^(?:(?:0x[0-9a-f]{1,10}|\d{1,10})(?:\.(?!$)|$)){1,4}$/i
const mac =
  /^(?:[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}|[0-9a-f]{1,2}(?:-[0-9a-f]{1,2}){5}|[0-9a-f]{1,2}(?:\.[0-9a-f]{1,2}){5}|[0-9a-f]{1,4}(?:\.[0-9a-f]{1,4}){2}|[0-9a-f]{12})$/i

/**
 * The first word that libpcap would take for the name of a host or network; '' when there is none.
 * @param {string} filter
 */
export function nameIn(filter) {
  let before = '' // what stands in front of the word: protocol, address, name
  let names = false // a bare word behind "or" is of the kind of the one before
  for (const [piece] of filter.matchAll(/\[[^\]]*\]?|\)|\\?[A-Za-z0-9:][-\w.:$]*/g)) {
    const escaped = piece.startsWith('\\')
    const word = escaped ? piece.slice(1) : piece
    if (piece.startsWith('[')) before = ''
    else if (piece === ')') names = false
    else if (!escaped && (word === 'and' || word === 'or' || word === 'not')) before = ''
    else if (!escaped && protocols.has(word)) {
      names &&= before === 'name'
      before = before === 'name' ? '' : 'protocol' // "proto tcp"
    } else if (!escaped && beforeAddress.has(word)) {
      before = 'address'
      names = false
    } else if (!escaped && beforeName.has(word)) {
      before = 'name'
      names = true
    } else if (!escaped && alone.has(word)) {
      before = ''
      names = false
    } else if (/^:*$/.test(word) || number.test(word) || mac.test(word) || isIPv6(word)) before = ''
    else if (before === 'protocol' || before === 'name' || (before === '' && names)) before = ''
    else return word
  }
  return ''
}
