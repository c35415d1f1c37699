/** Tools about the capture, its packets, fields and filters. */
import { z } from 'zod'
import type { FilterCheck, FilterExplanation } from '../../engine/api/filter-shapes'
import type { ConversationTable, ExpertList } from '../../engine/api/flow-shapes'
import type { Explanation } from '../../engine/explain/explain'
import type { CaptureStatus, PacketDetails, Rows } from '../../engine/api/shapes'
import { registry } from '../../engine/protocols'
import { Refused } from '../../engine/refused'
import { protocolHierarchy } from '../../engine/session/protocol-hierarchy'
import { allowedPath } from './allowed'
import { ask, count, filter, frame, from, more, tool, whole } from './desk'
import type { Desk, Tool } from './desk'
import { holdsSecret, isSecretField, REDACTED } from './redact'
import { treeLines } from './tree-lines'

async function summaryOf(desk: Desk): Promise<Record<string, unknown>> {
  const session = await whole(desk)
  const { name, format, packets, duration, firstTime, interfaces, problem, dropped } = await ask<CaptureStatus>(
    desk,
    'session.status',
    {},
  )
  const tcp = await ask<ConversationTable>(desk, 'flows.conversations', { kind: 'tcp', from: 0, count: 1 })
  const udp = await ask<ConversationTable>(desk, 'flows.conversations', { kind: 'udp', from: 0, count: 1 })
  const { counts } = await ask<ExpertList>(desk, 'flows.expert', { count: 1 })
  return {
    capture: { name, format, packets, dropped, seconds: duration, firstTime },
    interfaces: interfaces.map((i) => ({ name: i.name, link: i.linkTypeName, snapLength: i.snapLength })),
    ...(problem ? { problem } : {}),
    conversations: { tcp: tcp.total, udp: udp.total },
    expert: counts,
    protocols: (await protocolHierarchy(session)).slice(0, 20),
  }
}

