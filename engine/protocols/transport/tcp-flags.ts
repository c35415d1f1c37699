/** TCP's flags: as words for Info, and as lines of the tree with what they announce. */
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { ROW } from '../../flows/tcp-rows'
import type { TcpFields } from './tcp'

const WORDS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const
const LETTERS = 'RRRACEUAPRSF'

/** `SYN, ACK`; `<None>` when nothing is set. With accurate ECN in use three of the flags are one counter. */
export function flagWords(flags: number, accurate: boolean): string {
  const words: string[] = []
  for (let i = 0; i < (accurate ? 6 : 9); i++) if (flags & (1 << i)) words.push(WORDS[i]!)
  if (flags & 0xe00) words.push('Reserved')
  if (accurate) return `${words.join(', ')}, ACE=${(flags >>> 6) & 7}`
  return words.length ? words.join(', ') : '<None>'
}

/** Twelve characters, a dot where a flag is not set. */
export function flagLetters(flags: number, accurate: boolean): string {
  let text = ''
  if (accurate) {
    for (let i = 0; i < 12; i++)
      text += i === 3 || i === 5 ? '-' : i === 4 ? String((flags >>> 6) & 7) : flags & (0x800 >>> i) ? LETTERS[i]! : '·'
    return text
  }
  for (let i = 0; i < 12; i++) text += flags & (0x800 >>> i) ? LETTERS[i]! : '·'
  return text
}

/** Records the flags of the header and what is to be said about them. */
export function drawFlags(p: Packet, f: TcpFields, flags: number, accurate: boolean, verdicts: number): void {
  const at = p.base + 12
  const all = p.add(f.flags, at, 2, flags)
  if (p.drawing) p.label(all, `Flags: 0x${flags.toString(16).padStart(3, '0')} (${flagWords(flags, accurate)})`)
  const was = p.open(all)
  const one = (field: Field): number => p.add(field, at, 2, (flags & field.mask) >>> field.shift)
  one(f.res)
  if (accurate) one(f.ace)
  else {
    one(f.ae)
    one(f.cwr)
    one(f.ece)
  }
  one(f.urg)
  one(f.ack)
  one(f.push)
  say(p, one(f.reset), flags & 4 ? f.connectionReset : undefined)
  const isAnswer = (flags & 16) !== 0
  const syn = one(f.syn)
  if (flags & 2) {
    const note = isAnswer ? f.connectionSynAck : f.connectionSyn
    say(p, syn, note, `${note.label}: server port ${isAnswer ? p.sourcePort : p.destinationPort}`)
  }
  say(p, one(f.fin), flags & 1 ? f.connectionFin : undefined)
  if (p.wanted(f.flagsText) || flags & 1) {
    const text = p.set(f.flagsText, flagLetters(flags, accurate), at, 2)
    if (verdicts & ROW.finActive) say(p, text, f.finActive)
    if (verdicts & ROW.finPassive) say(p, text, f.finPassive)
  }
  p.close(was)
}

function say(p: Packet, under: number, note: Field | undefined, message?: string): void {
  if (!note) return
  const was = p.open(under)
  p.note(note, message)
  p.close(was)
}
