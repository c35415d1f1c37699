/** Values inside handshake messages and extensions, as the IANA registries (TLS parameters, TLS extensions) and RFC 8446 name them. */
import type { Names } from '../../../dissect/field'
import { isGrease } from './suites'

/** Names in a text: `@` and a number begin a run of names with numbers that follow one another; `~` stands for a blank. Read when first asked. */
function registry(text: string): (value: number) => string | undefined {
  let known: Map<number, string> | undefined
  const read = (): Map<number, string> => {
    const names = new Map<number, string>()
    let number = 0
    for (const word of text.trim().split(/\s+/)) {
      if (word.startsWith('@')) number = parseInt(word.slice(1), 16)
      else names.set(number++, word.replaceAll('~', ' '))
    }
    return names
  }
  return (value) => (isGrease(value) ? 'Reserved (GREASE)' : (known ??= read()).get(value))
}

export const extensionName = registry(`
@0000 server_name max_fragment_length client_certificate_url trusted_ca_keys truncated_hmac status_request user_mapping client_authz
server_authz cert_type supported_groups ec_point_formats srp signature_algorithms use_srtp heartbeat
application_layer_protocol_negotiation status_request_v2 signed_certificate_timestamp client_certificate_type server_certificate_type
padding encrypt_then_mac extended_master_secret token_binding cached_info @001b compress_certificate record_size_limit @0022
delegated_credentials session_ticket @0028 Reserved~(key_share) pre_shared_key early_data supported_versions cookie
psk_key_exchange_modes Reserved~(ticket_early_data_info) certificate_authorities oid_filters post_handshake_auth
signature_algorithms_cert key_share transparency_info connection_id~(deprecated) connection_id external_id_hash external_session_id
quic_transport_parameters ticket_request dnssec_chain @3374 next_protocol_negotiation @4469 application_settings @754f channel_id_old
channel_id @ff01 renegotiation_info @ffa5 quic_transport_parameters~(drafts~version) @ffce encrypted_server_name`)

/** Groups and curves; those beyond 0x0200 but the last two are experiments with post-quantum key exchange. */
export const groupName = registry(`
@0001 sect163k1 sect163r1 sect163r2 sect193r1 sect193r2 sect233k1 sect233r1 sect239k1 sect283k1 sect283r1 sect409k1 sect409r1 sect571k1
sect571r1 secp160k1 secp160r1 secp160r2 secp192k1 secp192r1 secp224k1 secp224r1 secp256k1 secp256r1 secp384r1 secp521r1 brainpoolP256r1
brainpoolP384r1 brainpoolP512r1 x25519 x448 @0029 curveSM2 @0100 ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192 @0200 frodo640aes
frodo640shake frodo976aes frodo976shake frodo1344aes frodo1344shake @0214 ntru_hps2048509 ntru_hps2048677 ntru_hps4096821 ntru_hrss701
lightsaber saber firesaber sidhp434 sidhp503 sidhp610 sidhp751 sikep434 sikep503 sikep610 sikep751 @022c hqc128 hqc192 hqc256 ntrulpr653
ntrulpr761 ntrulpr857 sntrup653 sntrup761 sntrup857 @0238 bikel1 @023a kyber512 bikel3 kyber768 kyber1024 kyber90s512 kyber90s768
kyber90s1024 ntrulpr1277 sntrup1277 @0245 ntru_hps40961229 ntru_hrss1373 @2f00 p256_frodo640aes p256_frodo640shake p384_frodo976aes
p384_frodo976shake p521_frodo1344aes p521_frodo1344shake @2f14 p256_ntru_hps2048509 p384_ntru_hps2048677 p521_ntru_hps4096821
p384_ntru_hrss701 p256_lightsaber p384_saber p521_firesaber p256_sidhp434 p256_sidhp503 p384_sidhp610 p521_sidhp751 p256_sikep434
p256_sikep503 p384_sikep610 p521_sikep751 @2f2c p256_hqc128 p384_hqc192 p521_hqc256 p256_ntrulpr653 @2f31 p384_ntrulpr857 p256_sntrup653
@2f34 p384_sntrup857 @2f38 p256_bikel1 @2f3a p256_kyber512 p384_bikel3 p384_kyber768 p521_kyber1024 p256_kyber90s512 p384_kyber90s768
p521_kyber90s1024 p521_ntrulpr1277 p521_sntrup1277 p256_ntrulpr761 p256_sntrup761 p521_ntru_hps40961229 p521_ntru_hrss1373 @ff01
arbitrary_explicit_prime_curves arbitrary_explicit_char2_curves`)