export const packetTools: readonly Tool[] = [
  tool(
    'open',
    'Open a capture',
    'Opens a capture file (pcap, pcapng and others) and sums it up. The other tools speak of the capture that is open.',
    { path: z.string().min(1).max(4096).describe('Path of the file, absolute or from the first allowed folder') },
    async (desk, { path }) => {
      await ask(desk, 'session.open', { path: allowedPath(path, desk.allowed) })
      return summaryOf(desk)
    },
    ['protocols'],
  ),
  tool(
    'summary',
    'Summary of the capture',
    'Packets, time, interfaces, protocols in each other, numbers of conversations and of expert statements.',
    {},
    summaryOf,
    ['protocols'],
  ),
  tool(
    'packets',
    'List packets',
    'Rows of the packet list, all or those that a display filter lets through. Each row cites its frame number.',
    {
      filter: filter.default(''),
      from,
      count: count(200, 50),
      fields: z.array(z.string().max(200)).max(20).default([]).describe('Fields to show as further columns'),
    },
    async (desk, a) => {
      await whole(desk)
      await ask(desk, 'session.filter', { text: a.filter })
      await desk.decoder.filter.settled()
      const columns = ['number', 'time', 'source', 'destination', 'protocol', 'length', 'info', ...a.fields]
      const { rows, total } = await ask<Rows>(desk, 'session.rows', { from: a.from, count: a.count, columns })
      const shown = rows.map(({ number, cells }) => {
        // What the row says of a secret, a field of it may hold bare.
        const careful = !desk.reveal && cells.some(holdsSecret)
        const cell = (name: string, text: string): string =>
          text && !desk.reveal && (isSecretField(name) || (careful && a.fields.includes(name))) ? REDACTED : text
        return {
          frame: number,
          ...Object.fromEntries(columns.slice(1).map((name, i) => [name, cell(name, cells[i + 1]!)])),
        }
      })
      const warnings = a.filter ? (await ask<FilterCheck>(desk, 'filter.check', { text: a.filter })).warnings : []
      return {
        total,
        ...more(a.from, rows.length, total),
        ...(warnings.length ? { warnings: warnings.map((w) => w.message) } : {}),
        packets: shown,
      }
    },
    ['packets'],
  ),
  tool(
    'tree',
    'Details of a packet',
    'The details tree of a packet: lines with the filter name of their field and the range of bytes [from, to) that they stand for.',
    {
      frame,
      layer: z.string().max(100).optional().describe('Only this protocol, by its filter name: tcp'),
      from,
      count: count(400, 200),
    },
    async (desk, a) => {
      await whole(desk)
      const {
        tree,
        more: tooMany,
        comments,
      } = await ask<PacketDetails>(desk, 'session.packet', {
        number: a.frame,
        evidence: true,
      })
      const lines = treeLines(tree, desk.reveal, a.layer)
      if (a.layer && !lines.length)
        throw new Refused(
          'no-layer',
          `Frame ${a.frame} has no ${a.layer}.`,
          `It has ${tree.map((n) => n.field).join(', ')}.`,
        )
      const some = lines.slice(a.from, a.from + a.count)
      return {
        frame: a.frame,
        total: lines.length,
        ...more(a.from, some.length, lines.length),
        ...(tooMany ? { tooMany: 'This packet has too many rows to show them all.' } : {}),
        ...(comments.length ? { comments } : {}),
        lines: some,
      }
    },
    ['lines'],
  ),
  tool(
    'explain_value',
    'Explain a value',
    'What a field of a packet is, the value it has there, and why: what it was derived from, with the frames that show it.',
    { frame, field: z.string().min(1).max(200).describe('Filter name: tcp.seq') },
    async (desk, a) => {
      await whole(desk)
      const { label, what, why, noReason, follows } = await ask<Explanation>(desk, 'explain.field', {
        number: a.frame,
        name: a.field,
      })
      const { tree } = await ask<PacketDetails>(desk, 'session.packet', { number: a.frame })
      const values = treeLines(tree, desk.reveal)
        .filter((l) => l.field === a.field)
        .map(({ text, bytes, secret }) => ({ text, bytes, secret }))
      const known = {
        frame: a.frame,
        field: a.field,
        label,
        what,
        values: values.map(({ text, bytes }) => ({ text, bytes })),
      }
      // A reason may repeat the value.
      if (values.some(({ secret }) => secret)) return known
      return {
        ...known,
        why: why.map(({ text, frames }) => ({ text, frames })),
        ...(noReason ? { noReason } : {}),
        follows,
      }
    },
    ['values', 'why'],
  ),
  tool(
    'why_hidden',
    'Why a filter hides a packet',
    'For each part of a display filter: what it says, whether it holds in a packet, which values were found and which fields are missing.',
    { frame, filter },
    async (desk, a) => {
      const session = await whole(desk)
      if (a.frame > session.count)
        throw new Refused('no-such-packet', `There is no packet ${a.frame}.`, `The capture has ${session.count}.`)
      const { parts, truths } = await ask<FilterExplanation>(desk, 'filter.explain', {
        text: a.filter,
        number: a.frame,
      })
      const { tree } = await ask<PacketDetails>(desk, 'session.packet', { number: a.frame })
      // Of a packet that holds a secret no value is told: the field asked for may be it.
      const careful = treeLines(tree, desk.reveal).some(({ secret }) => secret)
      return {
        frame: a.frame,
        shown: truths?.[0]?.holds ?? null,
        parts: parts.map((p, i) => ({
          part: a.filter.slice(...p.range),
          says: p.sentence,
          ...(p.advice ? { advice: p.advice } : {}),
          ...truths?.[i],
          ...(careful && truths?.[i]?.found.length ? { found: [REDACTED] } : {}),
        })),
      }
    },
    ['parts'],
  ),
  tool(
    'check_filter',
    'Check a display filter',
    'Whether a text is a display filter: the mistake with its place and near names, what surprises in it, the same as a capture filter.',
    { filter },
    async (desk, a) => {
      const { error, warnings, traps, capture } = await ask<FilterCheck>(desk, 'filter.check', { text: a.filter })
      return {
        valid: !error,
        ...(error ? { error } : {}),
        warnings,
        traps,
        ...(capture?.text ? { captureFilter: capture.text } : {}),
      }
    },
  ),
  tool(
    'fields',
    'Find fields',
    'Names of fields that filters know, by a part of their name or label. Only these exist: no other name is valid.',
    { search: z.string().min(2).max(100), from, count: count(200, 50) },
    (_, a) => {
      const words = a.search.toLowerCase().split(/\s+/).filter(Boolean)
      const found = registry.fields.filter(
        (f) => f.name && words.every((w) => f.name.includes(w) || f.label.toLowerCase().includes(w)),
      )
      const some = found.slice(a.from, a.from + a.count)
      return Promise.resolve({
        total: found.length,
        ...more(a.from, some.length, found.length),
        fields: some.map((f) => ({
          name: f.name,
          label: f.label,
          type: f.type,
          ...(f.options.help ? { help: f.options.help } : {}),
        })),
      })
    },
    ['fields'],
  ),
]
