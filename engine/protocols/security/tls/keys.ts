/** Keys of one direction, out of the secrets of a session: RFC 8446 section 7.3, RFC 5246 section 6.3; and how a record is opened with them. */
import { expandLabel, hmac, isEqual, openBlocks, openSealed, pseudorandom } from '../../../bytes/open-records'
import type { Aead, Hash } from '../../../bytes/open-records'
import { suiteName } from './suites'

/** A cipher suite as far as records need it. */
interface Suite {
  hash: Hash
  aead?: Aead
  /** Of suites in CBC mode: the cipher, and the hash of the code that goes with each record. */
  block?: string
  mac?: Hash
  keySize: number
}

/** What a cipher suite is made of; undefined for those that cannot be opened here. */
export function suiteOf(number: number): Suite | undefined {
  const name = suiteName(number) ?? ''
  const hash: Hash = name.endsWith('SHA384') ? 'sha384' : 'sha256'
  const gcm = /AES_(128|256)_GCM/.exec(name)
  if (gcm) return { hash, aead: gcm[1] === '128' ? 'aes-128-gcm' : 'aes-256-gcm', keySize: Number(gcm[1]) / 8 }
  if (/CHACHA20_POLY1305/.test(name)) return { hash, aead: 'chacha20-poly1305', keySize: 32 }
  const cbc = /(AES_(128|256)|3DES_EDE|CAMELLIA_(128|256))_CBC_(SHA\d*|MD5)$/.exec(name)
  if (!cbc) return undefined
  const mac: Hash = cbc[4] === 'SHA' ? 'sha1' : cbc[4] === 'MD5' ? 'md5' : hash
  const bits = cbc[2] ?? cbc[3]
  const block = bits ? `${cbc[2] ? 'aes' : 'camellia'}-${bits}-cbc` : 'des-ede3-cbc'
  return { hash, block, mac, keySize: bits ? Number(bits) / 8 : 24 }
}

const MAC_SIZE: Readonly<Record<Hash, number>> = { md5: 16, sha1: 20, sha256: 32, sha384: 48 }

/** One record as it stands in the stream. */
export interface Sealed {
  readonly type: number
  readonly version: number
  readonly bytes: Uint8Array
}

/** Keys of one direction. `open` does not change them: the number of the record, and in TLS 1.0 the block before it, come from outside. */
export class Keys {
  private constructor(
    private readonly suite: Suite,
    private readonly key: Uint8Array,
    private readonly iv: Uint8Array,
    private readonly macKey: Uint8Array,
    readonly is13: boolean,
    private readonly isMacLast: boolean,
    /** TLS 1.3: what the next keys come from. */
    readonly secret: Uint8Array,
  ) {}

  static of13(suite: Suite, secret: Uint8Array): Keys {
    const key = expandLabel(suite.hash, secret, 'key', suite.keySize)
    const iv = expandLabel(suite.hash, secret, 'iv', 12)
    return new Keys(suite, key, iv, NONE, true, false, secret)
  }
  /** The keys behind these, as a key update makes them. */
  next(): Keys {
    const { hash } = this.suite
    return Keys.of13(this.suite, expandLabel(hash, this.secret, 'traffic upd', this.secret.length))
  }
  /** Both directions before TLS 1.3, the client's first. `random`: the server's, then the client's. */
  static of12(suite: Suite, master: Uint8Array, random: Uint8Array, version: number, isMacLast: boolean): [Keys, Keys] {
    const mac = suite.mac ? MAC_SIZE[suite.mac] : 0
    const ivSize = suite.aead ? (suite.aead === 'chacha20-poly1305' ? 12 : 4) : suite.block === 'des-ede3-cbc' ? 8 : 16
    const hash = version >= 0x0303 ? suite.hash : undefined
    const block = pseudorandom(hash, master, 'key expansion', random, 2 * (mac + suite.keySize + ivSize))
    let at = 0
    const cut = (n: number): Uint8Array => block.subarray(at, (at += n))
    const macs = [cut(mac), cut(mac)] as const
    const keys = [cut(suite.keySize), cut(suite.keySize)] as const
    const ivs = [cut(ivSize), cut(ivSize)] as const
    const make = (i: 0 | 1): Keys => new Keys(suite, keys[i], ivs[i], macs[i], false, isMacLast, NONE)
    return [make(0), make(1)]
  }

  /** The content of a record; undefined when the keys are not its own. `before`: the last block of the record before (TLS 1.0). */
  open(record: Sealed, number: number, before?: Uint8Array): Uint8Array | undefined {
    const { suite } = this
    if (suite.aead) return this.openAead(suite.aead, record, number)
    return this.openCbc(record, number, before ?? this.iv)
  }

  private openAead(aead: Aead, { type, version, bytes }: Sealed, number: number): Uint8Array | undefined {
    const nonce = new Uint8Array(12)
    if (this.is13 || aead === 'chacha20-poly1305') {
      nonce.set(this.iv)
      const count = numbered(number)
      for (let i = 0; i < 8; i++) nonce[4 + i]! ^= count[i]!
      const size = bytes.length
      const head = this.is13
        ? Uint8Array.of(type, version >> 8, version & 255, size >> 8, size & 255)
        : header(number, type, version, size - 16)
      return openSealed(aead, this.key, nonce, head, bytes)
    }
    if (bytes.length < 24) return undefined
    nonce.set(this.iv)
    nonce.set(bytes.subarray(0, 8), 4)
    const head = header(number, type, version, bytes.length - 24)
    return openSealed(aead, this.key, nonce, head, bytes.subarray(8))
  }

  private openCbc({ type, version, bytes }: Sealed, number: number, before: Uint8Array): Uint8Array | undefined {
    const { block, mac } = this.suite
    if (!block || !mac) return undefined
    const size = MAC_SIZE[mac]
    const ivSize = version >= 0x0302 ? this.iv.length : 0
    let body = bytes
    if (this.isMacLast) {
      if (bytes.length < size) return undefined
      body = bytes.subarray(0, bytes.length - size)
      const code = hmac(mac, this.macKey, header(number, type, version, body.length), body)
      if (!isEqual(code, bytes.subarray(body.length))) return undefined
    }
    if (body.length <= ivSize) return undefined
    const iv = ivSize ? body.subarray(0, ivSize) : before
    const plain = openBlocks(block, this.key, iv, body.subarray(ivSize))
    if (!plain?.length) return undefined
    const length = plain.length - 1 - plain[plain.length - 1]! - (this.isMacLast ? 0 : size)
    if (length < 0) return undefined
    const content = plain.subarray(0, length)
    if (this.isMacLast) return content
    const code = hmac(mac, this.macKey, header(number, type, version, length), content)
    return isEqual(code, plain.subarray(length, length + size)) ? content : undefined
  }
}

const NONE = new Uint8Array(0)

/** A number in eight bytes. */
function numbered(n: number): Uint8Array {
  const out = new Uint8Array(8)
  for (let i = 7, rest = n; i >= 0; i--, rest = Math.floor(rest / 256)) out[i] = rest % 256
  return out
}

/** What is authenticated along with a record before TLS 1.3: its number, type, version and length. */
function header(number: number, type: number, version: number, length: number): Uint8Array {
  const out = new Uint8Array(13)
  out.set(numbered(number))
  out.set([type, version >> 8, version & 255, length >> 8, length & 255], 8)
  return out
}
