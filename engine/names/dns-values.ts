/** Names of the numbers inside DNS records and options (IANA registries; RFC 6195, 4034, 4255, 6698, 8490, 8914 and others). */

/** RFC 1035, 1996, 2136, 8490: what kind of message. */
export const dnsOpcodes: Readonly<Record<number, string>> = {
  0: 'Standard query',
  1: 'Inverse query',
  2: 'Server status request',
  4: 'Zone change notification',
  5: 'Dynamic update',
  6: 'DNS Stateful operations (DSO)',
}

/** RFC 6895: response codes, with those above 15 that only EDNS, TSIG and TKEY can carry. */
export const dnsErrors: Readonly<Record<number, string>> = {
  0: 'No error',
  1: 'Format error',
  2: 'Server failure',
  3: 'No such name',
  4: 'Not implemented',
  5: 'Refused',
  6: 'Name exists',
  7: 'RRset exists',
  8: 'RRset does not exist',
  9: 'Not authoritative',
  10: 'Name out of zone',
  11: 'DSO-Type not implemented',
  16: 'Bad OPT Version or TSIG Signature Failure',
  17: 'Key not recognized',
  18: 'Signature out of time window',
  19: 'Bad TKEY Mode',
  20: 'Duplicate key name',
  21: 'Algorithm not supported',
  22: 'Bad Truncation',
  23: 'Bad/missing Server Cookie',
}

/** RFC 4034, appendix A.1: signature algorithms. */
export const dnssecAlgorithms: Readonly<Record<number, string>> = {
  1: 'RSA/MD5',
  2: 'Diffie-Hellman',
  3: 'DSA',
  4: 'Elliptic curve crypto',
  5: 'RSA/SHA1',
  6: 'DSA + NSEC3/SHA1',
  7: 'RSA/SHA1 + NSEC3/SHA1',
  8: 'RSA/SHA-256',
  10: 'RSA/SHA-512',
  12: 'GOST R 34.10-2001',
  13: 'ECDSA Curve P-256 with SHA-256',
  14: 'ECDSA Curve P-386 with SHA-386',
  15: 'Ed25519',
  16: 'Ed448',
  157: 'HMAC/MD5',
  252: 'Indirect key',
  253: 'Private, domain name',
  254: 'Private, OID',
}

/** Digests of DS records. */
export const dnssecDigests: Readonly<Record<number, string>> = {
  0: 'Reserved digest',
  1: 'SHA-1',
  2: 'SHA-256',
  3: 'GOST R 34.11-94',
  4: 'SHA-384',
}

/** Hashes of NSEC3 records. */
export const nsec3Algorithms: Readonly<Record<number, string>> = {
  0: 'Reserved',
  1: 'SHA-1',
}

/** RFC 2930: how a key is agreed on. */
export const tkeyModes: Readonly<Record<number, string>> = {
  1: 'Server assigned',
  2: 'Diffie Hellman',
  3: 'GSSAPI',
  4: 'Resolver assigned',
  5: 'Delete',
}

/** RFC 4398: kinds of certificates. */
export const certTypes: Readonly<Record<number, string>> = {
  1: 'PKIX',
  2: 'SPKI',
  3: 'PGP',
  4: 'IPKIX',
  5: 'ISPKI',
  6: 'IPGP',
  7: 'ACPKIX',
  8: 'IACPKIX',
  253: 'Private, URI',
  254: 'Private, OID',
}

/** RFC 4025. */
export const ipseckeyAlgorithms: Readonly<Record<number, string>> = {
  1: 'DSA',
  2: 'RSA',
}

/** RFC 4025: kinds of gateways. */
export const ipseckeyGateways: Readonly<Record<number, string>> = {
  0: 'No Gateway',
  1: 'IPv4 Gateway',
  2: 'IPv6 Gateway',
  3: 'DNS Gateway',
}

/** RFC 8005: public key algorithms. */
export const hipAlgorithms: Readonly<Record<number, string>> = {
  1: 'DSA',
  2: 'RSA',
  0: 'Reserved',
}

/** RFC 4255 and later: SSH key algorithms. */
export const sshfpAlgorithms: Readonly<Record<number, string>> = {
  0: 'Reserved',
  1: 'RSA',
  2: 'DSA',
  3: 'ECDSA',
  4: 'Ed25519',
  5: 'XMSS',
}

/** RFC 4255: fingerprint hashes. */
export const sshfpTypes: Readonly<Record<number, string>> = {
  0: 'Reserved',
  1: 'SHA1',
  2: 'SHA256',
}

/** RFC 6698, 7218: what a TLSA record says of a certificate. */
export const tlsaUsages: Readonly<Record<number, string>> = {
  0: 'CA constraint (PKIX-TA)',
  1: 'Service certificate constraint (PKIX-EE)',
  2: 'Trust anchor assertion (DANE-TA)',
  3: 'Domain-issued certificate (DANE-EE)',
}

