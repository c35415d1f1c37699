/** Which answer belongs to which query: by conversation and message number; a query repeated within five seconds is the same query. */
import { memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'
import { conversations } from '../../../flows/conversations'
import { Pairs } from '../../../flows/pairs'
import { messageFields as f } from './fields'

const exchanges = memory(() => new Pairs())

/** After this time a query with the same number is a new one (Wireshark's preference dns.retransmission_timer). */
const REPEATED_WITHIN = 5_000_000_000

/** Index pass: notes this message. What an ICMP error quotes was already seen and is nobody's query or answer. */
export function notePair(p: Packet, transport: 'udp' | 'tcp', id: number, response: boolean): void {
  if (p.quoted) return
  const pairs = p.recall(exchanges)
  const flow = p.flow >= 0 ? p.flow : p.recall(conversations).search(p, transport)
  const conversation = flow >> 1
  const nth = p.nth()
  const known = pairs.find(conversation, id)
  const open = known !== 0 && pairs.answerOf(known) === 0
  if (response) {
    if (open) pairs.answer(p, nth, conversation, id)
    else if (known) pairs.join(p, nth, known)
  } else if (open && pairs.age(known, p.frame) < REPEATED_WITHIN) pairs.join(p, nth, known)
  else pairs.ask(p, nth, conversation, id)
}

/** Says what was noted of this message: at the end of its tree, and under its number (`idLine`) when it repeats another one. */
export function showPair(p: Packet, idLine: number, response: boolean): void {
  const pairs = p.recall(exchanges)
  const n = p.quoted ? 0 : pairs.of(p, p.nth())
  if (!n) {
    if (response) p.set(f.unsolicited, 1)
    return
  }
  const { number } = p.frame
  const original = response ? pairs.answerOf(n) : pairs.requestOf(n)
  if (original !== number) {
    const field = response ? f.retransmitResponse : f.retransmitRequest
    const under = p.open(idLine)
    p.note(field, `${field.label}. Original ${response ? 'response' : 'request'} in frame ${original}`)
    p.close(under)
    p.set(response ? f.retransmitResponseIn : f.retransmitRequestIn, original)
    p.set(f.retransmission, 1)
  } else if (response) {
    p.set(f.responseTo, pairs.requestOf(n))
    p.set(f.time, pairs.delay(n))
  } else if (pairs.answerOf(n)) p.set(f.responseIn, pairs.answerOf(n))
}
