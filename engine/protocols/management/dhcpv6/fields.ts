/** Fields of DHCPv6 behind the header. */
import { bit, bytes, expert, ipv6, string, time, u16, u24, u32, u8 } from '../../../dissect/field'
import { enterprises } from '../../../names/enterprises'
import { hardwareTypes } from '../../../names/hardware-types'
import { duids, messages, options, statuses } from './names'

const WHO = [
  'CLIENT wants to update its AAAA RRs and SERVER to update its PTR RRs',
  'CLIENT wants SERVER to update both its AAAA and PTR RRs',
] as const
/** Who writes the name of the client into DNS (RFC 4704). */
export const fqdnText = (v: number): string => {
  const text = v & 4 ? 'CLIENT wants to update both its AAAA and PTR RRs' : WHO[v & 1]
  return `0x${v.toString(16).padStart(2, '0')}  [${text}]`
}

export const fields = {
  hops: u8('dhcpv6.hopcount', 'Hopcount'),
  link: ipv6('dhcpv6.linkaddr', 'Link address', {
    help: 'On which link the client is, for the server to choose an address.',
  }),
  peer: ipv6('dhcpv6.peeraddr', 'Peer address', { help: 'From whom the relay got the message.' }),
  id: u24('dhcpv6.xid', 'Transaction ID', { display: 'hex', help: 'Chosen by the client; answers have the same.' }),
  option: u16('dhcpv6.option.type', 'Option', { names: options }),
  length: u16('dhcpv6.option.length', 'Length'),
  optionText: string('dhcpv6.option.type_str', 'Option'),
  duid: bytes('dhcpv6.duid.bytes', 'DUID', { help: 'What the host is known by for good, whatever its adapters are.' }),
  duidType: u16('dhcpv6.duid.type', 'DUID Type', { names: duids }),
  hardware1: u16('dhcpv6.duidllt.hwtype', 'Hardware type', { names: hardwareTypes }),
  made: time('dhcpv6.duidllt.time', 'DUID Time'),
  address1: string('dhcpv6.duidllt.link_layer_addr', 'Link-layer address'),
  hardware3: u16('dhcpv6.duidll.hwtype', 'Hardware type', { names: hardwareTypes }),
  address3: string('dhcpv6.duidll.link_layer_addr', 'Link-layer address'),
  duidEnterprise: u32('dhcpv6.duiden.enterprise', 'Enterprise ID', { names: enterprises }),
  duidIdentifier: bytes('dhcpv6.duiden.identifier', 'Identifier'),
  uuid: bytes('dhcpv6.duiduuid.bytes', 'UUID'),
  iaid: string('dhcpv6.iaid', 'IAID', { help: 'Which of the client’s sets of addresses this is about.' }),
  t1: u32('dhcpv6.iaid.t1', 'T1', { help: 'After so many seconds the client asks its server to prolong.' }),
  t2: u32('dhcpv6.iaid.t2', 'T2', { help: 'After so many seconds it asks any server.' }),
  iata: string('dhcpv6.iata', 'IATA'),
  address: ipv6('dhcpv6.iaaddr.ip', 'IPv6 address', { help: 'The address that the client gets.' }),
  preferred: u32('dhcpv6.iaaddr.pref_lifetime', 'Preferred lifetime'),
  valid: u32('dhcpv6.iaaddr.valid_lifetime', 'Valid lifetime'),
  prefixPreferred: u32('dhcpv6.iaprefix.pref_lifetime', 'Preferred lifetime'),
  prefixValid: u32('dhcpv6.iaprefix.valid_lifetime', 'Valid lifetime'),
  prefixLength: u8('dhcpv6.iaprefix.pref_len', 'Prefix length'),
  prefix: ipv6('dhcpv6.iaprefix.pref_addr', 'Prefix address', { help: 'A network for the client’s own use.' }),
  requested: u16('dhcpv6.requested_option_code', 'Requested Option code', { names: options }),
  preference: u8('dhcpv6.option_preference', 'Pref-value'),
  elapsed: u16('dhcpv6.elapsed_time', 'Elapsed time', { show: (v) => `${v}ms` }),
  status: u16('dhcpv6.status_code', 'Status Code', { names: statuses }),
  statusText: string('dhcpv6.status_msg', 'Status Message'),
  unicast: ipv6('dhcpv6.unicast', 'IPv6 address'),
  classEnterprise: u32('dhcpv6.vendorclass.enterprise', 'Enterprise ID', { names: enterprises }),
  classData: string('dhcpv6.vendorclass.data', 'vendor-class-data', { zeroTerminated: true }),
  vendorEnterprise: u32('dhcpv6.vendoropts.enterprise', 'Enterprise ID', { names: enterprises }),
  vendorCode: u16('dhcpv6.vendoropts.enterprise.option_code', 'Option code'),
  vendorLength: u16('dhcpv6.vendoropts.enterprise.option_length', 'Option length'),
  vendorData: bytes('dhcpv6.vendoropts.enterprise.option_data', 'Option data'),
  interface: bytes('dhcpv6.interface_id', 'Interface-ID'),
  reconfigure: u8('dhcpv6.reconf_msg', 'Reconfigure message type', { names: messages }),
  dns: ipv6('dhcpv6.dns_server', 'DNS server address'),
  sip: ipv6('dhcpv6.sip_server_a', 'SIP server address'),
  sntp: ipv6('dhcpv6.sntp_server', 'SNTP server address'),
  search: string('dhcpv6.search_list_entry', 'List entry'),
  lifetime: u32('dhcpv6.lifetime', 'Lifetime'),
  remoteEnterprise: u32('dhcpv6.remoteid.enterprise', 'Enterprise ID', { names: enterprises }),
  remote: bytes('dhcpv6.remoteid_enterprise_id', 'Remote-ID'),
  subscriber: string('dhcpv6.subscriber_id', 'Subscriber-ID'),
  fqdnFlags: u8('dhcpv6.client_fqdn_flags', 'Flags', {
    display: 'hex',
    show: fqdnText,
    of: {
      n: bit('dhcpv6.clientfqdn.client.n', 'N bit', 4, {
        trueFalse: ['Server SHOULD NOT perform DNS updates', 'Server SHOULD perform PTR RR updates'],
      }),
      s: bit('dhcpv6.clientfqdn.client.s', 'S bit', 1, {
        trueFalse: ['Server SHOULD perform AAAA RR updates', 'Server SHOULD NOT perform AAAA RR updates'],
      }),
    },
  }),
  clientDomain: string('dhcpv6.client_domain', 'Client Domain Name'),
  partialName: string('dhcpv6.partial_name_preceded_by_fqdn', 'Partial name preceded by FQDN'),
  userLength: u16('dhcpv6.userclass.length', 'Length'),
  userData: bytes('dhcpv6.userclass.opaque_data', 'Suboption'),
  portal: string('dhcpv6.captive_portal', 'Captive Portal'),
  malformed: expert('dhcpv6.malformed', 'error', 'Malformed', 'malformed option'),
}
