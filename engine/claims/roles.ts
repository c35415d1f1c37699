/** Frames that a statement speaks of by what they do: the SYN, the server's FIN, the third segment of the handshake, the ARP reply. */
import type { CaptureFacts, Talk } from './facts'
import type { Token } from './tokens'

export type Side = 'client' | 'server'

const ordinals: Readonly<Record<string, number>> = { first: 0, second: 1, third: 2, fourth: 3, last: -1 }

/** The end of a conversation that has this part: the client called. */
export const endOf = (talk: Talk, side: Side): 0 | 1 | -1 =>
  talk.caller < 0 ? -1 : side === 'client' ? talk.caller : ((1 - talk.caller) as 0 | 1)

export function sideOfFrame(facts: CaptureFacts, frame: number): Side | undefined {
  const talk = facts.talkOf(frame)
  const end = facts.senderEnd(frame)
  if (!talk || end < 0 || talk.caller < 0) return undefined
  return end === talk.caller ? 'client' : 'server'
}

/** Frames that bear these flags in a role: `SYN` is one without ACK, `FIN` any with FIN; `ACK` alone is no role. */
export function framesWithFlags(facts: CaptureFacts, flags: number): number[] {
  const all = facts.talks.flatMap((t) => t.frames)
  if (all.length > 2_000) return []
  return all.filter((n) => {
    const own = facts.frame(n)!.flags
    if (flags === 16) return false
    if (flags & 2) return (own & 0x17) === (flags & 0x17)
    return (own & flags & ~16) === (flags & ~16)
  })
}

/** The role that stands at `at` or ends there, with the tokens that make it; undefined when there is none. */
export function roleAt(
  facts: CaptureFacts,
  tokens: readonly Token[],
  at: number,
): { frames: number[]; used: Token[] } | undefined {
  const t = tokens[at]!
  const before = (n: number): Token | undefined => tokens[at - n]
  const used = [t]
  let ordinal: number | undefined
  let side: Side | undefined
  for (let k = 1; k <= 4; k++) {
    const b = before(k)
    if (!b || (b.kind !== 'fill' && b.kind !== 'mod' && b.kind !== 'side' && b.kind !== 'proto' && b.kind !== 'verb'))
      break
    if (b.kind === 'verb' && b.verb !== 'sends' && b.verb !== 'opens') break
    if (b.kind === 'mod' && b.name in ordinals) ordinal ??= ordinals[b.name]
    else if (b.kind === 'side') {
      // `클라이언트가 FIN에 대한 …`: who does it, not whose it is.
      const doer =
        /^[가이은는]$/.test(tokens[at - k + 1]?.text ?? '') &&
        !used.some((u) => u.kind === 'verb' && u.verb === 'sends')
      if (doer) break
      side ??= b.name as Side
    } else if (b.kind === 'fill' && /^[,.;:()]$/.test(b.text)) break
    used.push(b)
  }
  // `the FIN of the server`, `the FIN sent by the client`.
  for (let k = 1; k <= 6 && side === undefined && t.kind === 'flags'; k++) {
    const a = tokens[at + k]
    if (
      !a ||
      !(
        a.kind === 'side' ||
        a.kind === 'noun' ||
        (a.kind === 'fill' && /^(of|the|by|from|is|was)$/i.test(a.text)) ||
        (a.kind === 'verb' && a.verb === 'sends')
      )
    )
      break
    if (a.kind === 'side' && /^(of|by|from|the)$/i.test(tokens[at + k - 1]!.text)) side = a.name as Side
  }
  let frames: number[]
  if (t.kind === 'flags') {
    if (t.flags === 16) {
      // The ACK that ends a handshake.
      const third = ordinal === 2 || tokens.some((x) => x.kind === 'verb' && x.verb === 'opens')
      if (third && tokens.some((x) => x.kind === 'mod' && /third|last/.test(x.name)))
        return { frames: facts.talks.map((x) => x.ready).filter(Boolean), used }
      return undefined
    }
    frames = framesWithFlags(facts, t.flags)
  } else if (t.kind === 'noun' && (t.name === 'request' || t.name === 'reply')) {
    const proto = used.find((u) => u.kind === 'proto')?.name ?? ''
    const reply = t.name === 'reply'
    if (proto === 'ARP') frames = facts.arps(reply ? 2 : 1)
    else if (proto === 'DNS')
      frames = facts
        .ofProtocol('DNS')
        .slice(0, 200)
        .filter((n) => (facts.frame(n)!.num('dns.flags.response') === 1) === reply)
    else if (proto === 'ICMP')
      frames = facts
        .ofProtocol('ICMP')
        .slice(0, 200)
        .filter((n) => facts.frame(n)!.num('icmp.type') === (reply ? 0 : 8))
    else return undefined
  } else if (t.kind === 'noun' && t.name === 'packet') {
    // `the third segment of the handshake`, `핸드셰이크의 세 번째 세그먼트`
    if (ordinal === undefined || !tokens.some((x) => x.kind === 'verb' && x.verb === 'opens')) return undefined
    if (tokens.some((x) => x.kind === 'verb' && x.verb === 'closes')) return undefined
    const which = ordinal === -1 ? 2 : ordinal
    frames = facts.talks.flatMap((x) => [x.syn, x.synAck, x.ready][which] ?? 0).filter(Boolean)
    return { frames, used }
  } else return undefined
  if (side) {
    const own = frames.filter((n) => sideOfFrame(facts, n) === side)
    // The server's SYN is the one with the ACK.
    frames =
      own.length || t.flags !== 2 ? own : framesWithFlags(facts, 18).filter((n) => sideOfFrame(facts, n) === side)
  }
  if (ordinal !== undefined && ordinal !== 2)
    frames = ordinal < 0 ? frames.slice(-1) : frames.slice(ordinal, ordinal + 1)
  return frames.length ? { frames, used } : undefined
}
