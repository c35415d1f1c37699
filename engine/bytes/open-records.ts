/** Ciphers and key derivation that protocols open what is encrypted with: borrowed from the platform, with one shape for all. */
import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import type { CipherGCMTypes } from 'node:crypto'

export type Hash = 'md5' | 'sha1' | 'sha256' | 'sha384'
export type Aead = CipherGCMTypes | 'chacha20-poly1305'

export function hmac(hash: Hash, key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const made = createHmac(hash, key)
  for (const part of parts) made.update(part)
  return made.digest()
}

/** What was sealed, behind which its tag of 16 bytes stands; undefined when key, nonce or bytes are not right. */
export function openSealed(
  cipher: Aead,
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  const length = sealed.length - 16
  if (length < 0) return undefined
  try {
    const options = { authTagLength: 16 }
    const opened =
      cipher === 'chacha20-poly1305'
        ? createDecipheriv(cipher, key, nonce, options)
        : createDecipheriv(cipher, key, nonce, options)
    opened.setAuthTag(sealed.subarray(length))
    opened.setAAD(associated, { plaintextLength: length })
    const first = opened.update(sealed.subarray(0, length))
    return joined(first, opened.final())
  } catch {
    return undefined
  }
}

/** What a block cipher in CBC mode gives, padding and all; undefined when the length is no whole number of blocks. */
export function openBlocks(cipher: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  try {
    const opened = createDecipheriv(cipher, key, iv).setAutoPadding(false)
    const first = opened.update(data)
    return joined(first, opened.final())
  } catch {
    return undefined
  }
}

export const isEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)

/** RFC 5246 section 5: as many bytes as asked for, out of a secret. */
function expand(hash: Hash, secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length)
  let a = seed
  for (let at = 0; at < length;) {
    a = hmac(hash, secret, a)
    const block = hmac(hash, secret, a, seed).subarray(0, length - at)
    out.set(block, at)
    at += block.length
  }
  return out
}

/** The pseudorandom function of TLS 1.2 (one hash) or of TLS 1.0 and 1.1 (`hash` undefined: MD5 and SHA-1 over the halves of the secret). */
export function pseudorandom(
  hash: Hash | undefined,
  secret: Uint8Array,
  label: string,
  seed: Uint8Array,
  length: number,
): Uint8Array {
  const whole = joined(ascii(label), seed)
  if (hash) return expand(hash, secret, whole, length)
  const half = Math.ceil(secret.length / 2)
  const one = expand('md5', secret.subarray(0, half), whole, length)
  const two = expand('sha1', secret.subarray(secret.length - half), whole, length)
  return one.map((b, i) => b ^ two[i]!)
}

/** RFC 8446 section 7.1: HKDF-Expand-Label with an empty context. */
export function expandLabel(hash: Hash, secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = ascii(`tls13 ${label}`)
  const info = Uint8Array.of(length >> 8, length & 255, name.length, ...name, 0)
  const out = new Uint8Array(length)
  let block: Uint8Array = new Uint8Array(0)
  for (let at = 0, n = 1; at < length; n++) {
    block = hmac(hash, secret, block, info, Uint8Array.of(n))
    out.set(block.subarray(0, length - at), at)
    at += block.length
  }
  return out
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
function joined(one: Uint8Array, two: Uint8Array): Uint8Array {
  const whole = new Uint8Array(one.length + two.length)
  whole.set(one)
  whole.set(two, one.length)
  return whole
}