/** RFC 6698: which part of the certificate is meant. */
export const tlsaSelectors: Readonly<Record<number, string>> = {
  0: 'Full certificate (Cert)',
  1: 'SubjectPublicKeyInfo (SPKI)',
}

/** RFC 6698: how the data is presented. */
export const tlsaMatching: Readonly<Record<number, string>> = {
  0: 'No Hash Used (Full)',
  1: '256 bit hash by SHA2 (SHA2-256)',
  2: '512 bit hash by SHA2 (SHA2-512)',
}

/** Address families of APL records and client subnets. */
export const aplFamilies: Readonly<Record<number, string>> = {
  1: 'IPv4',
  2: 'IPv6',
}

/** RFC 9460: parameters of SVCB and HTTPS records, as Wireshark 4.0 names them. */
export const svcParamKeys: Readonly<Record<number, string>> = {
  0: 'mandatory',
  1: 'alpn',
  2: 'no-default-alpn',
  3: 'port',
  4: 'ipv4hint',
  5: 'echconfig',
  6: 'ipv6hint',
  32769: 'odohconfig',
  65535: 'key65535',
}

/** EDNS options. */
export const dnsOptions: Readonly<Record<number, string>> = {
  0: 'Reserved',
  1: 'LLQ - Long-lived query',
  2: 'UL - Update lease',
  3: 'NSID - Name Server Identifier',
  4: 'Owner (reserved)',
  5: 'DAU - DNSSEC Algorithm Understood (RFC6975)',
  6: 'DHU - DS Hash Understood (RFC6975)',
  7: 'N3U - NSEC3 Hash Understood (RFC6975)',
  20730: 'Experimental - CSUBNET - Client subnet',
  8: 'CSUBNET - Client subnet',
  9: 'EDNS EXPIRE (RFC7314)',
  10: 'COOKIE',
  11: 'EDNS TCP Keepalive',
  12: 'PADDING',
  13: 'CHAIN',
  15: 'Extended DNS Error',
}

/** IP versions of XPF records. */
export const xpfVersions: Readonly<Record<number, string>> = {
  0: 'Reserved',
  4: 'IPv4',
  5: 'ST Datagram',
  6: 'IPv6',
  7: 'TP/IX',
  8: 'PIP',
  9: 'TUBA',
}

/** RFC 8914: what a resolver wants to say beyond its response code; from 0. */
const EXTENDED_ERRORS = [
  'Other Error',
  'Unsupported DNSKEY Algorithm',
  'Unsupported DS Digest Type',
  'Stale Answer',
  'Forged Answer',
  'DNSSEC Indeterminate',
  'DNSSEC Bogus',
  'Signature Expired',
  'Signature Not Yet Valid',
  'DNSKEY Missing',
  'RRSIGs Missing',
  'No Zone Key Bit Set',
  'NSEC Missing',
  'Cached Error',
  'Not Ready',
  'Blocked',
  'Censored',
  'Filtered',
  'Prohibited',
  'Stale NXDomain Answer',
  'Not Authoritative',
  'Not Supported',
  'No Reachable Authority',
  'Network Error',
  'Invalid Data',
  'Signature Expired before Valid',
  'Too Early',
  'Unsupported NSEC3 Iterations Value',
  'Unable to conform to policy',
  'Synthesized',
]
export const extendedError = (code: number): string =>
  EXTENDED_ERRORS[code] ?? (code < 49152 ? 'Unassigned' : 'Reserved for Private Use')

const ZONEMD_HASHES = ['Reserved', 'SHA-384', 'SHA-512']
/** RFC 8976. */
export const zonemdScheme = (n: number): string =>
  n === 1 ? 'SIMPLE' : n === 0 || n === 255 ? 'Reserved' : n < 240 ? 'Unassigned' : 'Private Use'
export const zonemdHash = (n: number): string =>
  ZONEMD_HASHES[n] ?? (n === 255 ? 'Reserved' : n < 240 ? 'Unassigned' : 'Private Use')

const DSO_LOW = ['Reserved', 'Keep Alive', 'Retry Delay', 'Encryption Padding']
const DSO_PUSH = ['Subscribe', 'Push', 'Unsubscribe', 'Reconfirm']
/** RFC 8490, 8765: types of the messages inside a DNS session. */
export function dsoType(type: number): string {
  if (type < 64) return DSO_LOW[type] ?? 'Unassigned, reserved for DSO session-management TLVs'
  if (type < 63488) return DSO_PUSH[type - 64] ?? 'Unassigned'
  return type < 64512 ? 'Reserved for Experimental/Local Use' : 'Reserved for future expansion'
}
