/** Ladders of the open capture: of one conversation, of all packets of a kind, of what the display shows. Model: flows/ladder.ts. */
import { fieldText } from '../dissect/format'
import type { Packet } from '../dissect/packet'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { occurrence } from '../dissect/tree'
import { conversations } from '../flows/conversations'
import type { Arrow, Ladder, LadderKind, Lifeline } from '../flows/ladder'
import { isFolded } from '../flows/ladder'
import { problemText } from '../flows/tcp-problems'
import { FLAG, flagText } from '../flows/stream-segment'
import type { End, StreamSegment } from '../flows/stream-segment'
import { clipped, visible } from '../bytes/text'
import { limits } from '../limits'
import { registry } from '../protocols'
import { addressText } from './address-text'
import { conversationOf, storyOf } from './conversation-story'
import type { ConversationStory } from './conversation-story'
import { PacketTrack } from './packet-track'
import type { PacketView } from './packet-track'
import type { Session } from './session'
import { words } from '../flows/ladder-words'
import { Turns } from './turns'
import type { Work } from './turns'

export type Scope =
  | { kind: 'tcp' | 'udp'; stream: number }
  | { kind: 'tcp' | 'udp' | 'arp' | 'icmp' | 'icmpv6' | 'dns' | 'any'; stream?: undefined; view?: PacketView }

export interface Piece extends Work {
  from: number
  count: number
  absolute?: boolean
}

const stopped = 'Drawing the ladder was stopped.'
const workOf = ({ onProgress, signal }: Work): Work => ({ onProgress, signal })

/** Fields that say what answers what, and those that make up the label of a TCP segment. */
const ANSWERS = ['arp.response_to', 'icmp.resp_to', 'icmpv6.resp_to', 'dns.response_to', 'tcp.analysis.acks_frame']
const ANSWERED = ['arp.response_in', 'icmp.resp_in', 'icmpv6.resp_in', 'dns.response_in']
const DELAYS: Readonly<Record<string, number>> = {
  'arp.time': 1,
  'dns.time': 1,
  'tcp.analysis.ack_rtt': 1,
  'icmp.resptime': 1e6,
  'icmpv6.resptime': 1e6,
}
const SEGMENT = [
  'tcp.flags',
  'tcp.seq',
  'tcp.ack',
  'tcp.seq_raw',
  'tcp.ack_raw',
  'tcp.len',
  'tcp.window_size',
  'tcp.stream',
]

let plan: Plan | undefined
const rowPlan = (): Plan =>
  (plan ??= makePlan(registry, {
    columns: true,
    fields: [...ANSWERS, ...ANSWERED, ...Object.keys(DELAYS), ...SEGMENT].flatMap(
      (name) => registry.byName.get(name) ?? [],
    ),
  }))

/** One piece of a ladder. */
export async function ladderOf(session: Session, scope: Scope, piece: Piece): Promise<Ladder> {
  if (scope.stream !== undefined && scope.kind === 'tcp') return streamLadder(session, scope.stream, piece)
  if (scope.stream !== undefined) return datagramLadder(session, scope.stream, piece)
  const track = await trackOf(session, scope.kind, 'view' in scope ? scope.view : undefined).whole(workOf(piece))
  const stop = Math.min(track.count, piece.from + piece.count)
  const span = track.count ? Number(session.index.elapsed(track.position(0), track.position(track.count - 1))) : 0
  const arrows: Arrow[] = []
  const turns = new Turns(session, piece, stopped)
  for (let n = piece.from; n < stop; n++) {
    if (turns.over) await turns.rest(n, track.count)
    const i = track.position(n)
    const before = n ? track.position(n - 1) : i
    const arrow = packetArrow(session, i, n, track.from(n), track.to(n), scope.kind === 'tcp')
    arrow.wait = Number(session.index.elapsed(before, i))
    arrow.folded = isFolded(arrow.wait, span, track.count)
    arrows.push(arrow)
  }
  return {
    kind: scope.kind,
    title: words()[scope.kind],
    lifelines: track.hosts.map((name) => ({ name, role: '', port: 0 })),
    hidden: track.hidden,
    total: track.count,
    from: piece.from,
    arrows,
    opening: '',
    closing: '',
    vantage: '',
  }
}

const tracks = new WeakMap<Session, Map<LadderKind, PacketTrack>>()
const viewTracks = new WeakMap<Session, { view: PacketView; track: PacketTrack }>()

