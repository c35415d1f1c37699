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
  const start = (opener: number, raw: number, relative: number): string => {
    const base = (raw - relative) >>> 0
    return opener
      ? `the initial sequence number ${hex8(base)} of the SYN in frame ${opener}`
      : `${hex8(base)}, one below the first number seen: the SYN is not in the capture`
  }
  out.push(
    say('tcp.seq', `${s.relativeSequence} = ${hex8(s.sequence)} − ${start(own, s.sequence, s.relativeSequence)}`, [
      own,
    ]),
  )
  if (s.flags & FLAG.ack)
    out.push(
      say(
        'tcp.ack',
        `${s.relativeAcknowledgment} = ${hex8(s.acknowledgment)} − ${start(theirs, s.acknowledgment, s.relativeAcknowledgment)} of the other side`,
        [theirs],
      ),
    )
  const extra = (s.flags & FLAG.syn ? 1 : 0) + (s.flags & FLAG.fin ? 1 : 0)
  const flag = s.flags & FLAG.syn ? 'SYN' : 'FIN'
  out.push(
    say(
      'tcp.nxtseq',
      `${(s.relativeSequence + ((endOf(s) - s.sequence) >>> 0)) >>> 0} = ${s.relativeSequence} + ${s.length} byte${s.length === 1 ? '' : 's'} of data${extra ? ` + 1 for the ${flag}` : ''}`,
    ),
  )
  out.push(windowEvidence(told, s, own))
  return out
}

function windowEvidence(told: ConversationStory, s: StreamSegment, own: number): Evidence {
  const flows = told.session.memories.get(conversations)
  const streams = told.session.memories.get(tcpStreams)
  const stream = flows.stream(told.conversation)
  const scale = streams.scale(stream * 2 + s.from)
  const field = 'tcp.window_size'
  if (s.flags & FLAG.syn)
    return say(field, `${s.window}, as it stands in frame ${s.frame}: the window of a SYN is never scaled`, [s.frame])
  if (scale === SCALE_UNKNOWN)
    return say(field, `${s.window}, as it stands in frame ${s.frame}: the SYN with the scale is not in the capture`, [
      s.frame,
    ])
  if (scale < 0)
    return say(field, `${s.window}, as it stands in frame ${s.frame}: not both ends offered window scaling`, [
      s.frame,
      own,
      openerOf(told, other(s.from)),
    ])
  return say(
    field,
    `${s.scaledWindow} = ${s.window} (frame ${s.frame}) × ${2 ** scale} (window scale option of frame ${own})`,
    [s.frame, own],
  )
}

function times(told: ConversationStory, s: StreamSegment, n: number): Evidence[] {
  const first = told.frames.frame(0)
  const flows = told.session.memories.get(conversations)
  const out = [
    say(
      'tcp.stream',
      `The conversation between ${told.ends[0]} and ${told.ends[1]}, number ${flows.stream(told.conversation)} in order of appearance; it begins in frame ${first}`,
      [first],
    ),
    say('tcp.time_relative', `${secondsText(s.time)} s since frame ${first}, the first of the conversation`, [first]),
  ]
  if (n > 0) {
    const before = told.frames.frame(n - 1)
    out.push(say('tcp.time_delta', `Time since frame ${before}, the one before in the conversation`, [before]))
  }
  return out
}

function acknowledgement(told: ConversationStory, s: StreamSegment): Evidence[] {
  const { session, conversation, story } = told
  const streams = session.memories.get(tcpStreams)
  const stream = session.memories.get(conversations).stream(conversation)
  const out: Evidence[] = []
  if (s.acks) {
    const at = told.frames.find(s.acks)
    const acked = at < 0 ? undefined : told.segment(at)
    const what =
      acked && acked.flags & FLAG.syn ? 'its SYN' : acked && acked.flags & FLAG.fin ? 'its FIN' : 'its last byte'
    out.push(
      say(
        'tcp.analysis.acks_frame',
        `Ack ${s.relativeAcknowledgment} is the number behind ${what}: frame ${s.acks} ends there`,
        [s.acks],
      ),
      say(
        'tcp.analysis.ack_rtt',
        `${shortTime(s.rtt)} from frame ${s.acks} to frame ${s.frame}, at the place of the capture`,
        [s.acks, s.frame],
      ),
    )
  }
  const rtt = streams.initialRtt(stream)
  const syn = story.syns[0] ?? story.syns[1]
  if (rtt >= 0 && syn)
    out.push(
      say(
        'tcp.analysis.initial_rtt',
        `${shortTime(rtt)} from the last SYN (frame ${syn.frame}${syn.repeats ? ', sent again' : ''}) to the first ACK after it${story.readyFrame ? ` (frame ${story.readyFrame})` : ''}`,
        [syn.frame, story.readyFrame],
      ),
    )
  return out
}

