/** DHCP options whose value is one thing or a list of them (RFC 2132 and later): what kind, and which field. */
import { bool, i32, ipv4, string, u16, u32, u8 } from '../../../dissect/field'
import type { Field, FieldOptions } from '../../../dissect/field'
import { spanText } from '../../kit/time'

/** `one`: exactly one value of the field's width; `many`: at least one; `text`: all of the option. */
export interface Simple {
  readonly kind: 'one' | 'many' | 'text'
  readonly field: Field
  /** The value stands in the option's own line, too. */
  readonly inHead?: boolean
}
const named = (name: string): string => `dhcp.option.${name}`
const address = (name: string, label: string, options?: FieldOptions): Simple => ({
  kind: 'one',
  field: ipv4(named(name), label, options),
  inHead: true,
})
const addresses = (name: string, label: string, options?: FieldOptions): Simple => ({
  kind: 'many',
  field: ipv4(named(name), label, options),
})
const text = (name: string, label: string, options?: FieldOptions): Simple => ({
  kind: 'text',
  field: string(named(name), label, { zeroTerminated: true, ...options }),
})
const byte = (name: string, label: string, options?: FieldOptions): Simple => ({
  kind: 'one',
  field: u8(named(name), label, options),
})
const word = (name: string, label: string, options?: FieldOptions): Simple => ({
  kind: 'one',
  field: u16(named(name), label, options),
})
const flag = (name: string, label: string, words: readonly [string, string] = ['Enabled', 'Disabled']): Simple => ({
  kind: 'one',
  field: bool(named(name), label, { trueFalse: words, width: 1 }),
})
const INFINITE = 0xffff_ffff
const inWords = (v: number): string => (v === INFINITE ? 'infinity' : `(${v}s) ${spanText(v)}`)
const seconds = (name: string, label: string, help?: string): Simple => ({
  kind: 'one',
  field: u32(named(name), label, { show: inWords, ...(help ? { help } : {}) }),
})
const YES = ['Yes', 'No'] as const

export const architectures: Readonly<Record<number, string>> = {
  0: 'IA x86 PC',
  1: 'NEC/PC98',
  2: 'IA64 PC',
  3: 'DEC Alpha',
  4: 'ArcX86',
  5: 'Intel Lean Client',
  6: 'EFI IA32',
  7: 'EFI BC',
  8: 'EFI Xscale',
  9: 'EFI x86-64',
}

