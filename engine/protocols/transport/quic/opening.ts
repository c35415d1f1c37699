/** Packets of QUIC opened: the first pass finds out by which keys and number, and files that; later decodings open them again. */
import type { Packet } from '../../../dissect/packet'
import { fields as f } from './fields'
import { frames } from './frames'
import { Assembly } from './handshake'
import type { Verdict } from './handshake'
import { open, unmask } from './keys'
import type { Keys } from './keys'
import { INITIAL_SPACE, Secret } from './secrets'

const LONG = 0x80

/** What a connection is opened with. */
export class Opening {
  version = 0
  readonly secret = new Secret()
  private readonly assemblies = new Map<number, Assembly>()
  /** Handshake messages of one level and direction. */
  assembly(space: number, way: number): Assembly {
    const key = space * 2 + way
    let found = this.assemblies.get(key)
    if (!found) this.assemblies.set(key, (found = new Assembly()))
    return found
  }
}

/** How the packets of a datagram for which there were keys were opened, and what its CRYPTO frames gave, in order. */
export interface Told {
  readonly opened: { readonly keys: Keys; readonly number: number }[]
  readonly verdicts: Verdict[]
}

/** One decoding of a datagram: what was told, how far that was read, and `learning` while it is still to be told. */
export interface Run<F extends Told> {
  readonly fact: F
  readonly way: 0 | 1
  /** 0 the client. */
  readonly side: 0 | 1
  readonly learning: Opening | undefined
  opened: number
  verdicts: number
}

export interface Unsealed {
  readonly first: number
  readonly number: number
  readonly numberLength: number
  readonly plain: Uint8Array
}

/** Opens the packet from `start` to the end of the layer, whose number stands at `at`; `own`: the keys, where they follow from the packet itself. */
export function unseal(
  p: Packet,
  run: Run<Told>,
  start: number,
  at: number,
  space: number,
  own?: Keys | 'early',
): Unsealed | undefined {
  const { learning, fact, side } = run
  const whole = p.bytes.subarray(start, p.end)
  if (!learning) {
    const how = fact.opened[run.opened]
    const bare = how && unmask(whole, at - start, how.keys)
    const plain = bare && open(whole, bare, how.number, how.keys)
    if (!plain) return undefined
    run.opened++
    return { first: bare.first, number: how.number, numberLength: bare.numberLength, plain }
  }
  const { secret } = learning
  const given = own === 'early' ? secret.early : (own ?? secret.keys(space, side))
  const bare = given && unmask(whole, at - start, given)
  if (!bare) return undefined
  const isShort = !(bare.first & LONG)
  const phase = (bare.first >> 2) & 1
  const keys = isShort ? secret.phased(side, phase) : given
  const number = secret.whole(space, side, bare.shown, bare.numberLength)
  const plain = keys && open(whole, bare, number, keys)
  if (!plain) return undefined
  if (isShort) secret.took(side, phase, keys)
  secret.arrived(space, side, number)
  fact.opened.push({ keys, number })
  return { first: bare.first, number, numberLength: bare.numberLength, plain }
}

/** The number of a packet with a long header, and what is in it. */
export function longInside(p: Packet, run: Run<Told>, start: number, how: Unsealed, space: number): void {
  p.add(f.reserved, start, 1, (how.first >> 2) & 3)
  p.add(f.numberLength, start, 1, how.first & 3)
  takeNumber(p, how)
  p.take(f.payload, p.left)
  inside(p, run, how.plain, space)
}

export function takeNumber(p: Packet, { number, numberLength }: Unsealed): void {
  p.sayMore(`, PKN: ${number}`)
  p.add(f.number, p.at, numberLength, number)
  p.skip(numberLength)
}

/** The frames of an opened packet. */
export function inside(p: Packet, run: Run<Told>, plain: Uint8Array, space: number): void {
  const { learning, fact } = run
  p.within('Decrypted QUIC', plain, () =>
    frames(p, (offset, data) => {
      if (!learning) return fact.verdicts[run.verdicts++] ?? 0
      const verdict = learning.assembly(space, run.way).add(offset, data)
      fact.verdicts.push(verdict)
      const whole = typeof verdict === 'number' ? data.subarray(0, Math.max(0, verdict)) : verdict
      if (space === INITIAL_SPACE && whole.length) learning.secret.hello(p, learning.version, whole)
      return verdict
    }),
  )
}
