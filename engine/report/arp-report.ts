/** The report on ARP: which reply answers which request and how fast, both field by field, how requests are sent, who has which address. */
import { limits } from '../limits'
import { shortTime } from '../flows/handshake-words'
import type { ArpExchange, ArpPacket } from '../flows/arp-watch'
import type { ArpWatch } from '../flows/arp-watch'
import { arpPass, ipText, macText } from '../session/arp-pass'
import type { Session } from '../session/session'
import type { Work } from '../session/turns'
import type { Language } from '../words/language'
import { column, denseTable, heading, list, prose, table } from './document'
import type { Block, ReportPart } from './document'
import { environmentTable, fileName } from './environment'
import { factsOf } from './facts'
import { arpFields, fieldTable } from './field-table'
import { notesPart, packetRows } from './packet-list'
import { framesText, makerOf } from './steps'
import { arpWords, reportWords } from './words'
import type { ArpWords, ReportWords } from './words'

/** Bytes of an ARP packet in Ethernet without padding, and the shortest frame on a wire. */
const BARE = 42
const SHORTEST = 60

interface Subject {
  session: Session
  watch: ArpWatch
  language: Language
  w: ReportWords
  words: ArpWords
  /** Frames of all packets that were kept, in order. */
  packets: readonly ArpPacket[]
}

export async function arpReport(
  session: Session,
  language: Language,
  parts: ReadonlySet<ReportPart>,
  work: Work,
): Promise<{ title: string; blocks: Block[] }> {
  const { watch } = await arpPass(session).whole(work)
  const w = reportWords(language)
  const words = arpWords(language)
  const packets = [...watch.exchanges.map((e) => e.request), ...watch.statements, ...watch.unasked]
  packets.sort((a, b) => a.frame - b.frame)
  const c: Subject = { session, watch, language, w, words, packets }
  const frames = [...packets.map((p) => p.frame), ...watch.exchanges.flatMap((e) => e.replies.map((r) => r.frame))]
  frames.sort((a, b) => a - b)
  const blocks: Block[] = []
  const part = async (name: ReportPart, make: () => readonly Block[] | Promise<readonly Block[]>): Promise<void> => {
    if (parts.has(name)) blocks.push(...(await make()))
  }
  await part('summary', () => summary(c))
  await part('environment', () => [heading(w.environment), ...environmentTable(session, w, [])])
  if (frames.length) {
    await part('pairs', async () => [...pairs(c), ...(await packetRows(session, frames, frames.length, w))])
    await part('exchange', () => exchanges(c))
    await part('requests', () => requests(c))
    await part('addresses', () => addresses(c))
    await part('problems', () => problems(c))
    await part('notes', () => notesPart(session, frames, w))
  }
  return { title: words.title(fileName(session)), blocks }
}

const answered = (c: Subject): ArpExchange[] => c.watch.exchanges.filter((e) => e.replies.length > 0)
const frameList = (packets: readonly { frame: number }[]): string => framesText(packets.map((p) => p.frame))

function summary(c: Subject): Block[] {
  const { words, watch } = c
  if (!watch.packets) return [heading(c.w.summary), ...prose(words.none)]
  const pairsByDelay = answered(c).sort((a, b) => a.replies[0]!.delay - b.replies[0]!.delay)
  const [first, last] = [pairsByDelay[0], pairsByDelay.at(-1)]
  const name = (e: ArpExchange): string => words.pairName(e.request.frame, e.replies[0]!.frame)
  const askers = new Map<string, ArpPacket[]>()
  for (const { request } of watch.exchanges) {
    const key = `${request.senderIp} ${request.senderMac}`
    askers.set(key, [...(askers.get(key) ?? []), request])
    if (askers.size > limits.reportRows) break
  }
  const { requests: asked, unanswered, probes, probesAnswered } = watch.counts()
  return [
    heading(c.w.summary),
    ...prose(words.purpose),
    ...list(
      [
        words.sum(watch.packets, asked + probes, asked - unanswered + probesAnswered),
        first && last && first !== last
          ? words.delays(shortTime(first.replies[0]!.delay), name(first), shortTime(last.replies[0]!.delay), name(last))
          : '',
        ...[...askers.values()]
          .slice(0, 10)
          .map((list) =>
            words.whoAsked(ipText(list[0]!.senderIp), macText(list[0]!.senderMac), list.length, frameList(list)),
          ),
      ].filter(Boolean),
    ),
  ]
}

