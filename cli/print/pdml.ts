/** `-T pdml`: every line of the tree as XML, with its bytes, in tshark's shape; or, with `-e`, chosen fields. */
import { version } from '../../package.json'
import { dateText, epochText } from '../../engine/bytes/time'
import type { AddressNames } from '../../engine/dissect/format'
import type { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { GENERATED } from '../../engine/dissect/records'
import { lineAt, Lines, occurrence } from '../../engine/dissect/lines'
import { registry } from '../../engine/protocols'
import type { Options } from '../options'
import type { Output } from '../output'
import { chosenReader } from './fields'
import type { Included } from './included'
import {
  bare,
  bitsText,
  bytesText,
  isHidden,
  isProtocol,
  isText,
  lengthOf,
  maskOf,
  nameOf,
  textOf,
  valueText,
} from './node-values'
import type { Printer } from './printer'
import { xmlText } from './xml-text'

export function pdmlPrinter(o: Options, names: AddressNames, out: Output): Printer {
  const chosen = o.fields.length ? chosenReader(o, names) : null
  const lines = new Lines()
  const begin = (): void =>
    out.write(
      `<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet type="text/xsl" href="pdml2html.xsl"?>\n` +
        `<pdml version="0" creator="wirelens/${version}" time="${clockText(new Date())}" capture_file="${xmlText(o.read ?? '')}">\n`,
    )
  return {
    plan: chosen?.plan ?? makePlan(registry, { fields: 'all', columns: true, drawing: true }),
    begin,
    packet: (p, digits) => {
      out.write(`<packet>\n${general(p)}`)
      if (chosen) {
        for (const [name, values] of chosen.read(p, digits))
          for (const value of values) out.write(`  <field name="${xmlText(name)}" value="${xmlText(value)}"/>\n`)
      } else
        for (let n = lines.of(p, true).top; n >= 0; n = lines.next[n]!) line(p, lines, n, '  ', o.included, out, true)
      out.write('</packet>\n\n\n')
    },
    end: () => out.write('</pdml>\n'),
  }
}

/** `Tue Dec  1 03:40:01 2026`, as here. */
function clockText(at: Date): string {
  const [day, month, date, year] = at.toDateString().split(' ')
  return `${day} ${month} ${String(Number(date)).padStart(2)} ${at.toTimeString().slice(0, 8)} ${year}`
}

/** What PDML says of every packet before its protocols. */
function general(p: Packet): string {
  const { number, length, captured, seconds, nanos, hasTime } = p.frame
  const field = (name: string, title: string, show: string, value: string): string =>
    `    <field name="${name}" pos="0" show="${show}" showname="${title}" value="${value}" size="${captured}"/>\n`
  const time = hasTime ? dateText(seconds, nanos) : ''
  return (
    `  <proto name="geninfo" pos="0" showname="General information" size="${captured}">\n` +
    field('num', 'Number', String(number), number.toString(16)) +
    field('len', 'Frame Length', String(length), length.toString(16)) +
    field('caplen', 'Captured Length', String(captured), captured.toString(16)) +
    field('timestamp', 'Captured Time', time, hasTime ? epochText(seconds, nanos) : '') +
    '  </proto>\n'
  )
}

/** One line of the tree with those under it. @param top it stands under no protocol */
function line(p: Packet, lines: Lines, n: number, indent: string, included: Included, out: Output, top: boolean): void {
  const name = nameOf(p, n)
  const proto = name !== 'data' && isProtocol(p, n)
  // Only protocols stand directly in a packet.
  if (top && !proto && name !== 'data') {
    out.write(`${indent}<proto name="fake-field-wrapper">\n`)
    line(p, lines, n, `${indent}  `, included, out, false)
    out.write(`${indent}</proto>\n`)
    return
  }
  const tag = proto && name !== '_ws.expert' ? 'proto' : 'field'
  const filtered = included !== null && !included.has(name || 'text')
  const open = lines.below[n]! >= 0 || proto
  out.write(`${indent}<${tag} ${attributes(p, n, name, proto)}${open ? '>' : '/>'}\n`)
  if (!open) return
  if (filtered) out.write(`${indent}  <field name="filtered" value="${xmlText(name || 'text')}" />\n`)
  else
    for (let k = lines.below[n]!; k >= 0; k = lines.next[k]!)
      line(p, lines, k, `${indent}  `, included && included.below, out, false)
  out.write(`${indent}</${tag}>\n`)
}

function attributes(p: Packet, n: number, name: string, proto: boolean): string {
  if (name === 'data') return `name="data" value="${bytesText(p, n)}"`
  const length = lengthOf(p, n)
  const place = `size="${length}" pos="${p.records.start[n]!}"`
  const bytes = length ? ` value="${bytesText(p, n)}"` : ''
  if (isText(p, n)) return `name="" show="${xmlText(textOf(p, n))}" ${place}${bytes}`
  // What was computed stands in brackets in the tree only.
  const text = lineAt(occurrence(p, n), p.names)
  const shown = p.records.flags[n]! & GENERATED ? bare(text) : text
  const head = `name="${name}" showname="${xmlText(shown)}"${isHidden(p, n) ? ' hide="yes"' : ''} ${place}`
  if (proto) return head
  const value = valueText(p, n)
  if (value === undefined) return `${head} show="" value="${length ? bytesText(p, n) : ''}"`
  const bits = maskOf(p, n) && length ? ` value="${bitsText(p, n)}" unmaskedvalue="${bytesText(p, n)}"` : bytes
  return `${head} show="${xmlText(value)}"${bits}`
}
