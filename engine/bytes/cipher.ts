/** Keys and ciphers: what the engine borrows from the platform to open what is encrypted with keys that everybody can compute, or that a user gave. */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'

/** HKDF-Extract with SHA-256 (RFC 5869): a secret of 32 bytes. */
export const hkdfExtract = (salt: Uint8Array, secret: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac('sha256', salt).update(secret).digest())

/** HKDF-Expand with SHA-256, `length` bytes. At most 8,160. */
export function hkdfExpand(secret: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length)
  let block: Uint8Array = new Uint8Array(0)
  for (let at = 0, n = 1; at < length; at += 32, n++) {
    block = new Uint8Array(createHmac('sha256', secret).update(block).update(info).update(Uint8Array.of(n)).digest())
    out.set(block.subarray(0, Math.min(32, length - at)), at)
  }
  return out
}

/** HKDF-Expand-Label of TLS 1.3 (RFC 8446 7.1) with an empty context. */
export function expandLabel(secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = new TextEncoder().encode(`tls13 ${label}`)
  return hkdfExpand(secret, Uint8Array.from([length >> 8, length & 255, name.length, ...name, 0]), length)
}

/** One block of AES-128 in ECB mode: 16 bytes in, 16 out. */
export function aesBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  return new Uint8Array(cipher.update(block))
}

/** AES-128-GCM: the plain bytes, or undefined where the mark of 16 bytes at the end does not fit. */
export function openGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  head: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < 16) return undefined
  const opened = createDecipheriv('aes-128-gcm', key, nonce)
  opened.setAAD(head)
  opened.setAuthTag(sealed.subarray(sealed.length - 16))
  const plain = opened.update(sealed.subarray(0, sealed.length - 16))
  try {
    opened.final()
  } catch {
    return undefined
  }
  return new Uint8Array(plain)
}
