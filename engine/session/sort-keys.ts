/**
 * What a list is sorted by: one number per packet. Number, time and length stand in the index. Texts (addresses, protocol, Info, fields) are
 * read in turns and numbered by their order; packets of one conversation with the same layers share their addresses, so that only one of them
 * is decoded.
 */
import { Field } from '../dissect/field'
import { noNames } from '../dissect/format'
import type { Packet } from '../dissect/packet'
import { makePlan } from '../dissect/plan'
import type { Plan } from '../dissect/plan'
import { limits } from '../limits'
import { registry } from '../protocols'
import { Refused } from '../refused'
import { cellReader } from './cells'
import { columns } from './columns'
import type { Column, TimeFormat } from './columns'
import { sortedPlaces } from './row-order'
import type { Session } from './session'
import { Turns } from './turns'
import type { Work } from './turns'

export interface SortBy {
  /** Id of a column, or the name of a field. */
  column: string
  time: TimeFormat
}

/** The key of each of these packets (positions from 0). Throws Refused when there is no such column, or too much to compare. */
export async function sortKeys(session: Session, packets: Uint32Array, by: SortBy, work: Work): Promise<Float64Array> {
  const { index } = session
  const { column, time } = by
  const keys = new Float64Array(packets.length)
  if (column === 'number') return Float64Array.from(packets)
  if (column === 'length') {
    for (let n = 0; n < keys.length; n++) keys[n] = index.length[packets[n]!]!
    return keys
  }
  if (column === 'time') {
    for (let n = 0; n < keys.length; n++) {
      const i = packets[n]!
      keys[n] = Number(index.elapsed(time === 'delta' ? Math.max(0, i - 1) : 0, i))
    }
    return keys
  }
  const texts = await textsOf(session, packets, sourceOf(column), work)
  return ranked(session, texts, work)
}

function sourceOf(id: string): Column | Field {
  const found = columns.find((column) => column.id === id) ?? registry.byName.get(id)
  if (found) return found
  throw new Refused('no-such-column', `There is no column “${id}”.`)
}

interface Texts {
  /** Distinct texts, and per packet which of them is its own. */
  distinct: string[]
  which: Uint32Array
}

async function textsOf(session: Session, packets: Uint32Array, source: Column | Field, work: Work): Promise<Texts> {
  const numbers = new Map<string, number>()
  const distinct: string[] = []
  const which = new Uint32Array(packets.length)
  const numberOf = (text: string): number => {
    const known = numbers.get(text)
    if (known !== undefined) return known
    if (distinct.length >= limits.sortTexts)
      throw new Refused(
        'too-many',
        `There are more than ${limits.sortTexts} different texts to sort by.`,
        'Filter the packets first.',
      )
    numbers.set(text, distinct.length)
    return distinct.push(text) - 1
  }
  const read = reader(session, source)
  const shared = source instanceof Field ? null : sharing(session, source.id)
  /** Per group of packets that show the same: the number of their text. */
  const known = new Map<number, number>()
  const turns = new Turns(session, work, 'Sorting was stopped.')
  for (let n = 0; n < packets.length; n++) {
    if (turns.over) await turns.rest(n, packets.length)
    const i = packets[n]!
    const group = shared?.(i) ?? -1
    let number = group < 0 ? undefined : known.get(group)
    if (number === undefined) {
      number = numberOf(read(i).slice(0, limits.sortText))
      if (group >= 0) known.set(group, number)
    }
    which[n] = number
  }
  return { distinct, which }
}

function reader(session: Session, source: Column | Field): (i: number) => string {
  const settings = { time: 'relative' as const, names: noNames, digits: 9 }
  // Others decode between two turns, with names of their own.
  const decode = (i: number, plan: Plan): Packet => {
    session.packet.names = noNames
    return session.decode(i, plan)
  }
  if (source instanceof Field) {
    const plan = makePlan(registry, { fields: [source], drawing: source.type === 'protocol' })
    const cells = cellReader([{ field: source }])
    return (i) => cells(decode(i, plan), settings)[0]![0] ?? ''
  }
  const plan = makePlan(registry, { columns: true, fields: [] })
  return (i) => source.text(decode(i, plan), settings)
}

