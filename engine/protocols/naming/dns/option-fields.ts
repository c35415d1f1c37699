/** Fields of EDNS options (RFC 6891 and later) and of SVCB and HTTPS records (RFC 9460). */
import { bytes, expert, ipv4, ipv6, none, string, u16, u8 } from '../../../dissect/field'
import {
  aplFamilies,
  dnsOptions,
  dnssecAlgorithms,
  dnssecDigests,
  extendedError,
  nsec3Algorithms,
  svcParamKeys,
} from '../../../names/dns-values'

export const optionFields = {
  svcbSvcpriority: u16('dns.svcb.svcpriority', 'SvcPriority', {
    help: 'Zero: an alias. Otherwise alternatives with lower numbers are tried first.',
  }),
  svcbTargetname: string('dns.svcb.targetname', 'TargetName'),
  svcbSvcparamKey: u16('dns.svcb.svcparam.key', 'SvcParamKey', { names: svcParamKeys }),
  svcbSvcparamValueLength: u16('dns.svcb.svcparam.value.length', 'SvcParamValue length'),
  svcbSvcparamValue: bytes('dns.svcb.svcparam.value', 'SvcParamValue'),
  svcbSvcparam: none('dns.svcb.svcparam', 'SvcParam'),
  svcbSvcparamMandatoryKey: u16('dns.svcb.svcparam.mandatory.key', 'Mandatory key', { names: svcParamKeys }),
  svcbSvcparamAlpnLength: u8('dns.svcb.svcparam.alpn.length', 'ALPN length'),
  svcbSvcparamAlpn: string('dns.svcb.svcparam.alpn', 'ALPN', {
    help: 'Protocol that the server speaks there (h2: HTTP/2, h3: HTTP/3).',
  }),
  svcbSvcparamPort: u16('dns.svcb.svcparam.port', 'Port'),
  svcbSvcparamIpv4hintIp: ipv4('dns.svcb.svcparam.ipv4hint.ip', 'IP'),
  svcbSvcparamEchconfig: bytes('dns.svcb.svcparam.echconfig', 'ECHConfig'),
  svcbSvcparamIpv6hintIp: ipv6('dns.svcb.svcparam.ipv6hint.ip', 'IP'),
  svcbSvcparamOdohconfig: bytes('dns.svcb.svcparam.odohconfig', 'ODoHConfig'),
  opt: none('dns.opt', 'Option'),
  optCode: u16('dns.opt.code', 'Option Code', { names: dnsOptions }),
  optLen: u16('dns.opt.len', 'Option Length'),
  optData: bytes('dns.opt.data', 'Option Data'),
  optDau: u8('dns.opt.dau', 'DAU', { names: dnssecAlgorithms }),
  optDhu: u8('dns.opt.dhu', 'DHU', { names: dnssecDigests }),
  optN3u: u8('dns.opt.n3u', 'N3U', { names: nsec3Algorithms }),
  optClientFamily: u16('dns.opt.client.family', 'Family', { names: aplFamilies }),
  optClientNetmask: u8('dns.opt.client.netmask', 'Source Netmask'),
  optClientScope: u8('dns.opt.client.scope', 'Scope Netmask'),
  optClientAddr: bytes('dns.opt.client.addr', 'Client Subnet'),
  optClientAddr4: ipv4('dns.opt.client.addr4', 'Client Subnet', {
    help: 'Part of the address of whoever asked, so that a nearby server can be named.',
  }),
  optClientAddr6: ipv6('dns.opt.client.addr6', 'Client Subnet'),
  optCookieClient: bytes('dns.opt.cookie.client', 'Client Cookie', {
    help: 'Number that must come back in the answer: makes forged answers harder.',
  }),
  optCookieServer: bytes('dns.opt.cookie.server', 'Server Cookie'),
  optEdnsTcpKeepaliveTimeout: u16('dns.opt.edns_tcp_keepalive.timeout', 'Timeout'),
  optPadding: bytes('dns.opt.padding', 'Padding', {
    help: 'Filling, so that the length of an encrypted message says less.',
  }),
  optChainFqdn: string('dns.opt.chain.fqdn', 'Closest Trust Point'),
  optExtErrorInfoCode: u16('dns.opt.ext_error.info_code', 'Info Code', {
    names: extendedError,
    help: 'Why the answer is an error or is not to be trusted, in more detail than the reply code.',
  }),
  optExtErrorExtraText: string('dns.opt.ext_error.extra_text', 'Extra Text'),
  optBadLength: expert('dns.rr.opt.bad_length', 'error', 'Malformed', 'Length too long for any type of IP address.'),
  optDeprecated: expert('dns.depr.opc', 'warn', 'Protocol', 'Deprecated opcode'),
}
