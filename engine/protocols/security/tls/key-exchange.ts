/** Keys that server and client send before TLS 1.3: RFC 5246 sections 7.4.3 and 7.4.7, RFC 8422, RFC 4279. */
import type { Packet } from '../../../dissect/packet'
import { readScheme } from './extension-bodies'
import { handshakes as h } from './fields'
import { suiteName } from './suites'

export type Exchange = 'rsa' | 'dhe' | 'dh_anon' | 'ecdhe' | 'ecdh_anon' | 'psk' | 'other'

/** How a cipher suite agrees on keys, by its name. */
export function exchangeOf(suite: number): Exchange {
  const name = suite < 0 ? '' : (suiteName(suite) ?? '')
  if (/^TLS_ECDH_anon_/.test(name)) return 'ecdh_anon'
  if (/^TLS_ECDHE?_(?!PSK)/.test(name)) return 'ecdhe'
  if (/^TLS_DH_anon_/.test(name)) return 'dh_anon'
  if (/^TLS_DHE?_(?!PSK)/.test(name)) return 'dhe'
  if (/^(TLS|SSL)_RSA_(?!PSK)/.test(name)) return 'rsa'
  if (/^TLS_PSK_/.test(name)) return 'psk'
  return 'other'
}

export function readServerKeys(p: Packet, exchange: Exchange, hasScheme: boolean): void {
  if (exchange === 'ecdhe' || exchange === 'ecdh_anon') {
    const was = p.open(p.text('EC Diffie-Hellman Server Params', p.at, p.left))
    const type = p.take(h.serverCurveType)
    if (type === 3) {
      p.take(h.serverNamedCurve)
      p.take(h.serverPoint, p.take(h.serverPointLen))
      if (exchange === 'ecdhe') readSignature(p, hasScheme)
    }
    p.close(was)
  } else if (exchange === 'dhe' || exchange === 'dh_anon') {
    const was = p.open(p.text('Diffie-Hellman Server Params', p.at, p.left))
    p.take(h.p, p.take(h.pLen))
    p.take(h.g, p.take(h.gLen))
    p.take(h.ys, p.take(h.ysLen))
    if (exchange === 'dhe') readSignature(p, hasScheme)
    p.close(was)
  } else if (exchange === 'rsa') {
    const was = p.open(p.text('RSA-EXPORT Server Params', p.at, p.left))
    p.take(h.modulus, p.take(h.modulusLen))
    p.take(h.exponent, p.take(h.exponentLen))
    readSignature(p, hasScheme)
    p.close(was)
  } else if (exchange === 'psk') {
    const was = p.open(p.text('PSK Server Params', p.at, p.left))
    const length = p.take(h.hintLen)
    if (length) p.take(h.hint, length)
    p.close(was)
  }
}

function readSignature(p: Packet, hasScheme: boolean): void {
  if (p.left < 2) return
  if (hasScheme) readScheme(p)
  p.take(h.sig, p.take(h.sigLen))
}

export function readClientKeys(p: Packet, exchange: Exchange, hasLength: boolean): void {
  if (exchange === 'ecdhe' || exchange === 'ecdh_anon') {
    const was = p.open(p.text('EC Diffie-Hellman Client Params', p.at, p.left))
    p.take(h.clientPoint, p.take(h.clientPointLen))
    p.close(was)
  } else if (exchange === 'dhe' || exchange === 'dh_anon') {
    const was = p.open(p.text('Diffie-Hellman Client Params', p.at, p.left))
    p.take(h.yc, p.take(h.ycLen))
    p.close(was)
  } else if (exchange === 'rsa') {
    const was = p.open(p.text('RSA Encrypted PreMaster Secret', p.at, p.left))
    // SSL 3.0 has no length in front of it.
    p.take(h.epms, hasLength ? p.take(h.epmsLen) : p.left)
    p.close(was)
  } else if (exchange === 'psk') {
    const was = p.open(p.text('PSK Client Params', p.at, p.left))
    const length = p.take(h.identityLen)
    if (length) p.take(h.identity, length)
    p.close(was)
  }
}
