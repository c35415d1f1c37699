// QUIC with a key log: what is sealed behind the hellos is opened, in every decoding; and hellos that come in pieces.
import { createCipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { aesBlock, chachaMask } from '../../../engine/bytes/cipher'
import { noNames } from '../../../engine/dissect/format'
import { Settings } from '../../../engine/dissect/settings'
import { suiteOf } from '../../../engine/protocols/security/tls/keys'
import { AGAIN, Assembly, PART } from '../../../engine/protocols/transport/quic/handshake'
import { initialKeys, keysOf, nextKeys, open, unmask } from '../../../engine/protocols/transport/quic/keys'
import type { Keys } from '../../../engine/protocols/transport/quic/keys'
import { be16, bytes, ethernet, filler, fromHex, ipv4, udp } from '../../support/packet-builder'
import { decode } from '../link-run'

const CLIENT_ID = fromHex('0102030405060708')
const SERVER_ID = fromHex('a1a2a3a4')
const RANDOM = 'ab'.repeat(32)
const labels = ['CLIENT_HANDSHAKE', 'SERVER_HANDSHAKE', 'CLIENT', 'SERVER'] as const
const secretOf = (n: number, size: number): string => `${n + 1}${n + 1}`.repeat(size)
const keyLog = (size: number): string =>
  labels.map((l, n) => `${l}_TRAFFIC_SECRET${n > 1 ? '_0' : ''} ${RANDOM} ${secretOf(n, size)}\n`).join('')
const message = (type: number, body: Uint8Array): Uint8Array => bytes([type, 0], be16(body.length), body)
const clientHello = message(
  1,
  bytes(fromHex(`0303${RANDOM}00`), fromHex('000413011303'), fromHex('0100'), be16(7), fromHex('002b0003020304')),
)
const serverHello = (suite: number): Uint8Array =>
  message(2, bytes(be16(0x0303), filler(32, 9), [0], be16(suite), [0], be16(6), fromHex('002b00020304')))
const crypto = (data: Uint8Array, offset = 0): Uint8Array =>
  bytes([6], be16(0x4000 | offset), be16(0x4000 | data.length), data)

/** Seals a packet: the header in front of its number, the number in one byte, the frames. */
function seal(head: Uint8Array, number: number, frames: Uint8Array, keys: Keys): Uint8Array {
  const clear = bytes(head, [number])
  const nonce = keys.iv.slice()
  nonce[11]! ^= number
  const options = { authTagLength: 16 }
  const cipher =
    keys.aead === 'chacha20-poly1305'
      ? createCipheriv(keys.aead, keys.key, nonce, options)
      : createCipheriv('aes-128-gcm', keys.key, nonce, options)
  cipher.setAAD(clear, { plaintextLength: frames.length })
  const whole = bytes(clear, cipher.update(frames), cipher.final(), cipher.getAuthTag())
  const sample = whole.subarray(head.length + 4, head.length + 20)
  const mask = keys.aead === 'chacha20-poly1305' ? chachaMask(keys.mask, sample) : aesBlock(keys.mask, sample)
  whole[0]! ^= mask[0]! & (whole[0]! & 0x80 ? 15 : 31)
  whole[head.length]! ^= mask[1]!
  return whole
}
function long(type: number, isClient: boolean, number: number, frames: Uint8Array, keys: Keys): Uint8Array {
  const ids = isClient ? bytes([8], CLIENT_ID, [0]) : bytes([0, 4], SERVER_ID)
  const token = type ? [] : [0]
  return seal(
    bytes([0xc0 | (type << 4)], fromHex('00000001'), ids, token, be16(0x4000 | (17 + frames.length))),
    number,
    frames,
    keys,
  )
}
const datagram = (isClient: boolean, ...packets: Uint8Array[]): Uint8Array => {
  const [source, destination] = isClient ? ['192.0.2.1', '192.0.2.9'] : ['192.0.2.9', '192.0.2.1']
  const ports = isClient ? { source: 40001, destination: 4433 } : { source: 4433, destination: 40001 }
  return ethernet({}, ipv4({ source, destination }, udp(ports, bytes(...packets))))
}

/** A connection with this suite: hellos (the client's in two pieces, the later one first), Finished, a stream, a new phase of keys. */
function session(suite: number): { packets: Uint8Array[]; keyLog: string } {
  const keys = (n: number): Keys => keysOf(suiteOf(suite)!, fromHex(secretOf(n, 32)), 1)
  const first = (isClient: boolean): Keys => initialKeys(1, CLIENT_ID, isClient)!
  const short = (phase: number, isClient: boolean, number: number, frames: Uint8Array, by: Keys): Uint8Array =>
    seal(bytes([0x40 | (phase << 2)], isClient ? SERVER_ID : []), number, frames, by)
  const finished = message(20, filler(32))
  return {
    keyLog: keyLog(32),
    packets: [
      datagram(true, long(0, true, 0, bytes(crypto(clientHello.subarray(20), 20), [1]), first(true))),
      datagram(true, long(0, true, 1, bytes(crypto(clientHello.subarray(0, 20)), new Uint8Array(30)), first(true))),
      datagram(
        false,
        long(0, false, 0, crypto(serverHello(suite)), first(false)),
        long(2, false, 0, crypto(finished), keys(1)),
      ),
      datagram(true, short(0, true, 0, fromHex('0a00056869686968 021e'.replaceAll(' ', '')).subarray(0, 8), keys(2))),
      datagram(
        false,
        short(0, false, 0, bytes(fromHex('1e'), fromHex('0f00400140046f6b6f6b'), new Uint8Array(9)), keys(3)),
      ),
      datagram(
        true,
        short(1, true, 1, bytes(fromHex('1040ff19001b0102030405060708'), new Uint8Array(9)), nextKeys(keys(2))),
      ),
    ],
  }
}
const rows = (suite: number, log: (s: string) => string = (s) => s): string[] => {
  const made = session(suite)
  const settings = new Settings()
  settings.keyLog = log(made.keyLog)
  return decode(1, made.packets, noNames, undefined, settings).map(({ info }) => info)
}

describe('QUIC with a key log', () => {
  const expected = [
    'Initial, DCID=0102030405060708, PKN: 0, CRYPTO, PING',
    'Initial, DCID=0102030405060708, PKN: 1, CRYPTO, PADDING',
    'Handshake, SCID=a1a2a3a4, PKN: 0, CRYPTO',
    'Protected Payload (KP0), DCID=a1a2a3a4, PKN: 0, STREAM(0)',
    'Protected Payload (KP0), PKN: 0, DONE, STREAM(0), PADDING',
    'Protected Payload (KP1), DCID=a1a2a3a4, PKN: 1, MD, RC, PR, PADDING',
  ]
  it.each([0x1301, 0x1303])('opens handshake, data and the next phase (suite %i)', (suite) => {
    expect(rows(suite)).toEqual(expected)
  })
  it('opens nothing but Initial packets with secrets of another connection', () => {
    const opened = rows(0x1301, (log) => log.replaceAll(RANDOM, 'cd'.repeat(32)))
    expect(opened.slice(3)).toEqual([
      'Protected Payload (KP0), DCID=a1a2a3a4',
      'Protected Payload (KP0)',
      'Protected Payload (KP0), DCID=a1a2a3a4',
    ])
  })
  it('opens the packet of RFC 9001 A.5', () => {
    const secret = fromHex('9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b')
    const keys = keysOf({ hash: 'sha256', aead: 'chacha20-poly1305', keySize: 32 }, secret, 1)
    const packet = fromHex('4cfe4189655e5cd55c41f69080575d7999c25a5bfb')
    const bare = unmask(packet, 1, keys)!
    expect([bare.first, bare.shown]).toEqual([0x42, 49140])
    expect([...open(packet, bare, 654_360_564, keys)!]).toEqual([1])
  })
})

describe('pieces of a handshake', () => {
  const hello = message(1, filler(40))
  it('wait for what is in front of them, and are told once', () => {
    const made = new Assembly()
    expect(made.add(30, hello.subarray(30))).toBe(PART)
    expect(made.add(30, hello.subarray(30))).toBe(AGAIN)
    expect(made.add(0, hello.subarray(0, 30))).toEqual(hello)
    expect(made.add(0, hello)).toBe(AGAIN)
  })
  it('are not held beyond the limit', () => {
    const made = new Assembly()
    for (let n = 0; n < 300; n++) made.add(10 + 2 * n, hello.subarray(0, 1))
    expect(made.add(0, hello.subarray(0, 30))).toBe(PART)
  })
})
