/** Keys and ciphers: what the engine borrows from the platform to open what is encrypted with keys that everybody can compute, or that a user gave. */
import { createCipheriv, createHmac } from 'node:crypto'

/** HKDF-Extract with SHA-256 (RFC 5869): a secret of 32 bytes. */
export const hkdfExtract = (salt: Uint8Array, secret: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac('sha256', salt).update(secret).digest())

/** One block of AES in ECB mode, by a key of 16 or 32 bytes: 16 bytes in, 16 out. */
export function aesBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false)
  return new Uint8Array(cipher.update(block))
}

/** Five bytes that ChaCha20 gives for a sample of 16 bytes: a counter and a nonce (RFC 9001 section 5.4.4). */
export function chachaMask(key: Uint8Array, sample: Uint8Array): Uint8Array {
  return new Uint8Array(createCipheriv('chacha20', key, sample).update(new Uint8Array(5)))
}
