/** RFC 9001 section 5.2: keys of Initial packets follow from the connection identifier, so that anybody can open them. */
import { aesBlock, chachaMask, hkdfExtract } from '../../../bytes/cipher'
import { expandLabel, openSealed } from '../../../bytes/open-records'
import type { Aead, Hash } from '../../../bytes/open-records'
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
  readonly hash: Hash
  readonly aead: Aead
  readonly secret: Uint8Array
  readonly version: number
  readonly key: Uint8Array
  readonly iv: Uint8Array
  /** Key that hides the number of a packet; a new phase keeps it. */
  readonly mask: Uint8Array
}

/** The words that keys are derived by: those of version 2 are its own. */
const word = (version: number, what: string): string => (version === VERSION_2 ? `quicv2 ${what}` : `quic ${what}`)

/** Keys out of a secret (RFC 9001 section 5.1). */
export function keysOf(
  suite: { readonly hash: Hash; readonly aead?: Aead; readonly keySize: number },
  secret: Uint8Array,
  version: number,
): Keys {
  const make = (what: string, size: number): Uint8Array => expandLabel(suite.hash, secret, word(version, what), size)
  return {
    hash: suite.hash,
    aead: suite.aead ?? 'aes-128-gcm',
    secret,
    version,
    key: make('key', suite.keySize),
    iv: make('iv', 12),
    mask: make('hp', suite.keySize),
  }
}

/** The keys of the next phase (RFC 9001 section 6.1). */
export function nextKeys(keys: Keys): Keys {
  const { hash, aead, version, mask } = keys
  const secret = expandLabel(hash, keys.secret, word(version, 'ku'), keys.secret.length)
  return { ...keysOf({ hash, aead, keySize: keys.key.length }, secret, version), mask }
}
const kept = new Map<string, Keys>()

/** The keys of one side; undefined for versions whose keys are not known. */
export function initialKeys(version: number, id: Uint8Array, isClient: boolean): Keys | undefined {
  const salt = saltOf(version)
  if (!salt) return undefined
  const name = `${version} ${hex(id, 0, id.length)} ${isClient}`
  const known = kept.get(name)
  if (known) return known
  const secret = expandLabel('sha256', hkdfExtract(salt, id), isClient ? 'client in' : 'server in', 32)
  const keys = keysOf({ hash: 'sha256', aead: 'aes-128-gcm', keySize: 16 }, secret, version)
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
  kept.set(name, keys)
  return keys
}

/** A header without its mask. */
export interface Bare {
  readonly first: number
  /** The last bytes of the packet's number, and how many. */
  readonly shown: number
  readonly numberLength: number
  readonly head: Uint8Array
}

/** Takes the mask off a header: `before` bytes stand in front of the number; undefined where the packet is too short. */
export function unmask(packet: Uint8Array, before: number, keys: Keys): Bare | undefined {
  if (packet.length < before + 4 + 16) return undefined
  const sample = packet.subarray(before + 4, before + 20)
  const mask = keys.aead === 'chacha20-poly1305' ? chachaMask(keys.mask, sample) : aesBlock(keys.mask, sample)
  const first = packet[0]! ^ (mask[0]! & (packet[0]! & 0x80 ? 0x0f : 0x1f))
  const numberLength = (first & 3) + 1
  const head = packet.slice(0, before + numberLength)
  head[0] = first
  let shown = 0
  for (let i = 0; i < numberLength; i++) {
    head[before + i]! ^= mask[1 + i]!
    shown = shown * 256 + head[before + i]!
  }
  return { first, shown, numberLength, head }
}

/** Opens a packet with its whole number; undefined where the keys do not fit. */
export function open(packet: Uint8Array, { head }: Bare, number: number, keys: Keys): Uint8Array | undefined {
  const nonce = keys.iv.slice()
  for (let i = 11, rest = number; i >= 4; i--, rest = Math.floor(rest / 256)) nonce[i]! ^= rest % 256
  return openSealed(keys.aead, keys.key, nonce, head, packet.subarray(head.length))
}