function pairs(c: Subject): Block[] {
  const { words, w, watch } = c
  const rows = watch.exchanges.slice(0, limits.reportRows).map(({ request: q, replies }) => {
    const reply = replies[0]
    const way = q.unicast ? words.unicast : words.broadcast
    return [
      String(q.frame),
      reply
        ? replies
            .map((r) => r.frame)
            .slice(0, 5)
            .join(', ')
        : '–',
      `${ipText(q.senderIp)} ${macText(q.senderMac)}`,
      ipText(q.targetIp),
      reply ? macText(reply.mac) : words.noReply,
      q.kind === 'probe' ? `${way}, ${words.probe}` : way,
      reply ? shortTime(reply.delay) : '–',
      reply ? `${q.length} / ${c.session.index.length[reply.frame - 1]!}` : String(q.length),
    ]
  })
  return [
    heading(words.pairs),
    ...prose(words.pairsLead),
    ...denseTable(
      [
        column(words.request, 9, 'r'),
        column(words.reply, 8, 'r'),
        column(words.asker, 18, 'm'),
        column(words.lookedFor, 16, 'm'),
        column(words.answer, 18, 'm'),
        column(words.way, 12),
        column(words.delay, 10, 'r'),
        column(words.lengths, 9, 'r'),
      ],
      rows,
    ),
    ...prose(watch.exchanges.length > rows.length ? w.onlyFirst(rows.length, watch.exchanges.length) : ''),
  ]
}

/** One broadcast exchange and one unicast, with all fields. */
function exchanges(c: Subject): Block[] {
  const { words, session, language, w } = c
  const all = answered(c)
  const chosen = [all.find((e) => !e.request.unicast), all.find((e) => e.request.unicast)].filter(
    (e) => e !== undefined,
  )
  const told = chosen.length ? chosen : c.watch.exchanges.slice(0, 1)
  return [
    ...(told.length ? [heading(words.exchange)] : []),
    ...told.flatMap(({ request: q, replies }) => {
      const facts = factsOf(session, q.frame)
      const reply = replies[0]
      const answer = reply && factsOf(session, reply.frame)
      const title =
        q.kind === 'probe'
          ? words.probeTitle(q.frame, ipText(q.targetIp))
          : words.requestTitle(q.frame, ipText(q.senderIp), ipText(q.targetIp))
      return [
        heading(title, 3),
        ...fieldTable(session, facts, arpFields, words.fieldsOf(q.frame), w, language),
        ...(reply && answer
          ? [
              heading(words.replyTitle(reply.frame, ipText(q.targetIp), macText(reply.mac)), 3),
              ...fieldTable(session, answer, arpFields, words.fieldsOf(reply.frame), w, language),
            ]
          : []),
      ]
    }),
  ]
}

