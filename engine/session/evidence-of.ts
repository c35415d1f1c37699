/** What each generated TCP value of one packet was derived from, in words with frames (flows/evidence.ts), made when somebody asks. */
import { secondsText } from '../bytes/time'
import type { TreeNode } from '../dissect/tree'
import { conversations } from '../flows/conversations'
import { verdictFields } from '../flows/evidence'
import type { Evidence } from '../flows/evidence'
import { shortTime } from '../flows/handshake-words'
import { endOf, FLAG, other } from '../flows/stream-segment'
import type { StreamSegment } from '../flows/stream-segment'
import { VERDICT } from '../flows/tcp-rules'
import { evidenceOf as reasonsOf, evidenceText } from '../flows/tcp-evidence'
import { E, ROW, SCALE_UNKNOWN } from '../flows/tcp-rows'
import { tcpStreams } from '../flows/tcp-streams'
import { storyOf } from './conversation-story'
import type { ConversationStory } from './conversation-story'
import { words } from './evidence-words'
import type { Session } from './session'

/** Evidence for packet `frame`; none for packets that are no TCP segment of a conversation. */
export async function evidenceOf(session: Session, frame: number): Promise<Evidence[]> {
  const told = toldOf(session, frame)
  return told ? reasons(await told.whole(), frame) : []
}

/** The same, blocking: for the command line. */
export function evidenceNow(session: Session, frame: number): Evidence[] {
  const told = toldOf(session, frame)
  told?.step()
  return told ? reasons(told, frame) : []
}

function toldOf(session: Session, frame: number): ConversationStory | undefined {
  const flow = session.index.flow[frame - 1] ?? -1
  if (frame < 1 || frame > session.count || flow < 0) return undefined
  return session.memories.get(conversations).transport(flow >> 1) === 'tcp' ? storyOf(session, flow >> 1) : undefined
}

function reasons(told: ConversationStory, frame: number): Evidence[] {
  const n = told.frames.find(frame)
  if (n < 0) return []
  const s = told.segment(n)
  return [
    ...numbers(told, s),
    ...times(told, s, n),
    ...acknowledgement(told, s),
    ...flight(told, s),
    ...secondSight(told, s, n),
    ...verdicts(told, s),
    ...closing(told, s),
    ...completeness(told),
  ]
}

/** Lines of evidence put into a tree, below the fields that they are about; their numbers are negative. */
export function withEvidence(tree: TreeNode[], evidence: readonly Evidence[]): TreeNode[] {
  const byField = new Map<string, Evidence[]>()
  for (const e of evidence) byField.set(e.field, [...(byField.get(e.field) ?? []), e])
  let id = -1
  const add = (node: TreeNode): void => {
    node.children.forEach(add)
    for (const { sentence, frames } of byField.get(node.field) ?? [])
      node.children.push({
        id: id--,
        text: sentence,
        field: '',
        start: node.start,
        length: 0,
        source: node.source,
        generated: true,
        ...(frames[0] === undefined ? {} : { frame: frames[0] }),
        children: [],
      })
    byField.delete(node.field)
  }
  tree.forEach(add)
  return tree
}

const say = (field: string, sentence: string, frames: readonly number[] = []): Evidence => ({
  field,
  sentence,
  frames: [...new Set(frames.filter((f) => f > 0))],
})

const hex8 = (n: number): string => `0x${(n >>> 0).toString(16).padStart(8, '0')}`

/** The SYN (or SYN+ACK) of an end: frame 0 when it is not in the capture. */
const openerOf = (told: ConversationStory, end: 0 | 1): number =>
  told.story.syns[end]?.frame ?? told.story.answers[end]?.frame ?? 0

