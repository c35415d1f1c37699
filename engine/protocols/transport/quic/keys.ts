/** RFC 9001 section 5.2: keys of Initial packets follow from the connection identifier, so that anybody can open them. */
import { aesBlock, expandLabel, hkdfExtract, openGcm } from '../../../bytes/cipher'
import { hex } from '../../../bytes/read'

const bytesOf = (digits: string): Uint8Array => Uint8Array.from(digits.match(/../g)!, (two) => parseInt(two, 16))
const V1 = bytesOf('38762cf7f55934b34d179ae6a4c80cadccbb7f0a')
const V2 = bytesOf('0dede3def700a6db819381be6e269dcbf9bd2ed9')
const DRAFT_29 = bytesOf('afbfec289993d24c9e9786f19c6111e04390a899')
const DRAFT_23 = bytesOf('c3eef712c72ebb5a11a7d2432bb46365bef9f502')
export const VERSION_1 = 1
export const VERSION_2 = 0x6b3343cf
/** How many sets of keys are kept; they are computed anew in a tenth of a millisecond. */
const KEPT = 64

function saltOf(version: number): Uint8Array | undefined {
  if (version === VERSION_1) return V1
  if (version === VERSION_2) return V2
  const draft = version >>> 8 === 0xff0000 ? version & 255 : version >>> 8 === 0xfaceb0 ? 27 : 0
  return draft >= 29 ? DRAFT_29 : draft >= 23 ? DRAFT_23 : undefined
}

export interface Keys {
  key: Uint8Array
  iv: Uint8Array
  mask: Uint8Array
}
const kept = new Map<string, Keys>()

/** The keys of one side; undefined for versions whose keys are not known. */
export function initialKeys(version: number, id: Uint8Array, isClient: boolean): Keys | undefined {
  const salt = saltOf(version)
  if (!salt) return undefined
  const name = `${version} ${hex(id, 0, id.length)} ${isClient}`
  const known = kept.get(name)
  if (known) return known
  const secret = expandLabel(hkdfExtract(salt, id), isClient ? 'client in' : 'server in', 32)
  const word = version === VERSION_2 ? 'quicv2' : 'quic'
  const keys = {
    key: expandLabel(secret, `${word} key`, 16),
    iv: expandLabel(secret, `${word} iv`, 12),
    mask: expandLabel(secret, `${word} hp`, 16),
  }
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
  kept.set(name, keys)
  return keys
}

export interface Opened {
  first: number
  number: number
  numberLength: number
  plain: Uint8Array
}

/** Opens a packet: `head` bytes in front of its number, which is masked; undefined where the keys do not fit. */
export function open(packet: Uint8Array, head: number, keys: Keys): Opened | undefined {
  if (packet.length < head + 4 + 16) return undefined
  const mask = aesBlock(keys.mask, packet.subarray(head + 4, head + 20))
  const first = packet[0]! ^ (mask[0]! & 0x0f)
  const numberLength = (first & 3) + 1
  const clear = packet.slice(0, head + numberLength)
  clear[0] = first
  let number = 0
  for (let i = 0; i < numberLength; i++) {
    clear[head + i]! ^= mask[1 + i]!
    number = number * 256 + clear[head + i]!
  }
  const nonce = keys.iv.slice()
  for (let i = 0; i < numberLength; i++) nonce[11 - i]! ^= clear[head + numberLength - 1 - i]!
  const plain = openGcm(keys.key, nonce, clear, packet.subarray(head + numberLength))
  return plain && { first, number, numberLength, plain }
}