function trackOf(session: Session, kind: LadderKind, view?: PacketView): PacketTrack {
  if (view) {
    const last = viewTracks.get(session)
    if (last?.view === view) return last.track
    const track = new PacketTrack(session, '', view)
    viewTracks.set(session, { view, track })
    return track
  }
  let held = tracks.get(session)
  if (!held) tracks.set(session, (held = new Map<LadderKind, PacketTrack>()))
  let track = held.get(kind)
  if (!track) held.set(kind, (track = new PacketTrack(session, kind === 'any' ? '' : kind)))
  return track
}

/** The arrow of any packet. */
function packetArrow(session: Session, i: number, n: number, from: number, to: number, asSegment: boolean): Arrow {
  const p = session.decode(i, rowPlan())
  const values = readValues(p)
  const answers = ANSWERS.map((name) => values.get(name)).find((v) => v !== undefined) ?? 0
  const answeredIn = ANSWERED.map((name) => values.get(name)).find((v) => v !== undefined) ?? 0
  const delay = Object.entries(DELAYS).find(([name]) => values.has(name))
  const flags = values.get('tcp.flags')
  const length = values.get('tcp.len') ?? 0
  const info = clipped(visible(p.info), limits.arrowText)
  const segment =
    flags === undefined
      ? null
      : {
          flags: flagText(flags),
          sequence: values.get('tcp.seq') ?? 0,
          acknowledgment: flags & FLAG.ack ? (values.get('tcp.ack') ?? 0) : null,
          rawSequence: values.get('tcp.seq_raw') ?? 0,
          rawAcknowledgment: flags & FLAG.ack ? (values.get('tcp.ack_raw') ?? 0) : null,
          length,
          window: values.get('tcp.window_size') ?? 0,
          stream: values.get('tcp.stream') ?? 0,
        }
  return {
    n,
    frame: i + 1,
    time: Number(session.index.elapsed(0, i)),
    wait: 0,
    folded: false,
    from,
    to,
    fromPort: p.sourcePort,
    toPort: p.destinationPort,
    label: asSegment && segment ? segmentLabel(segment.flags, length) : info,
    comment: asSegment && segment ? numbersText(segment, false) : `${visible(p.protocolColumn)}: ${info}`,
    segment,
    phase: '',
    problem: /^(?:\[TCP (?!Window Update|Keep-Alive)[^\]]*\] )+/.exec(info)?.[0].trim() ?? '',
    answers,
    rtt: delay ? Math.round(values.get(delay[0])! * delay[1]) : null,
    answeredIn,
    states: null,
  }
}

/** First value of each field that the row plan wants. */
function readValues(p: Packet): Map<string, number> {
  const values = new Map<string, number>()
  for (let k = 0; k < p.records.count; k++) {
    const o = occurrence(p, k)
    if (!values.has(o.field.name))
      values.set(o.field.name, p.records.flags[k]! & 4 ? p.records.value[k]! : Number(fieldText(o)))
  }
  return values
}

export const segmentLabel = (flags: string, length: number): string => (length ? `${flags} - Len: ${length}` : flags)

export const numbersText = (s: NonNullable<Arrow['segment']>, absolute: boolean): string => {
  const sequence = absolute ? s.rawSequence : s.sequence
  const acknowledgment = absolute ? s.rawAcknowledgment : s.acknowledgment
  return `Seq = ${sequence}` + (acknowledgment === null ? '' : ` Ack = ${acknowledgment}`)
}

async function streamLadder(session: Session, stream: number, piece: Piece): Promise<Ladder> {
  const told = await storyOf(session, conversationOf(session, 'tcp', stream)).whole(workOf(piece))
  const { frames, story } = told
  const caller = story.caller()
  // The caller stands on the left.
  const left: End = caller === 1 ? 1 : 0
  const place = story.vantage.result().place
  const stop = Math.min(frames.count, piece.from + piece.count)
  const span = frames.count ? Number(session.index.elapsed(frames.frame(0) - 1, frames.frame(frames.count - 1) - 1)) : 0
  const arrows: Arrow[] = []
  const turns = new Turns(session, piece, stopped)
  for (let n = piece.from; n < stop; n++) {
    if (turns.over) await turns.rest(n, frames.count)
    const arrow = segmentArrow(told, told.segment(n), n, left, piece.absolute ?? false)
    arrow.wait = n ? Number(session.index.elapsed(frames.frame(n - 1) - 1, arrow.frame - 1)) : 0
    arrow.folded = isFolded(arrow.wait, span, frames.count)
    const state = (end: 0 | 1): ReturnType<typeof story.states.stateAt> =>
      story.states.stateAt(n, end, place === 'both' || place === (end === 0 ? 'first' : 'second'))
    arrow.states = left === 0 ? [state(0), state(1)] : [state(1), state(0)]
    arrows.push(arrow)
  }
  return {
    kind: 'tcp',
    title: words().stream('TCP', stream, told.ends[left], told.ends[left === 0 ? 1 : 0]),
    lifelines: lifelinesOf(session, told.conversation, left, caller >= 0),
    hidden: 0,
    total: frames.count,
    from: piece.from,
    arrows,
    opening: told.opening().sentence,
    closing: told.closing().sentence,
    vantage: told.vantage().sentence,
  }
}