export const simple: Readonly<Record<number, Simple>> = {
  1: address('subnet_mask', 'Subnet Mask', { help: 'Which addresses belong to the network of the client.' }),
  2: { kind: 'one', field: i32(named('time_offset'), 'Time Offset', { show: inWords }) },
  3: addresses('router', 'Router', { help: 'The default gateway that the client is to use.' }),
  4: addresses('time_server', 'Time Server'),
  5: addresses('name_server', 'Name Server'),
  6: addresses('domain_name_server', 'Domain Name Server', { help: 'The DNS servers that the client is to ask.' }),
  7: addresses('log_server', 'Log Server'),
  8: addresses('quotes_server', 'Quotes Server'),
  9: addresses('lpr_server', 'LPR Server'),
  10: addresses('impress_server', 'Impress Server'),
  11: addresses('resource_location_server', 'Resource Location Server'),
  12: text('hostname', 'Host Name', { help: 'What the client calls itself.' }),
  13: word('boot_file_size', 'Boot File Size'),
  14: text('merit_dump_file', 'Merit Dump File'),
  15: text('domain_name', 'Domain Name', { help: 'The DNS domain that the client is to complete short names with.' }),
  16: address('swap_server', 'Swap Server'),
  17: text('root_path', 'Root Path'),
  18: text('extension_path', 'Extensions Path'),
  19: flag('ip_forwarding', 'IP Forwarding'),
  20: flag('non_local_source_routing', 'Non-Local Source Routing'),
  22: word('max_datagram_reassembly_size', 'Maximum Datagram Reassembly Size'),
  23: byte('default_ip_ttl', 'Default IP Time-to-Live'),
  24: seconds('path_mtu_aging_timeout', 'Path MTU Aging Timeout'),
  25: { kind: 'many', field: u16(named('path_mtu_plateau_table_item'), 'Path MTU Plateau Table Item') },
  26: word('interface_mtu', 'Interface MTU'),
  27: flag('all_subnets_are_local', 'All Subnets are Local', YES),
  28: address('broadcast_address', 'Broadcast Address'),
  29: flag('perform_mask_discovery', 'Perform Mask Discovery'),
  30: flag('mask_supplier', 'Mask Supplier', YES),
  31: flag('perform_router_discover', 'Perform Router Discover'),
  32: address('router_solicitation_address', 'Router Solicitation Address'),
  34: flag('trailer_encapsulation', 'Trailer Encapsulation'),
  35: seconds('arp_cache_timeout', 'ARP Cache Timeout'),
  36: flag('ethernet_encapsulation', 'Ethernet Encapsulation'),
  37: byte('tcp_default_ttl', 'TCP Default TTL'),
  38: seconds('tcp_keepalive_interval', 'TCP Keepalive Interval'),
  39: flag('tcp_keepalive_garbage', 'TCP Keepalive Garbage'),
  40: text('nis_domain', 'Network Information Service Domain'),
  41: addresses('nis_server', 'Network Information Service Server'),
  42: addresses('ntp_server', 'Network Time Protocol Server'),
  44: addresses('netbios_over_tcpip_name_server', 'NetBIOS over TCP/IP Name Server'),
  45: addresses('netbios_over_tcpip_dd_name_server', 'NetBIOS over TCP/IP Datagram Distribution Name Server'),
  46: byte('netbios_over_tcpip_node_type', 'NetBIOS over TCP/IP Node Type', {
    names: { 1: 'B-node', 2: 'P-node', 4: 'M-node', 8: 'H-node' },
  }),
  47: text('netbios_over_tcpip_scope', 'NetBIOS over TCP/IP Scope'),
  48: addresses('xwindows_system_font_server', 'X Window System Font Server'),
  49: addresses('xwindows_system_display_manager', 'X Window System Display Manager'),
  50: address('requested_ip_address', 'Requested IP Address', {
    help: 'The address that the client would like to have.',
  }),
  51: seconds(
    'ip_address_lease_time',
    'IP Address Lease Time',
    'How long the client may use the address without asking again.',
  ),
  54: address('dhcp_server_id', 'DHCP Server Identifier', {
    help: 'Which server offers the address, or which one’s offer the client takes.',
  }),
  56: text('message', 'Message'),
  57: word('dhcp_max_message_size', 'Maximum DHCP Message Size'),
  58: seconds('renewal_time_value', 'Renewal Time Value', 'When the client asks its server to extend the lease.'),
  59: seconds('rebinding_time_value', 'Rebinding Time Value', 'When the client asks any server to extend the lease.'),
  60: text('vendor_class_id', 'Vendor class identifier', { help: 'What kind of client this is: MSFT 5.0 is Windows.' }),
  64: text('nis_plus_domain', 'Network Information Service+ Domain'),
  65: addresses('nis_plus_server', 'Network Information Service+ Server'),
  66: text('tftp_server_name', 'TFTP Server Name'),
  67: text('bootfile_name', 'Bootfile name'),
  68: addresses('mobile_ip_home_agent', 'Mobile IP Home Agent'),
  69: addresses('smtp_server', 'SMTP Server'),
  70: addresses('pop3_server', 'POP3 Server'),
  71: addresses('nntp_server', 'NNTP Server'),
  72: addresses('default_www_server', 'Default WWW Server'),
  73: addresses('default_finger_server', 'Default Finger Server'),
  74: addresses('default_irc_server', 'Default IRC Server'),
  75: addresses('streettalk_server', 'StreetTalk Server'),
  76: addresses('streettalk_da_server', 'StreetTalk Directory Assistance Server'),
  85: addresses('novell_dss.ip', 'IP Address'),
  86: text('novell_ds_tree_name', 'Novell Directory Services Tree Name'),
  87: text('novell_ds_context', 'Novell Directory Services Context'),
  91: seconds('client_last_transaction_time', 'Client last transaction time'),
  92: addresses('associated_ip_option', 'Associated IP option'),
  93: {
    kind: 'many',
    field: u16(named('client_system_architecture'), 'Client System Architecture', { names: architectures }),
  },
  100: text('tz_pcode', 'TZ PCode'),
  101: text('tz_tcode', 'TZ TCode'),
  112: addresses('netinfo_parent_server_address', 'NetInfo Parent Server Address'),
  113: text('netinfo_parent_server_tag', 'NetInfo Parent Server Tag'),
  114: text('captive_portal', 'Captive Portal'),
  116: byte('dhcp_auto_configuration', 'DHCP Auto-Configuration', {
    names: { 0: 'DoNotAutoConfigure', 1: 'AutoConfigure' },
  }),
  118: addresses('subnet_selection_option', 'Subnet Selection Option'),
  136: addresses('pana_agent', 'PAA IPv4 Address'),
  137: text('lost_server_domain_name', 'LoST Server Domain Name'),
  138: addresses('capwap_access_controller', 'CAPWAP Access Controllers'),
  142: addresses('andsf_server', 'ANDSF Server'),
  145: {
    kind: 'many',
    field: u8(named('forcerenew_nonce.algorithm'), 'Algorithm', { names: { 1: 'HMAC-MD5' } }),
  },
  150: addresses('tftp_server_address', 'TFTP Server Address'),
  161: text('mudurl', 'MUDURL'),
  209: text('pxe_config_file', 'PXELINUX configuration file'),
  210: text('pxe_path_prefix', 'PXELINUX path prefix'),
  252: text('private_proxy_autodiscovery', 'Private/Proxy autodiscovery'),
}

/** Bytes of one value. */
export const widthOf = (field: Field): number => field.size || 1

export const simpleFields: Record<string, Field> = Object.fromEntries(
  Object.entries(simple).map(([code, { field }]) => [`option${code}`, field]),
)
