/** RFC 4120: fields of Kerberos. */
import { bit, bool, bytes, i32, ipv4, none, string, time, u32 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import { checksums, encryptions, errors, messageTypes, nameTypes, padataTypes } from './names'

const n = (key: string): string => `kerberos.${key}`
const row = (key: string, label: string): Field => none(n(`${key}_element`), label)
const list = (key: string, label: string): Field =>
  u32(n(key), label, { show: (v) => `${v} item${v === 1 ? '' : 's'}` })

const OPTIONS =
  'reserved forwardable forwarded proxiable proxy allow-postdate postdated unused7 renewable unused9 unused10 opt-hardware-auth unused12 unused13 constrained-delegation canonicalize request-anonymous unused17 unused18 unused19 unused20 unused21 unused22 unused23 unused24 unused25 disable-transited-check renewable-ok enc-tkt-in-skey unused29 renew validate'
/** Options of a request, bit after bit; each stands in its byte. */
export const kdcOptions = OPTIONS.split(' ').map((name, i) =>
  bit(n(`KDCOptions.${name.replaceAll('-', '.')}`), name, 0x80 >> (i % 8)),
)
export const apOptions = ['reserved', 'use-session-key', 'mutual-required'].map((name, i) =>
  bit(n(`APOptions.${name.replaceAll('-', '.')}`), name, 0x80 >> i),
)

export const kerberosFields = {
  mark: u32(n('rm.length'), 'Record Length', { unit: ' bytes' }),
  markReserved: bool(n('rm.reserved'), 'Reserved'),
  asReq: row('as_req', 'as-req'),
  asRep: row('as_rep', 'as-rep'),
  tgsReq: row('tgs_req', 'tgs-req'),
  tgsRep: row('tgs_rep', 'tgs-rep'),
  apReq: row('ap_req', 'ap-req'),
  apRep: row('ap_rep', 'ap-rep'),
  krbError: row('krb_error', 'krb-error'),
  krbSafe: row('krb_safe', 'krb-safe'),
  krbPriv: row('krb_priv', 'krb-priv'),
  krbCred: row('krb_cred', 'krb-cred'),
  pvno: u32(n('pvno'), 'pvno'),
  type: i32(n('msg_type'), 'msg-type', {
    names: messageTypes,
    help: 'AS asks for the first ticket, TGS for one of a service.',
  }),
  padata: list('padata', 'padata'),
  padataItem: row('PA_DATA', 'PA-DATA'),
  padataType: i32(n('padata_type'), 'padata-type', { names: padataTypes }),
  padataValue: bytes(n('padata_value'), 'padata-value'),
  body: row('req_body', 'req-body'),
  options: bytes(n('kdc_options'), 'kdc-options'),
  apOptions: bytes(n('ap_options'), 'ap-options'),
  cname: row('cname', 'cname'),
  sname: row('sname', 'sname'),
  nameType: i32(n('name_type'), 'name-type', { names: nameTypes }),
  cnameList: list('cname_string', 'cname-string'),
  snameList: list('sname_string', 'sname-string'),
  cnameString: string(n('CNameString'), 'CNameString', { help: 'Who asks: a user, or a computer.' }),
  snameString: string(n('SNameString'), 'SNameString', { help: 'The service that the ticket is for.' }),
  realm: string(n('realm'), 'realm', { help: 'The domain that the name belongs to.' }),
  crealm: string(n('crealm'), 'crealm'),
  from: time(n('from'), 'from'),
  till: time(n('till'), 'till'),
  rtime: time(n('rtime'), 'rtime'),
  ctime: time(n('ctime'), 'ctime'),
  cusec: u32(n('cusec'), 'cusec'),
  stime: time(n('stime'), 'stime'),
  susec: u32(n('susec'), 'susec'),
  nonce: u32(n('nonce'), 'nonce'),
  etypes: list('kdc-req-body.etype', 'etype'),
  enctype: i32(n('ENCTYPE'), 'ENCTYPE', { names: encryptions, help: 'A cipher that the client can use.' }),
  addresses: list('addresses', 'addresses'),
  address: row('HostAddress', 'HostAddress'),
  addressType: i32(n('addr_type'), 'addr-type', { names: { 2: 'iPv4', 20: 'nETBIOS', 24: 'iPv6' } }),
  addressIp: ipv4(n('addr_ip'), 'IP Address'),
  addressName: string(n('addr_nb'), 'NetBIOS Address'),
  authorization: row('enc_authorization_data', 'enc-authorization-data'),
  ticket: row('ticket', 'ticket'),
  ticketVersion: u32(n('tkt_vno'), 'tkt-vno'),
  encPart: row('enc_part', 'enc-part'),
  authenticator: row('authenticator', 'authenticator'),
  etype: i32(n('etype'), 'etype', { names: encryptions, help: 'The cipher. RC4 (ARCFOUR) and DES can be broken.' }),
  kvno: u32(n('kvno'), 'kvno'),
  cipher: bytes(n('cipher'), 'cipher'),
  error: i32(n('error_code'), 'error-code', { names: errors, help: 'Why no ticket was given.' }),
  errorText: string(n('e_text'), 'e-text'),
  errorData: bytes(n('e_data'), 'e-data'),
  infoEntry: row('ETYPE_INFO2_ENTRY', 'ETYPE-INFO2-ENTRY'),
  salt: string(n('info2_salt'), 'salt'),
  includePac: bool(n('include_pac'), 'include-pac'),
  armored: row('armored_data', 'armored-data'),
  requestChecksum: row('req_checksum', 'req-checksum'),
  checksumType: i32(n('cksumtype'), 'cksumtype', { names: checksums }),
  checksum: bytes(n('checksum'), 'checksum'),
  fastRequest: row('enc_fast_req', 'enc-fast-req'),
  ...Object.fromEntries(kdcOptions.map((field, i) => [`kdc${i}`, field])),
  ...Object.fromEntries(apOptions.map((field, i) => [`ap${i}`, field])),
}