/** Signature schemes as TLS 1.3 names them. */
const schemes = registry(`
@0201 rsa_pkcs1_sha1 @0203 ecdsa_sha1 @0401 rsa_pkcs1_sha256 @0403 ecdsa_secp256r1_sha256 @0501 rsa_pkcs1_sha384 @0503
ecdsa_secp384r1_sha384 @0601 rsa_pkcs1_sha512 @0603 ecdsa_secp521r1_sha512 @0708 sm2sig_sm3 @0804 rsa_pss_rsae_sha256
rsa_pss_rsae_sha384 rsa_pss_rsae_sha512 ed25519 ed448 rsa_pss_pss_sha256 rsa_pss_pss_sha384 rsa_pss_pss_sha512 @fe0b falcon512
p256_falcon512 rsa3072_falcon512 falcon1024 p521_falcon1024 @fe1b picnic3l1 p256_picnic3l1 rsa3072_picnic3l1 @fe27 rainbowIclassic
p256_rainbowIclassic rsa3072_rainbowIclassic @fe3c rainbowVclassic p521_rainbowVclassic @fe42 sphincsharaka128frobust
p256_sphincsharaka128frobust rsa3072_sphincsharaka128frobust @fe5e sphincssha256128frobust p256_sphincssha256128frobust
rsa3072_sphincssha256128frobust @fe7a sphincsshake256128frobust p256_sphincsshake256128frobust rsa3072_sphincsshake256128frobust @fe96
picnicl1full p256_picnicl1full rsa3072_picnicl1full @fea0 dilithium2 p256_dilithium2 rsa3072_dilithium2 dilithium3 p384_dilithium3
dilithium5 p521_dilithium5 dilithium2_aes p256_dilithium2_aes rsa3072_dilithium2_aes dilithium3_aes p384_dilithium3_aes dilithium5_aes
p521_dilithium5_aes`)

export const compressionNames: Readonly<Record<number, string>> = { 0: 'null', 1: 'DEFLATE', 64: 'LZS' }
export const pointFormats: Readonly<Record<number, string>> = {
  0: 'uncompressed',
  1: 'ansiX962_compressed_prime',
  2: 'ansiX962_compressed_char2',
}
export const serverNameTypes: Readonly<Record<number, string>> = { 0: 'host_name' }
export const statusTypes: Readonly<Record<number, string>> = { 1: 'OCSP', 2: 'OCSP Multi' }
export const hashNames: Readonly<Record<number, string>> = {
  0: 'None',
  1: 'MD5',
  2: 'SHA1',
  3: 'SHA224',
  4: 'SHA256',
  5: 'SHA384',
  6: 'SHA512',
  7: 'SM3',
}
export const signNames: Readonly<Record<number, string>> = { 0: 'Anonymous', 1: 'RSA', 2: 'DSA', 3: 'ECDSA', 4: 'SM2' }
export const curveTypes: Readonly<Record<number, string>> = {
  1: 'explicit_prime',
  2: 'explicit_char2',
  3: 'named_curve',
}
export const heartbeatModes: Readonly<Record<number, string>> = {
  1: 'Peer allowed to send requests',
  2: 'Peer not allowed to send requests',
}
export const heartbeatTypes: Readonly<Record<number, string>> = { 1: 'Request', 2: 'Response' }
export const pskModes: Readonly<Record<number, string>> = {
  0: 'PSK-only key establishment (psk_ke)',
  1: 'PSK with (EC)DHE key establishment (psk_dhe_ke)',
}
export const keyUpdates: Readonly<Record<number, string>> = { 0: 'update_not_requested', 1: 'update_requested' }
export const compressors: Readonly<Record<number, string>> = { 1: 'zlib', 2: 'brotli', 3: 'zstd' }
export const fragmentLengths: Readonly<Record<number, string>> = { 1: '512', 2: '1024', 3: '2048', 4: '4096' }
export const certificateTypes: Readonly<Record<number, string>> = { 0: 'X.509', 1: 'OpenPGP', 2: 'Raw Public Key' }
export const clientCertificateTypes: Readonly<Record<number, string>> = {
  0: 'N/A',
  1: 'RSA Sign',
  2: 'DSS Sign',
  3: 'RSA Fixed DH',
  4: 'DSS Fixed DH',
  21: 'GOST R 34.10-94',
  22: 'GOST R 34.10-2001',
  64: 'ECDSA Sign',
  65: 'RSA Fixed ECDH',
  66: 'ECDSA Fixed ECDH',
  80: 'IBC Params',
}
export const sctVersions: Names = { 0: 'v1' }

/** A signature scheme; one of TLS 1.2 that has no name of its own as its hash and its signature. */
export function signatureName(value: number): string | undefined {
  const name = schemes(value)
  if (name !== undefined) return name
  return `${hashNames[value >> 8] ?? 'Unknown'} ${signNames[value & 255] ?? 'Unknown'}`
}
