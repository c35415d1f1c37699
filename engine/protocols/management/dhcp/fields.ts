/** Fields of DHCP whose options have a form of their own. */
import { bit, bits, bytes, ether, expert, guid, ipv4, none, string, u16, u32, u8 } from '../../../dissect/field'
import { hardwareTypes } from '../../../names/hardware-types'
import { optionName } from './option-names'

export const messageTypes: Readonly<Record<number, string>> = {
  1: 'Discover',
  2: 'Offer',
  3: 'Request',
  4: 'Decline',
  5: 'ACK',
  6: 'NAK',
  7: 'Release',
  8: 'Inform',
  9: 'Force Renew',
  10: 'Lease query',
  11: 'Lease Unassigned',
  12: 'Lease Unknown',
  13: 'Lease Active',
  14: 'Bulk Lease Query',
  15: 'Lease Query Done',
}
const bare = (code: number): string => `(${code}) ${optionName(code)}`
export const duidTypes: Readonly<Record<number, string>> = {
  1: 'link-layer address plus time',
  2: 'assigned by vendor based on Enterprise number',
  3: 'link-layer address',
  4: 'Universally Unique IDentifier (UUID)',
}
const AGENT: Readonly<Record<number, string>> = {
  1: 'Agent Circuit ID',
  2: 'Agent Remote ID',
  3: 'Reserved',
  4: 'DOCSIS Device Class',
  5: 'Link selection',
  6: 'Subscriber ID',
  7: 'RADIUS Attributes',
  8: 'Authentication',
  9: 'Vendor-Specific Information',
  10: 'Flags',
  11: 'Server ID Override',
  12: 'Relay Agent Identifier',
  151: 'VRF name/VPN ID',
}

/** In the header and in client identifiers. */
export const hardwareType = u8('dhcp.hw.type', 'Hardware type', { display: 'hex', names: hardwareTypes })

export const special = {
  hardware: bytes('dhcp.hw.addr', 'Client hardware address'),
  mac: ether('dhcp.hw.mac_addr', 'Client MAC address', { help: 'The network card that asks for an address.' }),
  padding: bytes('dhcp.hw.addr_padding', 'Client hardware address padding'),
  noAddress: none('dhcp.client_address_not_given', 'Client address not given'),
  server: string('dhcp.server', 'Server host name', { zeroTerminated: true }),
  file: string('dhcp.file', 'Boot file name', { zeroTerminated: true }),
  cookie: ipv4('dhcp.cookie', 'Magic cookie', { help: 'Says that DHCP options follow.' }),
  vendor: bytes('dhcp.vendor', 'Bootp vendor specific options'),
  option: u8('dhcp.option.type', 'Option', { show: bare }),
  length: u8('dhcp.option.length', 'Length'),
  value: bytes('dhcp.option.value', 'Value'),
  message: u8('dhcp.option.dhcp', 'DHCP', {
    names: messageTypes,
    help: 'Discover, Offer, Request, ACK is how a client gets an address.',
  }),
  requested: u8('dhcp.option.request_list_item', 'Parameter Request List Item', {
    show: bare,
    help: 'What the client would like to be told.',
  }),
  overload: u8('dhcp.option.option_overload', 'Option Overload', {
    names: {
      1: 'Boot file name holds options',
      2: 'Server host name holds options',
      3: 'Boot file and server host names hold options',
    },
  }),
  end: u8('dhcp.option.end', 'Option End'),
  zeros: bytes('dhcp.option.padding', 'Padding'),
  idType: u8('dhcp.client_id.type', 'Type'),
  idText: string('dhcp.client_id.undef', 'Client Identifier'),
  idUuid: guid('dhcp.client_id.uuid', 'Client Identifier (UUID)', { little: true }),
  iaid: string('dhcp.client_id.iaid', 'IAID'),
  duidType: u16('dhcp.client_id.duid_type', 'DUID Type', { names: duidTypes }),
  duidTimed: u16('dhcp.client_id.duid_llt_hw_type', 'Hardware type', { names: hardwareTypes }),
  duidPlain: u16('dhcp.client_id.duid_ll_hw_type', 'Hardware type', { names: hardwareTypes }),
  duidTime: u32('dhcp.client_id.time', 'Time'),
  duidAddress: string('dhcp.client_id.link_layer_address', 'Link layer address'),
  fqdnFlags: u8('dhcp.fqdn.flags', 'Flags', {
    display: 'hex',
    of: {
      reserved: bits('dhcp.fqdn.mbz', 'Reserved flags', 0xf0, { display: 'hex' }),
      n: bit('dhcp.fqdn.n', 'Server DDNS', 0x08, { trueFalse: ['No server updates', 'Some server updates'] }),
      e: bit('dhcp.fqdn.e', 'Encoding', 0x04, { trueFalse: ['Binary encoding', 'ASCII encoding'] }),
      o: bit('dhcp.fqdn.o', 'Server overrides', 0x02, { trueFalse: ['Override', 'No override'] }),
      s: bit('dhcp.fqdn.s', 'Server', 0x01, { trueFalse: ['Server', 'Client'] }),
    },
  }),
  fqdnA: u8('dhcp.fqdn.rcode1', 'A-RR result'),
  fqdnPtr: u8('dhcp.fqdn.rcode2', 'PTR-RR result'),
  fqdnName: string('dhcp.fqdn.name', 'Client name', { help: 'The full DNS name of the client.' }),
  agent: u8('dhcp.option.agent_information_option.suboption', 'Option 82 Suboption', {
    show: (v) => `(${v}) ${AGENT[v] ?? 'Unknown'}`,
  }),
  subLength: u8('dhcp.option.suboption_length', 'Length'),
  circuit: bytes('dhcp.option.agent_information_option.agent_circuit_id', 'Agent Circuit ID', {
    help: 'The port of the relay (a switch, say) that the client is connected to.',
  }),
  remote: bytes('dhcp.option.agent_information_option.agent_remote_id', 'Agent Remote ID'),
  link: ipv4('dhcp.option.agent_information_option.link_selection', 'Link selection'),
  subscriber: string('dhcp.option.agent_information_option.subscriber_id', 'Subscriber ID'),
  override: ipv4('dhcp.option.agent_information_option.server_id_override', 'Server ID Override'),
  agentValue: bytes('dhcp.option.agent_information_option.value', 'Value'),
  policyAddress: ipv4('dhcp.option.policy_filter.ip', 'IP Address'),
  policyMask: ipv4('dhcp.option.policy_filter.subnet_mask', 'Subnet Mask'),
  routeTo: ipv4('dhcp.option.static_route.ip', 'Destination IP Address'),
  routeBy: ipv4('dhcp.option.static_route.router', 'Destination Router'),
  route: bytes('dhcp.option.classless_static_route', 'Subnet/MaskWidth-Router'),
  major: u8('dhcp.client_network_id_major', 'Major Version'),
  minor: u8('dhcp.client_network_id_minor', 'Minor Version'),
  vendorValue: bytes('dhcp.option.vendor.value', 'Value'),
  search: string('dhcp.option.dhcp_dns_domain_search_list_fqdn', 'FQDN'),
  secondsSwapped: expert('dhcp.secs_le', 'note', 'Protocol', 'Seconds elapsed appears to be encoded as little-endian'),
  badLength: expert('dhcp.bad_length', 'error', 'Protocol', 'Bad length of suboption'),
  noEnd: expert('dhcp.end_option_missing', 'error', 'Protocol', 'End option missing'),
}
