/** The opening, the data and the close of a TCP connection, as parts of a report. */
import { asciiText, visible } from '../bytes/text'
import { hex } from '../bytes/read'
import { limits } from '../limits'
import { FLAG, other } from '../flows/stream-segment'
import { inLanguage } from '../words/language'
import { column, heading, list, notice, prose, table } from './document'
import type { Block } from './document'
import { diagramBlocks } from './diagrams'
import { fieldTable, segmentFields, tcpFields } from './field-table'
import { closingText, flagsOf, openingText, rttText, stepText } from './steps'
import type { TcpCounts } from './tcp-count'
import type { TcpSubject } from './tcp-subject'

/** One segment with its header fields: `all` of them, or of TCP alone; with `drawn` headers as diagrams in front. */
function segmentBlocks(c: TcpSubject, n: number, fields: readonly string[], drawn: readonly string[] = []): Block[] {
  const s = c.segment(n)
  const facts = c.facts(s.frame)
  return [
    heading(c.words.segmentTitle(s.frame, flagsOf(s), c.who(s.from)), 3),
    ...prose(stepText(c, s, n)),
    ...diagramBlocks(c.session, s.frame, drawn, c.w, c.language),
    ...fieldTable(c.session, facts, fields, c.words.fieldsOf(s.frame), c.w, c.language),
  ]
}

export function handshakePart(c: TcpSubject): Block[] {
  const { words: w, told } = c
  const places = told
    .opening()
    .frames.map((frame) => told.frames.find(frame))
    .filter((n) => n >= 0)
    .slice(0, limits.reportSegments)
  return [
    heading(w.handshake),
    ...prose(openingText(c), openingDetail(c), places.length ? w.handshakeLead : ''),
    ...places.flatMap((n, i) => segmentBlocks(c, n, segmentFields, i ? ['tcp'] : ['ip', 'ipv6', 'tcp'])),
  ]
}

/** What happened besides the plain three segments: repetitions, other attempts, another kind of opening. */
function openingDetail(c: TcpSubject): string {
  const { kind, repeats, attempts, sentence } = inLanguage(c.language, () => c.told.opening())
  return kind === 'three-way' && !repeats && attempts === 1 ? '' : sentence
}

/** The same for the close: resets, FINs that were sent again or did not count. */
function closingDetail(c: TcpSubject): string {
  const { main } = c.told.story
  const { kind, resets, sentence } = inLanguage(c.language, () => c.told.closing())
  const isPlain = kind === 'three-segments' || kind === 'four-segments' || kind === 'simultaneous' || kind === 'open'
  const isSmooth = main.fins.every((fin) => !fin || (fin.arrived && !fin.repeats))
  return isPlain && isSmooth && !resets.length ? '' : sentence
}

export function dataPart(c: TcpSubject, sums: TcpCounts): Block[] {
  const { words: w, told } = c
  const all = sums.dataSegments[0] + sums.dataSegments[1]
  if (!all) return [heading(w.data), ...prose(w.noDataAtAll)]
  const segments = sums.dataFirst.map((n) => ({ n, s: c.segment(n) }))
  const rows = segments.map(({ n, s }) => {
    const ack = told.answeredIn(n)
    const answer = ack ? c.segmentIn(ack) : undefined
    return [
      String(s.frame),
      c.role(s.from),
      `${s.relativeSequence}–${s.relativeSequence + s.length - 1}`,
      c.w.byteCount(s.length),
      flagsOf(s),
      ack ? String(ack) : '–',
      answer?.acks === s.frame ? rttText(answer.rtt) : '–',
    ]
  })
  const firsts = ([0, 1] as const).flatMap((end) => segments.find(({ s }) => s.from === end) ?? [])
  firsts.sort((a, b) => a.n - b.n)
  return [
    heading(w.data),
    ...prose(w.dataLead),
    ...table(
      '',
      [
        column(c.w.frame, 9, 'r'),
        column(w.from, 17),
        column(w.range, 17, 'r'),
        column(w.len, 13, 'r'),
        column(w.flags, 16),
        column(w.acked, 14, 'r'),
        column(w.rtt, 14, 'r'),
      ],
      rows,
    ),
    ...prose(all > rows.length ? c.w.onlyFirst(rows.length, all) : ''),
    ...(segments.some(({ s }) => s.flags & FLAG.psh) ? prose(w.pushMeaning) : []),
    ...segments.slice(0, limits.reportPayloads).flatMap(({ s }) => payloadBlocks(c, s.frame)),
    ...firsts.flatMap(({ n }) => segmentBlocks(c, n, segmentFields)),
  ]
}