/** Behind one of these, layers with addresses of their own are inside a tunnel: such packets of a conversation differ. */
const transports = new Set(['tcp', 'udp', 'sctp'])
const addressed = new Set(['eth', 'wlan', 'ip', 'ipv6', 'arp', 'llc'])
/** Layers whose protocol column says the same for every packet that ends with them. */
const plain = new Set(['frame', 'eth', 'ethertype', 'vlan', 'ip', 'ipv6', 'tcp', 'udp', 'data', 'arp'])

/** A number of the group of packets that show the same in a column; −1 for a packet of its own. */
function sharing(session: Session, column: string): ((i: number) => number) | null {
  const { index, stacks } = session
  const isAddress = column === 'source' || column === 'destination'
  if (!isAddress && column !== 'protocol') return null
  const known = new Map<number, boolean>()
  const isShared = (stack: number): boolean => {
    const found = known.get(stack)
    if (found !== undefined) return found
    const names = stacks.layers[stack]!.map((id) => registry.protocols[id]!.name)
    const transport = names.findIndex((name) => transports.has(name))
    const shared = isAddress
      ? transport >= 0 && !names.slice(transport).some((name) => addressed.has(name))
      : names.every((name) => plain.has(name))
    known.set(stack, shared)
    return shared
  }
  return (i) => {
    const stack = index.stack[i]!
    if (!isShared(stack)) return -1
    return !isAddress ? stack : index.flow[i]! < 0 ? -1 : index.flow[i]! * 65536 + stack
  }
}

/** Numbers in place of texts, in their order: numbers by value, then IPv4 addresses, then all others letter by letter; none first. */
async function ranked(session: Session, { distinct, which }: Texts, work: Work): Promise<Float64Array> {
  const kinds = distinct.map(kindOf)
  const letters = await letterOrder(session, distinct, work)
  const places = Uint32Array.from(distinct, (_, i) => i)
  const ranks = new Float64Array(distinct.length)
  // Few kinds of keys: a number first by its kind, then by value or letters.
  const keys = Float64Array.from(places, (i) => {
    const [kind, value] = kinds[i]!
    return kind === 3 ? letters[i]! : value
  })
  let rank = 0
  for (const kind of [0, 1, 2, 3]) {
    const own = places.filter((i) => kinds[i]![0] === kind)
    const ordered = await sortedPlaces(
      session,
      Float64Array.from(own, (i) => keys[i]!),
      false,
      work,
    )
    for (const place of ordered) ranks[own[place]!] = rank++
  }
  const keysOfAll = new Float64Array(which.length)
  for (let n = 0; n < which.length; n++) keysOfAll[n] = ranks[which[n]!]!
  return keysOfAll
}

function kindOf(text: string): readonly [kind: number, value: number] {
  if (text === '') return [0, 0]
  if (/^-?\d+(\.\d+)?$/.test(text) || /^0x[\da-f]+$/i.test(text)) return [1, Number(text)]
  const address = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (address) return [2, address.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0)]
  return [3, 0]
}

/** The place of every text in the order of letters: words are put in order in turns, a thousand at a time, and then merged. */
async function letterOrder(session: Session, texts: readonly string[], work: Work): Promise<Float64Array> {
  const turns = new Turns(session, work, 'Sorting was stopped.')
  const compare = (a: number, b: number): number => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : 0)
  let runs: number[][] = []
  for (let start = 0; start < texts.length; start += 1000) {
    const piece = Array.from({ length: Math.min(1000, texts.length - start) }, (_, n) => start + n)
    runs.push(piece.sort(compare))
    if (turns.over) await turns.rest(start, texts.length)
  }
  while (runs.length > 1) {
    const next: number[][] = []
    for (let n = 0; n < runs.length; n += 2) {
      const [a, b = []] = [runs[n]!, runs[n + 1]]
      const merged: number[] = []
      let [left, right] = [0, 0]
      while (left < a.length || right < b.length) {
        const takesLeft = right >= b.length || (left < a.length && compare(a[left]!, b[right]!) <= 0)
        merged.push(takesLeft ? a[left++]! : b[right++]!)
        if ((merged.length & 1023) === 0 && turns.over) await turns.rest(merged.length, texts.length)
      }
      next.push(merged)
    }
    runs = next
  }
  const places = new Float64Array(texts.length)
  for (const [place, i] of (runs[0] ?? []).entries()) places[i] = place
  return places
}