function numbers(told: ConversationStory, s: StreamSegment): Evidence[] {
  const out: Evidence[] = []
  const own = openerOf(told, s.from)
  const theirs = openerOf(told, other(s.from))
  const w = words()
  const start = (opener: number, raw: number, relative: number): string => w.start(hex8((raw - relative) >>> 0), opener)
  const sequence = start(own, s.sequence, s.relativeSequence)
  out.push(say('tcp.seq', w.sequence(s.relativeSequence, hex8(s.sequence), sequence), [own]))
  if (s.flags & FLAG.ack) {
    const from = start(theirs, s.acknowledgment, s.relativeAcknowledgment)
    out.push(say('tcp.ack', w.acknowledgment(s.relativeAcknowledgment, hex8(s.acknowledgment), from), [theirs]))
  }
  const flag = s.flags & FLAG.syn ? 'SYN' : s.flags & FLAG.fin ? 'FIN' : ''
  const next = (s.relativeSequence + ((endOf(s) - s.sequence) >>> 0)) >>> 0
  out.push(say('tcp.nxtseq', w.next(next, s.relativeSequence, s.length, flag)))
  out.push(windowEvidence(told, s, own))
  return out
}

function windowEvidence(told: ConversationStory, s: StreamSegment, own: number): Evidence {
  const flows = told.session.memories.get(conversations)
  const streams = told.session.memories.get(tcpStreams)
  const stream = flows.stream(told.conversation)
  const scale = streams.scale(stream * 2 + s.from)
  const field = 'tcp.window_size'
  const w = words()
  if (s.flags & FLAG.syn) return say(field, w.windowOfSyn(s.window, s.frame), [s.frame])
  if (scale === SCALE_UNKNOWN) return say(field, w.windowUnknown(s.window, s.frame), [s.frame])
  if (scale < 0) return say(field, w.windowPlain(s.window, s.frame), [s.frame, own, openerOf(told, other(s.from))])
  return say(field, w.windowScaled(s.scaledWindow, s.window, s.frame, 2 ** scale, own), [s.frame, own])
}

function times(told: ConversationStory, s: StreamSegment, n: number): Evidence[] {
  const first = told.frames.frame(0)
  const flows = told.session.memories.get(conversations)
  const w = words()
  const stream = w.stream(told.ends[0], told.ends[1], flows.stream(told.conversation), first)
  const out = [
    say('tcp.stream', stream, [first]),
    say('tcp.time_relative', w.sinceFirst(secondsText(s.time), first), [first]),
  ]
  if (n > 0) {
    const before = told.frames.frame(n - 1)
    out.push(say('tcp.time_delta', w.sinceBefore(before), [before]))
  }
  return out
}

function acknowledgement(told: ConversationStory, s: StreamSegment): Evidence[] {
  const w = words()
  const { session, conversation, story } = told
  const streams = session.memories.get(tcpStreams)
  const stream = session.memories.get(conversations).stream(conversation)
  const out: Evidence[] = []
  if (s.acks) {
    const at = told.frames.find(s.acks)
    const acked = at < 0 ? undefined : told.segment(at)
    const what = acked && acked.flags & FLAG.syn ? 'SYN' : acked && acked.flags & FLAG.fin ? 'FIN' : ''
    out.push(
      say('tcp.analysis.acks_frame', w.acks(s.relativeAcknowledgment, what, s.acks), [s.acks]),
      say('tcp.analysis.ack_rtt', w.rtt(shortTime(s.rtt), s.acks, s.frame), [s.acks, s.frame]),
    )
  }
  const rtt = streams.initialRtt(stream)
  const syn = story.syns[0] ?? story.syns[1]
  if (rtt >= 0 && syn) {
    const sentence = w.initialRtt(shortTime(rtt), syn.frame, syn.repeats > 0, story.readyFrame)
    out.push(say('tcp.analysis.initial_rtt', sentence, [syn.frame, story.readyFrame]))
  }
  return out
}

function flight(told: ConversationStory, s: StreamSegment): Evidence[] {
  const streams = told.session.memories.get(tcpStreams)
  const row = streams.rowOf(s.frame)
  if (row < 0 || s.length === 0) return []
  const out: Evidence[] = []
  const w = words()
  if (s.verdicts & ROW.inFlight)
    out.push(say('tcp.analysis.bytes_in_flight', w.inFlight(streams.inFlight[row]!, s.frame), [s.frame]))
  if (s.verdicts & ROW.pushed) {
    const sent = streams.pushBytes[row]!
    out.push(say('tcp.analysis.push_bytes_sent', sent === s.length ? w.pushedAlone(sent) : w.pushed(sent)))
  }
  return out
}