function payloadBlocks(c: TcpSubject, frame: number): Block[] {
  const { words: w } = c
  const facts = c.facts(frame)
  const fact = facts.last('tcp.payload')
  const length = facts.number('tcp.len')
  if (!fact?.length) return []
  const bytes = facts.bytes.subarray(fact.start, fact.start + Math.min(fact.length, limits.reportPayload))
  const caption =
    w.payloadOf(frame, length) + (bytes.length < length ? ` (${w.payloadFirst(bytes.length, length)})` : '')
  const text = utf8.decode(bytes)
  return [
    { kind: 'bytes', caption, text: dump(bytes) },
    ...prose(text.includes('\ufffd') ? '' : w.payloadText(`"${visible(text).replace(/\\000/g, '\\0')}"`)),
  ]
}

const utf8 = new TextDecoder('utf-8')

/** `0000  48 65 6c 6c 6f …  Hello`, sixteen bytes a line. */
function dump(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16)
    const text = asciiText(row, 0, row.length).replace(/[^ -~]/g, '.')
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex(row, 0, row.length, ' ').padEnd(47)}  ${text}`)
  }
  return lines.join('\n')
}

export function closePart(c: TcpSubject): Block[] {
  const { words: w, told } = c
  const { main } = told.story
  const closing = told.closing()
  const fins = closing.fins.flatMap((fin) => {
    const farewell = main.fins[fin.from]
    const n = told.frames.find(fin.frame)
    return farewell && n >= 0 ? [{ fin, farewell, n, s: c.segment(n) }] : []
  })
  const rows = fins.map(({ fin, farewell, s }) => {
    const end = (s.relativeSequence + ((farewell.end - s.sequence) >>> 0)) >>> 0
    return [
      c.role(fin.from),
      String(fin.frame),
      String(end - 1),
      String(end),
      fin.ackFrame ? String(fin.ackFrame) : '–',
      fin.rtt === null ? '–' : rttText(fin.rtt),
      fin.notAckFrame ? w.notAckedWhy(fin.notAckFrame, fin.notAckOf) : '–',
    ]
  })
  const first = main.firstToClose()
  const second = first && main.fins[other(first.from)]
  const steps = closing.frames
    .concat(fins.flatMap(({ fin }) => (fin.notAckFrame ? [fin.notAckFrame] : [])))
    .sort((a, b) => a - b)
    .filter((frame, i, all) => frame !== all[i - 1])
    .map((frame) => told.frames.find(frame))
    .filter((n) => n >= 0)
    .slice(0, limits.reportSegments)
  return [
    heading(w.close),
    ...prose(closingText(c), closingDetail(c)),
    ...table(
      w.finTable,
      [
        column(w.from, 17),
        column(c.w.frame, 9, 'r'),
        column(w.numberOfFin, 13, 'r'),
        column(w.ackExpected, 13, 'r'),
        column(w.finAcked, 14, 'r'),
        column(w.rtt, 12, 'r'),
        column(w.notAckedBy, 24),
      ],
      rows,
    ),
    ...(rows.length ? notice(w.finNumber) : []),
    ...list(
      [
        main.closingKind() === 'three-segments' && second ? w.whyThree(second.frame) : '',
        fins.some(({ s }) => s.flags & FLAG.ack) ? w.piggyback : '',
      ].filter(Boolean),
    ),
    ...table(
      w.resets,
      [column(w.from, 40), column(c.w.frame, 20, 'r'), column(w.accepted, 40)],
      closing.resets
        .slice(0, limits.reportRows)
        .map((r) => [c.role(r.from), String(r.frame), r.accepted ? w.yes : w.no]),
    ),
    ...steps.flatMap((n) => segmentBlocks(c, n, tcpFields)),
  ]
}
