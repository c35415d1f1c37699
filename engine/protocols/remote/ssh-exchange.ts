/** The messages of SSH's key exchange: RFC 4253 section 7 and 8, RFC 4419, RFC 5656, RFC 8731. */
import { u32 as readU32 } from '../../bytes/read'
import { utf8Text } from '../../bytes/text'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { latin } from '../kit/lines'
import { methodOf, nameLists, sshFields as f } from './ssh-fields'
import type { Offer } from './ssh-state'

/** The lists of names of a key exchange message, of which the first stands at `at`. */
export function readOffer(bytes: Uint8Array, at: number, end: number): Offer | undefined {
  const lists: string[][] = []
  for (let i = 0; i < 8; i++) {
    if (at + 4 > end) return undefined
    const length = readU32(bytes, at)
    if (at + 4 + length > end) return undefined
    lists.push(latin(bytes, at + 4, at + 4 + length).split(','))
    at += 4 + length
  }
  const [kex, , encryptionUp, encryptionDown, macUp, macDown, compressionUp, compressionDown] = lists as never as [
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
  ]
  return { kex, encryptionUp, encryptionDown, macUp, macDown, compressionUp, compressionDown }
}

/** What stands behind the code of the message, up to the padding. */
export function drawPayload(p: Packet, code: number, kex: string): void {
  if (code === 20) return drawOffer(p)
  const method = methodOf(kex)
  if (method === 'ecdh') {
    if (code === 30) drawCounted(p, f.qcLength, f.qc)
    if (code === 31) drawReply(p, () => drawCounted(p, f.qsLength, f.qs))
  } else if (method === 'dh') {
    if (code === 30) drawCounted(p, f.mpintLength, f.e)
    if (code === 31) drawReply(p, () => drawCounted(p, f.mpintLength, f.f))
  } else if (method === 'gex') {
    if (code === 31) {
      drawCounted(p, f.mpintLength, f.p)
      drawCounted(p, f.mpintLength, f.g)
    }
    if (code === 32) drawCounted(p, f.mpintLength, f.e)
    if (code === 33) drawReply(p, () => drawCounted(p, f.mpintLength, f.f))
    if (code === 30) p.take(f.bits)
    if (code === 34) {
      p.take(f.min)
      p.take(f.bits)
      p.take(f.max)
    }
  }
}

/** A length of four bytes, and so many bytes. */
function drawCounted(p: Packet, length: Field, value: Field): void {
  const n = p.take(length)
  p.take(value, n)
}

function drawOffer(p: Packet): void {
  const was = p.open(p.text('Algorithms', p.at, p.left))
  p.take(f.cookie, 16)
  for (const { length, names } of Object.values(nameLists)) drawCounted(p, length, names)
  p.take(f.follows)
  p.take(f.reserved, 4)
  p.close(was)
}

/** Host key, what the method sends, signature. */
function drawReply(p: Packet, between: () => void): void {
  const key = p.peek(4)
  const type = typeAt(p, p.at + 4)
  const was = p.open(p.text(`KEX host key (type: ${type})`, p.at, Math.min(p.left, 4 + key)))
  p.take(f.hostKeyLength)
  p.part(key, () => {
    drawCounted(p, f.hostKeyTypeLength, f.hostKeyType)
    if (type === 'ssh-rsa') {
      drawCounted(p, f.mpintLength, f.rsaE)
      drawCounted(p, f.mpintLength, f.rsaN)
    } else if (type.startsWith('ssh-ed25519')) drawCounted(p, f.eddsaLength, f.eddsaKey)
    else if (p.left > 0) p.take(f.hostKeyData, p.left)
  })
  p.close(was)
  between()
  const length = p.peek(4)
  const kind = typeAt(p, p.at + 4)
  const group = p.open(p.text(`KEX host signature (type: ${kind})`, p.at, Math.min(p.left, 4 + length)))
  p.take(f.signatureLength)
  p.part(length, () => {
    drawCounted(p, f.signatureTypeLength, f.signatureType)
    if (kind === 'ssh-rsa') drawCounted(p, f.mpintLength, f.rsaSignature)
    else if (!kind.startsWith('ssh-ed25519') && p.left > 0) p.take(f.signatureData, p.left)
  })
  p.close(group)
}

function typeAt(p: Packet, at: number): string {
  const length = p.peekAt(at, 4)
  p.need(length, at + 4)
  return utf8Text(p.bytes, at + 4, Math.min(length, 64))
}
