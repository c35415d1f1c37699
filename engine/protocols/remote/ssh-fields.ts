/** Fields of SSH's key exchange, and names of its messages (RFC 4250, 4253, 4419, 5656). */
import { bool, bytes, expert, string, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'

/** A list of names in the key exchange, with its length in front. */
export interface NameList {
  length: Field
  names: Field
}
const list = (name: string): NameList => ({
  length: u32(`ssh.${name}_length`, `${name} length`),
  names: string(`ssh.${name}`, `${name} string`),
})
/** In the order of the message. */
export const nameLists = {
  kex: list('kex_algorithms'),
  hostKey: list('server_host_key_algorithms'),
  encryptionUp: list('encryption_algorithms_client_to_server'),
  encryptionDown: list('encryption_algorithms_server_to_client'),
  macUp: list('mac_algorithms_client_to_server'),
  macDown: list('mac_algorithms_server_to_client'),
  compressionUp: list('compression_algorithms_client_to_server'),
  compressionDown: list('compression_algorithms_server_to_client'),
  languagesUp: list('languages_client_to_server'),
  languagesDown: list('languages_server_to_client'),
}

export const sshFields = {
  protocol: string('ssh.protocol', 'Protocol', { help: 'Version of the protocol and of the program.' }),
  length: u32('ssh.packet_length', 'Packet Length'),
  encryptedLength: bytes('ssh.packet_length_encrypted', 'Packet Length (encrypted)'),
  paddingLength: u8('ssh.padding_length', 'Padding Length'),
  encrypted: bytes('ssh.encrypted_packet', 'Encrypted Packet'),
  padding: bytes('ssh.padding_string', 'Padding String'),
  number: u32('ssh.seq_num', 'Sequence number', { generated: true }),
  direction: bool('ssh.direction', 'Direction', {
    generated: true,
    trueFalse: ['server-to-client', 'client-to-server'],
  }),
  code: u8('ssh.message_code', 'Message Code', { help: 'What the packet is for; unreadable once keys are agreed on.' }),
  cookie: bytes('ssh.cookie', 'Cookie'),
  follows: u8('ssh.first_kex_packet_follows', 'First KEX Packet Follows'),
  reserved: bytes('ssh.kex.reserved', 'Reserved'),
  ...Object.fromEntries(
    Object.entries(nameLists).flatMap(([key, { length, names }]) => [
      [`${key}Length`, length],
      [key, names],
    ]),
  ),
  hostKeyLength: u32('ssh.host_key.length', 'Host key length'),
  hostKeyTypeLength: u32('ssh.host_key.type_length', 'Host key type length'),
  hostKeyType: string('ssh.host_key.type', 'Host key type', {
    help: 'By what kind of key the server shows who it is.',
  }),
  hostKeyData: bytes('ssh.host_key.data', 'Host key data'),
  rsaN: bytes('ssh.host_key.rsa.n', 'RSA modulus (N)'),
  rsaE: bytes('ssh.host_key.rsa.e', 'RSA public exponent (e)'),
  eddsaKey: bytes('ssh.host_key.eddsa.key', 'EdDSA public key'),
  eddsaLength: u32('ssh.host_key.eddsa.key_length', 'EdDSA public key length'),
  signatureLength: u32('ssh.host_sig.length', 'Host signature length'),
  signatureTypeLength: u32('ssh.host_sig.type_length', 'Host signature type length'),
  signatureType: string('ssh.host_sig.type', 'Host signature type'),
  signatureData: bytes('ssh.host_sig.data', 'Host signature data'),
  rsaSignature: bytes('ssh.host_sig.rsa', 'RSA signature'),
  e: bytes('ssh.dh.e', 'DH client e'),
  f: bytes('ssh.dh.f', 'DH server f'),
  min: u32('ssh.dh_gex.min', 'DH GEX Min'),
  bits: u32('ssh.dh_gex.nbits', 'DH GEX Number of Bits'),
  max: u32('ssh.dh_gex.max', 'DH GEX Max'),
  p: bytes('ssh.dh_gex.p', 'DH GEX modulus (P)'),
  g: bytes('ssh.dh_gex.g', 'DH GEX base (G)'),
  qc: bytes('ssh.ecdh.q_c', "ECDH client's ephemeral public key (Q_C)"),
  qcLength: u32('ssh.ecdh.q_c_length', "ECDH client's ephemeral public key length"),
  qs: bytes('ssh.ecdh.q_s', "ECDH server's ephemeral public key (Q_S)"),
  qsLength: u32('ssh.ecdh.q_s_length', "ECDH server's ephemeral public key length"),
  mpintLength: u32('ssh.mpint_length', 'Multi Precision Integer Length'),
  tooLong: expert('ssh.packet_length.error', 'warn', 'Protocol', 'Overly large number'),
}

const common: Readonly<Record<number, string>> = {
  1: 'Disconnect',
  2: 'Ignore',
  3: 'Unimplemented',
  4: 'Debug',
  5: 'Service Request',
  6: 'Service Accept',
  20: 'Key Exchange Init',
  21: 'New Keys',
}
const byMethod: Readonly<Record<Method, Readonly<Record<number, string>>>> = {
  dh: { 30: 'Diffie-Hellman Key Exchange Init', 31: 'Diffie-Hellman Key Exchange Reply' },
  gex: {
    30: 'Diffie-Hellman Group Exchange Request (Old)',
    31: 'Diffie-Hellman Group Exchange Group',
    32: 'Diffie-Hellman Group Exchange Init',
    33: 'Diffie-Hellman Group Exchange Reply',
    34: 'Diffie-Hellman Group Exchange Request',
  },
  ecdh: {
    30: 'Elliptic Curve Diffie-Hellman Key Exchange Init',
    31: 'Elliptic Curve Diffie-Hellman Key Exchange Reply',
  },
}
/** Families of key exchange: the numbers of their messages overlap. */
export type Method = 'dh' | 'gex' | 'ecdh'
export const methodOf = (kex: string): Method | undefined =>
  /^diffie-hellman-group-exchange/.test(kex)
    ? 'gex'
    : /^diffie-hellman-/.test(kex)
      ? 'dh'
      : /^(ecdh-|curve|sntrup|mlkem)/.test(kex)
        ? 'ecdh'
        : undefined
export const messageName = (code: number, kex: string): string => {
  const method = methodOf(kex)
  return common[code] ?? (method && byMethod[method][code]) ?? `Unknown (${code})`
}
