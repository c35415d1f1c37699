/** Tools about conversations: who spoke with whom, how it went, what answers what. */
import { z } from 'zod'
import type { ArpReport, ConversationStoryShape, ConversationTable, EndpointTable } from '../../engine/api/flow-shapes'
import type { ExpertList, FollowedStream, Ladder } from '../../engine/api/flow-shapes'
import { utf8Text, visible } from '../../engine/bytes/text'
import { limits } from '../../engine/limits'
import { Refused } from '../../engine/refused'
import { protocolHierarchy } from '../../engine/session/protocol-hierarchy'
import { ask, count, frame, from, more, tool, whole } from './desk'
import type { Tool } from './desk'
import { REDACTED } from './redact'

export const flowTools: readonly Tool[] = [
  tool(
    'conversations',
    'Conversations',
    'Conversations of a kind with their packets, bytes, times, and of TCP how each was opened and closed.',
    {
      kind: z.enum(['eth', 'ip', 'ipv6', 'tcp', 'udp']).default('tcp'),
      from,
      count: count(200, 50),
      sort: z.enum(['number', 'packets', 'bytes', 'start', 'duration']).default('number'),
      descending: z.boolean().default(false),
    },
    async (desk, a) => {
      await whole(desk)
      const { total, rows, dropped } = await ask<ConversationTable>(desk, 'flows.conversations', a)
      return { total, ...more(a.from, rows.length, total), ...(dropped ? { dropped } : {}), conversations: rows }
    },
    ['conversations'],
  ),
  tool(
    'flow_story',
    'Story of a TCP conversation',
    'How a TCP conversation was opened and closed, by whom, where the capture was made, with the frames that show it; only as surely as the packets allow.',
    { stream: z.int().min(0).optional().describe('tcp.stream'), frame: frame.optional() },
    async (desk, a) => {
      await whole(desk)
      if (a.stream === undefined && a.frame === undefined)
        throw new Refused('usage', 'Which conversation?', 'Give stream (tcp.stream) or frame.')
      const story = await ask<ConversationStoryShape | null>(desk, 'flows.conversation', {
        ...(a.stream === undefined ? {} : { stream: a.stream }),
        ...(a.frame === undefined ? {} : { number: a.frame }),
      })
      if (!story) throw new Refused('no-such-stream', `Frame ${a.frame} is of no TCP conversation.`)
      return { ...story }
    },
  ),
  tool(
    'pairs',
    'Requests and replies',
    'Which reply answers which request. arp: exchanges, probes, conflicts; dns, icmp, icmpv6: the packets in order with what each answers.',
    { kind: z.enum(['arp', 'dns', 'icmp', 'icmpv6']).default('arp'), from, count: count(200, 50) },
    async (desk, a) => {
      await whole(desk)
      if (a.kind === 'arp') {
        const { total, exchanges, requests, unanswered, probes, conflicts } = await ask<ArpReport>(desk, 'flows.arp', {
          from: a.from,
          count: a.count,
        })
        return {
          total,
          ...more(a.from, exchanges.length, total),
          requests,
          unanswered,
          probes,
          conflicts: conflicts.slice(0, 50),
          pairs: exchanges,
        }
      }
      const ladder = await ask<Ladder>(desk, 'flows.ladder', { kind: a.kind, from: a.from, count: a.count })
      const arrows = ladder.arrows.map(({ frame: number, time, label, comment }) => ({
        frame: number,
        time,
        label,
        comment,
      }))
      return { total: ladder.total, ...more(a.from, arrows.length, ladder.total), pairs: arrows }
    },
    ['pairs'],
  ),
  tool(
    'expert',
    'Expert information',
    'What is noticed about the packets: errors, warnings, notes, chats, each with its frames.',
    {
      least: z.enum(['error', 'warn', 'note', 'chat', 'comment']).default('note'),
      from,
      count: count(200, 50),
    },
    async (desk, a) => {
      await whole(desk)
      const { counts, entries, total } = await ask<ExpertList>(desk, 'flows.expert', a)
      return {
        counts,
        total,
        ...more(a.from, entries.length, total),
        statements: entries.map((e) => ({ ...e, frames: e.frames.slice(0, 50) })),
      }
    },
    ['statements'],
  ),
  tool(
    'follow',
    'Payload of a stream',
    'What both ends of a TCP or UDP stream sent, in order, as text; each piece cites its frame.',
    { transport: z.enum(['tcp', 'udp']).default('tcp'), stream: z.int().min(0), from, count: count(200, 40) },
    async (desk, a) => {
      await whole(desk)
      // A page may begin behind the prompt for a password.
      const before = desk.reveal ? 0 : Math.min(a.from, limits.agentLookBack)
      const wanted = { ...a, from: a.from - before, count: before + a.count }
      const { ends, total, pieces: read, bytes, missing } = await ask<FollowedStream>(desk, 'flows.follow', wanted)
      let asked = false
      const pieces = read.map((p) => {
        const text = visible(utf8Text(p.bytes, 0, Math.min(p.bytes.length, limits.agentText)))
          .replaceAll('\\r\\n', '\n')
          .replaceAll('\\n', '\n')
        // What is typed after a prompt for a password is one, letter by letter.
        const secret = asked && !desk.reveal
        if (/(passw(or)?d|passphrase|passcode|pin)\s*(for [^\n]*)?:\s*$/i.test(text)) asked = true
        else if (asked && /[\r\n]/.test(text)) asked = false
        return { frame: p.frame, from: ends[p.from], kind: p.kind, length: p.length, text: secret ? REDACTED : text }
      })
      // Less than asked for where a reply holds no more: then the next call begins where this one ends.
      const shown = pieces.slice(before)
      return { ends, bytes, missing, total, ...more(a.from, shown.length, total), pieces: shown }
    },
    ['pieces'],
  ),
  tool(
    'statistics',
    'Statistics',
    'endpoints: packets and bytes of each address; hierarchy: which protocols stand in which, of all packets.',
    {
      of: z.enum(['endpoints', 'hierarchy']),
      kind: z.enum(['eth', 'ip', 'ipv6', 'tcp', 'udp']).default('ip'),
      from,
      count: count(200, 50),
    },
    async (desk, a) => {
      const session = await whole(desk)
      if (a.of === 'hierarchy') return { protocols: await protocolHierarchy(session) }
      const { total, rows } = await ask<EndpointTable>(desk, 'flows.endpoints', {
        kind: a.kind,
        from: a.from,
        count: a.count,
        sort: 'packets',
        descending: true,
      })
      return { total, ...more(a.from, rows.length, total), endpoints: rows }
    },
    ['endpoints', 'protocols'],
  ),
]