function segmentArrow(told: ConversationStory, s: StreamSegment, n: number, left: 0 | 1, absolute: boolean): Arrow {
  const { session, story, conversation } = told
  const flows = session.memories.get(conversations)
  const acknowledges = (s.flags & FLAG.ack) !== 0
  const twin = story.twinAt(n)
  const segment = {
    flags: flagText(s.flags),
    sequence: s.relativeSequence,
    acknowledgment: acknowledges ? s.relativeAcknowledgment : null,
    rawSequence: s.sequence,
    rawAcknowledgment: acknowledges ? s.acknowledgment : null,
    length: s.length,
    window: s.scaledWindow,
    stream: flows.stream(conversation),
  }
  return {
    n,
    frame: s.frame,
    time: Number(session.index.elapsed(0, s.frame - 1)),
    wait: 0,
    folded: false,
    from: s.from === left ? 0 : 1,
    to: s.from === left ? 1 : 0,
    fromPort: flows.port(conversation, s.from),
    toPort: flows.port(conversation, s.from === 0 ? 1 : 0),
    label: segmentLabel(segment.flags, s.length),
    comment: numbersText(segment, absolute),
    segment,
    phase: story.phaseAt(n),
    problem: twin ? words().secondTime(twin.frame) : problemText(s.verdicts),
    answers: s.acks,
    rtt: s.acks ? s.rtt : null,
    answeredIn: told.answeredIn(n),
    states: null,
  }
}

function lifelinesOf(session: Session, conversation: number, left: 0 | 1, known: boolean): Lifeline[] {
  const flows = session.memories.get(conversations)
  return ([left, left === 0 ? 1 : 0] as const).map((end, i) => ({
    name: addressText(flows.addresses, flows.address(conversation, end)),
    role: known ? (i === 0 ? 'client' : 'server') : '',
    port: flows.port(conversation, end),
  }))
}

async function datagramLadder(session: Session, stream: number, piece: Piece): Promise<Ladder> {
  const conversation = conversationOf(session, 'udp', stream)
  const { frames } = storyOf(session, conversation)
  frames.refresh()
  const stop = Math.min(frames.count, piece.from + piece.count)
  const span = frames.count ? Number(session.index.elapsed(frames.frame(0) - 1, frames.frame(frames.count - 1) - 1)) : 0
  const arrows: Arrow[] = []
  const turns = new Turns(session, piece, stopped)
  for (let n = piece.from; n < stop; n++) {
    if (turns.over) await turns.rest(n, frames.count)
    const i = frames.frame(n) - 1
    const way = session.index.flow[i]! & 1
    const arrow = packetArrow(session, i, n, way, 1 - way, false)
    arrow.wait = n ? Number(session.index.elapsed(frames.frame(n - 1) - 1, i)) : 0
    arrow.folded = isFolded(arrow.wait, span, frames.count)
    arrows.push(arrow)
  }
  const lifelines = lifelinesOf(session, conversation, 0, false)
  return {
    kind: 'udp',
    title: words().stream('UDP', stream, ...(lifelines.map(({ name, port }) => `${name}:${port}`) as [string, string])),
    lifelines,
    hidden: 0,
    total: frames.count,
    from: piece.from,
    arrows,
    opening: '',
    closing: '',
    vantage: '',
  }
}

/** A whole ladder, up to `most` arrows, for an export. */
export const wholeLadder = (
  session: Session,
  scope: Scope,
  most: number,
  options: Omit<Piece, 'from' | 'count'> = {},
): Promise<Ladder> => ladderOf(session, scope, { ...options, from: 0, count: most })