function flight(told: ConversationStory, s: StreamSegment): Evidence[] {
  const streams = told.session.memories.get(tcpStreams)
  const row = streams.rowOf(s.frame)
  if (row < 0 || s.length === 0) return []
  const out: Evidence[] = []
  if (s.verdicts & ROW.inFlight)
    out.push(
      say(
        'tcp.analysis.bytes_in_flight',
        `${streams.inFlight[row]} bytes between the lowest and the highest number that this side has sent and the other side has not acknowledged when frame ${s.frame} goes out`,
        [s.frame],
      ),
    )
  if (s.verdicts & ROW.pushed) {
    const sent = streams.pushBytes[row]!
    out.push(
      say(
        'tcp.analysis.push_bytes_sent',
        sent === s.length
          ? `${sent} bytes: this segment alone, because the one before it had PSH set or is the first`
          : `${sent} bytes: this segment and those before it since the last PSH`,
      ),
    )
  }
  return out
}

function verdicts(told: ConversationStory, s: StreamSegment): Evidence[] {
  const streams = told.session.memories.get(tcpStreams)
  const row = streams.rowOf(s.frame)
  if (row < 0 || !(s.verdicts & 0xffff)) return []
  const out: Evidence[] = []
  if (s.verdicts & VERDICT.reusedPorts)
    out.push(
      say(
        verdictFields.reusedPorts,
        'Port numbers reused, because an earlier conversation between these ends was over, or began with another sequence number',
      ),
    )
  const place = streams.evidence.find(row)
  const filed = (column: number): number => (place < 0 ? 0 : streams.evidence.get(place, column))
  const base = s.sequence - s.relativeSequence
  for (const reason of reasonsOf(streams, row)) {
    const frames: number[] = []
    let sentence = evidenceText(reason)
    if (PLACED.some((name) => name === reason.verdict))
      sentence += `. It starts at ${s.relativeSequence}; this side was to go on at ${((filed(E.next) | 0) - base) >>> 0}`
    if (reason.verdict === 'duplicateAck') {
      frames.push(streams.pushBytes[row]!)
      sentence += `. It is repetition ${streams.inFlight[row]} of frame ${streams.pushBytes[row]}`
    }
    if (reason.verdict === 'retransmission' && filed(E.rtoFrame)) {
      frames.push(filed(E.rtoFrame))
      out.push(
        say(
          'tcp.analysis.rto',
          `${shortTime(filed(E.rto))} since frame ${filed(E.rtoFrame)}, the oldest segment without an acknowledgement`,
          frames,
        ),
      )
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
  if (first.from === s.from)
    return [
      say(
        'tcp.connection.fin_active',
        `No FIN of the other side comes before frame ${first.frame}: this side begins the close`,
        [first.frame],
      ),
    ]
  return [
    say(
      'tcp.connection.fin_passive',
      `The other side began the close in frame ${first.frame}${fin.answers ? `, and this segment acknowledges that FIN` : ''}`,
      [first.frame],
    ),
  ]
}

const PARTS = ['SYN', 'SYN+ACK', 'ACK', 'data', 'FIN', 'RST'] as const

function completeness(told: ConversationStory): Evidence[] {
  const streams = told.session.memories.get(tcpStreams)
  const value = streams.completeness(told.session.memories.get(conversations).stream(told.conversation))
  const seen = PARTS.filter((_, i) => value & (1 << i))
  const missing = PARTS.slice(0, 5).filter((_, i) => !(value & (1 << i)))
  return [
    say(
      'tcp.completeness',
      `${value} = ${seen.map((part) => `${1 << PARTS.indexOf(part)} (${part})`).join(' + ') || 'nothing of an opening or a close'}${missing.length ? `; not in the capture: ${missing.join(', ')}` : ''}`,
    ),
  ]
}
