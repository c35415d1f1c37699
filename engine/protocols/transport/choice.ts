/**
 * Who reads what a transport carries. In this order: Decode As; what an earlier packet announced, or found in this conversation
 * (flows/readers.ts); the tables of ports; heuristics, whose answer is kept.
 */
import type { Packet } from '../../dissect/packet'
import type { Protocol } from '../../dissect/protocol'
import { isFramed } from '../../streams/reading'
import { conversationReaders } from '../../flows/readers'

export type Carrier = 'tcp' | 'udp'

/** The protocol for the payload at the cursor; undefined when nobody is known to read it. `server`: the port of the server, 0 unless known. */
export function choose(p: Packet, carrier: Carrier, server = 0): Protocol | undefined {
  const table = carrier === 'tcp' ? 'tcp.port' : 'udp.port'
  const low = Math.min(p.sourcePort, p.destinationPort)
  const high = Math.max(p.sourcePort, p.destinationPort)
  if (p.settings.hasRules)
    for (const port of [server, low, high]) {
      const rule = p.settings.rule(table, port)
      if (rule !== null) return rule
    }
  const isOwn = p.flow >= 0 && !p.quoted
  const readers = p.recall(conversationReaders)
  const reader = isOwn ? readers.of(p, p.flow >> 1) : undefined
  if (reader && (!reader.isGuess || carrier === 'tcp' || p.looksLike(reader.protocol) === true)) return reader.protocol
  const ports = p.registry.table(table)
  const byPort = (server ? ports.get(server) : undefined) ?? ports.get(low) ?? ports.get(high)
  if (!isOwn || p.at >= p.end || (byPort && !byPort.looks)) return byPort
  const conversation = p.flow >> 1
  // A port is a hint only: what does not look like its protocol may be another one's.
  if (byPort && p.looksLike(byPort) !== false) {
    readers.set(p, conversation, byPort)
    return byPort
  }
  if (readers.isNobodys(p, conversation)) return byPort
  const { guesses } = p.registry.table(carrier)
  for (let i = 0; i < guesses.length; i++) {
    const guess = guesses[i]!
    const answer = p.looksLike(guess)
    if (answer === true || (answer === 'wait' && isFramed(guess))) {
      readers.set(p, conversation, guess, { isGuess: true })
      return guess
    }
  }
  if (p.first && guesses.length) readers.missed(p, conversation)
  return byPort
}

/** Hands the payload to the protocol that was chosen. One that declines is passed over: the next heuristic, else data. */
export function found(p: Packet, carrier: Carrier, child: Protocol | undefined): void {
  if (child && p.nest(child)) return
  if (child && !p.quoted) p.guess(p.registry.table(carrier).guesses.filter((guess) => guess !== child))
  else p.rest()
}