function requests(c: Subject): Block[] {
  const { words, watch, session } = c
  const asked = watch.exchanges.map((e) => e.request)
  const toAll = asked.filter((q) => !q.unicast)
  const toOne = asked.filter((q) => q.unicast)
  const zero = asked.filter((q) => q.targetMac === 0)
  const frames = [...asked.map((q) => q.frame), ...watch.exchanges.flatMap((e) => e.replies.map((r) => r.frame))]
  frames.sort((a, b) => a - b)
  const ofLength = (length: number): number[] => frames.filter((f) => session.index.length[f - 1] === length)
  const [bare, padded] = [ofLength(BARE), ofLength(SHORTEST)]
  const lengths =
    bare.length && padded.length
      ? words.lengthLead(framesText(bare), framesText(padded))
      : bare.length
        ? words.lengthShort(framesText(bare))
        : padded.length
          ? words.lengthPadded(framesText(padded))
          : ''
  return [
    heading(words.requests),
    ...list(
      [
        toAll.length ? words.broadcastLead(frameList(toAll)) : '',
        toOne.length ? words.unicastLead(frameList(toOne)) : '',
        zero.length ? words.zeroTarget(frameList(zero)) : '',
        lengths,
        capturedOn(c, bare, padded),
      ].filter(Boolean),
    ),
  ]
}

/** The one host whose frames have no padding, when all others' have. */
function capturedOn(c: Subject, bare: readonly number[], padded: readonly number[]): string {
  if (!bare.length || !padded.length) return ''
  const senders = new Map<number, number>()
  const from = (p: { frame: number; senderMac: number; senderIp: number }): void => {
    if (bare.includes(p.frame)) senders.set(p.senderMac, p.senderIp)
  }
  const wrong = new Set<number>()
  for (const { request: q, replies } of c.watch.exchanges) {
    for (const p of [q, ...replies.map((r) => ({ frame: r.frame, senderMac: r.mac, senderIp: q.targetIp }))]) {
      from(p)
      if (padded.includes(p.frame)) wrong.add(p.senderMac)
    }
  }
  const [only] = senders
  return senders.size === 1 && only && !wrong.has(only[0]) ? c.words.capturedOn(ipText(only[1])) : ''
}

function addresses(c: Subject): Block[] {
  const { words, watch, w } = c
  const rows = watch.claims.slice(0, limits.reportRows).map((claim) => {
    const mac = macText(claim.mac)
    const maker = makerOf(mac)
    return [ipText(claim.ip), mac, maker ?? '', String(claim.firstFrame), String(claim.lastFrame), String(claim.count)]
  })
  return [
    ...(rows.length ? [heading(words.addresses)] : []),
    ...table(
      '',
      [
        column(words.ip, 20, 'm'),
        column(words.mac, 22, 'm'),
        column(words.vendor, 28),
        column(words.seenFirst, 11, 'r'),
        column(words.seenLast, 11, 'r'),
        column(words.times, 8, 'r'),
      ],
      rows,
    ),
    ...prose(watch.claims.length > rows.length ? w.onlyFirst(rows.length, watch.claims.length) : ''),
  ]
}

function problems(c: Subject): Block[] {
  const { words, watch, w } = c
  const items = [
    ...watch.exchanges.flatMap(({ request: q, replies }) => {
      if (new Set(replies.map((r) => r.mac)).size > 1) return [words.several(q.frame, replies.length)]
      if (replies.length) return []
      return q.kind === 'probe'
        ? [words.free(q.frame, ipText(q.targetIp))]
        : [words.unanswered(q.frame, ipText(q.targetIp), ipText(q.senderIp))]
    }),
    ...watch.conflicts.map((x) =>
      x.probing
        ? words.bothProbe(ipText(x.ip), x.frame, x.otherFrame)
        : words.conflict(ipText(x.ip), macText(x.mac), x.frame, macText(x.otherMac), x.otherFrame),
    ),
    ...watch.unasked.map((p) => words.unasked(p.frame, ipText(p.senderIp), macText(p.senderMac))),
    ...watch.statements.map((p) => words.stated(p.frame, ipText(p.senderIp), macText(p.senderMac))),
  ]
  const shown = items.slice(0, limits.reportRows)
  return [
    heading(w.problems),
    ...(items.length ? list(shown) : prose(words.noTrouble)),
    ...prose(items.length > shown.length ? w.onlyFirst(shown.length, items.length) : ''),
  ]
}