/** That it is one packet captured twice, not one sent twice: below every verdict that says otherwise, or below its number. */
function secondSight(told: ConversationStory, s: StreamSegment, n: number): Evidence[] {
  const twin = told.story.twinAt(n)
  if (!twin) return []
  const { copyCount, count } = told.story
  const sentence = words().twin(s.frame, twin.frame, twin.because, copyCount, count)
  const fields = (Object.keys(verdictFields) as (keyof typeof verdictFields)[]).filter((v) => s.verdicts & VERDICT[v])
  return (fields.length ? fields.map((v) => verdictFields[v]) : ['tcp.seq']).map((f) => say(f, sentence, [twin.frame]))
}

function verdicts(told: ConversationStory, s: StreamSegment): Evidence[] {
  const streams = told.session.memories.get(tcpStreams)
  const row = streams.rowOf(s.frame)
  if (row < 0 || !(s.verdicts & 0xffff)) return []
  const out: Evidence[] = []
  const w = words()
  if (s.verdicts & VERDICT.reusedPorts) out.push(say(verdictFields.reusedPorts, w.reusedPorts))
  const place = streams.evidence.find(row)
  const filed = (column: number): number => (place < 0 ? 0 : streams.evidence.get(place, column))
  const base = s.sequence - s.relativeSequence
  for (const reason of reasonsOf(streams, row)) {
    const frames: number[] = []
    let sentence = evidenceText(reason)
    if (PLACED.some((name) => name === reason.verdict))
      sentence += w.startsAt(s.relativeSequence, ((filed(E.next) | 0) - base) >>> 0)
    if (reason.verdict === 'duplicateAck') {
      frames.push(streams.pushBytes[row]!)
      sentence += w.repetition(streams.inFlight[row]!, streams.pushBytes[row]!)
    }
    if (reason.verdict === 'retransmission' && filed(E.rtoFrame)) {
      frames.push(filed(E.rtoFrame))
      out.push(say('tcp.analysis.rto', w.rto(shortTime(filed(E.rto)), filed(E.rtoFrame)), frames))
    }
    out.push(say(verdictFields[reason.verdict], sentence, frames))
  }
  return out
}

/** Verdicts about where a segment starts. */
const PLACED = [
  'retransmission',
  'fastRetransmission',
  'spuriousRetransmission',
  'outOfOrder',
  'lostSegment',
  'keepAlive',
] as const

function closing(told: ConversationStory, s: StreamSegment): Evidence[] {
  const { story } = told
  if (!(s.flags & FLAG.fin)) return []
  const fin = story.fins[s.from]
  const first = story.firstToClose()
  if (!fin || !first) return []
  const w = words()
  return first.from === s.from
    ? [say('tcp.connection.fin_active', w.beginsClose(first.frame), [first.frame])]
    : [say('tcp.connection.fin_passive', w.followsClose(first.frame, fin.answers), [first.frame])]
}

const PARTS = ['SYN', 'SYN+ACK', 'ACK', 'data', 'FIN', 'RST'] as const

function completeness(told: ConversationStory): Evidence[] {
  const streams = told.session.memories.get(tcpStreams)
  const value = streams.completeness(told.session.memories.get(conversations).stream(told.conversation))
  const w = words()
  const name = (part: (typeof PARTS)[number]): string => (part === 'data' ? w.data : part)
  const seen = PARTS.filter((_, i) => value & (1 << i)).map((part) => `${1 << PARTS.indexOf(part)} (${name(part)})`)
  const missing = PARTS.slice(0, 5).filter((_, i) => !(value & (1 << i)))
  const sum = `${value} = ${seen.join(' + ') || w.nothingSeen}`
  return [say('tcp.completeness', w.completeness(sum, missing.map(name).join(', ')))]
}
