/** ISO 10589 and RFC 1195, IS-IS: routers find their neighbours and share the map of the network, directly over the link layer. */
import { fletcher } from '../../bytes/fletcher'
import { checksumStateNames, checksumStates } from '../../bytes/checksum'
import { bits, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { items } from './isis/items'
import { csnpFields, helloFields, lspFields, psnpFields, takeId } from './isis/fields'

const types: Readonly<Record<number, string>> = {
  15: 'L1 HELLO',
  16: 'L2 HELLO',
  17: 'P2P HELLO',
  18: 'L1 LSP',
  20: 'L2 LSP',
  24: 'L1 CSNP',
  25: 'L2 CSNP',
  26: 'L1 PSNP',
  27: 'L2 PSNP',
}
const SYSTEM = 6

/** The family of ISO protocols: a first byte says which (ISO 9577). Has no tree of its own. */
export const osi = protocol({
  name: 'osi',
  title: 'OSI',
  column: '',
  spec: 'ISO 9577',
  over: {
    'llc.dsap': [0xfe, 0x14, 0x20, 0x34, 0x54],
    'gre.proto': [0x00fe],
    'chdlc.protocol': [0xfefe],
    'ppp.protocol': [0x0023],
    'ip.proto': [80],
  },
  decode(p) {
    p.next('osinl', p.peek(1))
  },
})

export const isis = protocol({
  name: 'isis',
  title: 'ISO 10589 ISIS InTRA Domain Routeing Information Exchange Protocol',
  column: 'ISIS',
  spec: 'ISO 10589',
  over: { osinl: [0x83], ethertype: [0x22f4] },
  header: {
    discriminator: u8('isis.irpd', 'Intradomain Routing Protocol Discriminator', {
      display: 'hex',
      names: { 0x83: 'ISIS' },
    }),
    length: u8('isis.len', 'Length Indicator'),
    version: u8('isis.version', 'Version/Protocol ID Extension'),
    idLength: u8('isis.sysid_len', 'ID Length'),
  },
  fields: {
    reservedBits: bits('isis.type.reserved', 'Reserved', 0xe0, { display: 'hex' }),
    type: bits('isis.type', 'PDU Type', 0x1f, {
      names: types,
      help: 'Hello finds neighbours, LSP carries the map, CSNP and PSNP list its parts.',
    }),
    version2: u8('isis.version2', 'Version'),
    reserved: u8('isis.reserved', 'Reserved'),
    areas: u8('isis.max_area_adr', 'Maximum Area Addresses'),
  },
  decode(p, _, f) {
    const type = p.peek(1) & 0x1f
    p.add(f.reservedBits, p.at, 1, p.peek(1) >>> 5)
    p.add(f.type, p.at, 1, type)
    p.skip(1)
    p.take(f.version2)
    p.take(f.reserved)
    p.take(f.areas)
    p.next('isis.type', type)
  },
})

export const hello = protocol({
  name: 'isis.hello',
  title: 'ISIS HELLO',
  column: 'ISIS HELLO',
  spec: 'ISO 10589',
  over: { 'isis.type': [15, 16, 17] },
  fields: helloFields,
  decode(p, _, f) {
    const type = typeBefore(p)
    const first = p.peek(1)
    p.add(f.circuit, p.at, 1, first & 3)
    p.add(f.reservedBits, p.at, 1, first >>> 2)
    p.skip(1)
    const source = takeId(p, f.source, SYSTEM)
    if (p.columns) p.say(`${types[type] ?? ''}, System-ID: ${source}`)
    p.take(f.holding)
    const length = p.take(f.length)
    if (type === 17) p.take(f.localCircuit)
    else {
      const priority = p.peek(1)
      p.add(f.priority, p.at, 1, priority & 0x7f)
      p.label(p.add(f.reservedBits, p.at, 1, priority >>> 7), `${priority >>> 7}... .... = Reserved: ${priority >>> 7}`)
      p.skip(1)
      takeId(p, f.designated, SYSTEM + 1)
    }
    p.limit(length - (p.at - p.base) - 8)
    items(p, f)
  },
})

/** The type stands in the common header, three bytes before what follows it. */
function typeBefore(p: Packet): number {
  return p.bytes[p.base - 4]! & 0x1f
}

export const lsp = protocol({
  name: 'isis.lsp',
  title: 'ISO 10589 ISIS Link State Protocol Data Unit',
  column: 'ISIS LSP',
  spec: 'ISO 10589',
  over: { 'isis.type': [18, 20] },
  fields: {
    ...lspFields,
    status: u8('isis.lsp.checksum.status', 'Checksum Status', {
      generated: true,
      display: 'none',
      names: checksumStateNames,
    }),
  },
  decode(p, _, f) {
    const type = typeBefore(p)
    const length = p.take(f.length)
    const lifetime = p.take(f.lifetime)
    const idAt = p.at
    const id = takeId(p, f.id, SYSTEM + 2)
    const sequence = p.take(f.sequence)
    if (p.columns)
      p.say(
        `${types[type]!}, LSP-ID: ${id}, Sequence: 0x${sequence.toString(16).padStart(8, '0')}, Lifetime: ${String(lifetime).padStart(5)}s`,
      )
    p.limit(length - (p.at - p.base) - 8)
    checksum(p, idAt, lifetime)
    const flags = p.peek(1)
    const was = p.open(
      p.text(
        `Type block(0x${flags.toString(16).padStart(2, '0')}): Partition Repair:${flags >>> 7}, Attached bits:${(flags >>> 3) & 15}, Overload bit:${(flags >>> 2) & 1}, IS type:${flags & 3}`,
        p.at,
        1,
      ),
    )
    p.add(f.repair, p.at, 1, flags >>> 7)
    const attached = p.open(p.add(f.attached, p.at, 1, (flags >>> 3) & 15))
    for (const one of [f.errorMetric, f.expenseMetric, f.delayMetric, f.defaultMetric])
      p.add(one, p.at, 1, (flags & one.mask) >>> one.shift)
    p.close(attached)
    p.add(f.overload, p.at, 1, (flags >>> 2) & 1)
    p.add(f.kind, p.at, 1, flags & 3)
    p.close(was)
    p.skip(1)
    items(p, f)
  },
})

/** ISO 8473's checksum, from the identifier to the end. */
function checksum(p: Packet, from: number, lifetime: number): void {
  const { f } = lsp
  const at = p.at
  const found = p.take(f.checksum)
  if (p.first) return
  const hex = `0x${found.toString(16).padStart(4, '0')}`
  const row = p.row(f.checksum)
  const whole = p.wire <= p.end
  const state =
    !whole || lifetime === 0
      ? checksumStates.unverified
      : fletcher(p.bytes, from, p.wire - from)
        ? checksumStates.good
        : checksumStates.bad
  if (state === checksumStates.good) p.label(row, `Checksum: ${hex} [correct]`)
  else if (state === checksumStates.bad) {
    p.sayMore(' [ISIS CHECKSUM INCORRECT]')
    p.label(row, `Checksum: ${hex} [incorrect]`)
  } else p.label(row, `Checksum: ${hex} [unverified]`)
  p.set(f.status, state, at, 2)
}

const listed = (p: Packet, name: 'isis.csnp' | 'isis.psnp'): void => {
  const { f } = name === 'isis.csnp' ? csnp : psnp
  const length = p.take(f.length)
  const source = takeId(p, f.source, SYSTEM)
  const circuit = p.peek(1)
  p.take(f.circuit, 1)
  if (p.columns) p.say(`${types[typeBefore(p)]!}, Source-ID: ${source}.${circuit.toString(16).padStart(2, '0')}`)
  if (name === 'isis.csnp') {
    const start = takeId(p, csnp.f.start, 8)
    const end = takeId(p, csnp.f.end, 8)
    if (p.columns) p.sayMore(`, Start LSP-ID: ${start}, End LSP-ID: ${end}`)
  }
  p.limit(length - (p.at - p.base) - 8)
  items(p, f)
}

export const csnp = protocol({
  name: 'isis.csnp',
  title: 'ISO 10589 ISIS Complete Sequence Numbers Protocol Data Unit',
  column: 'ISIS CSNP',
  spec: 'ISO 10589',
  over: { 'isis.type': [24, 25] },
  fields: csnpFields,
  decode: (p) => listed(p, 'isis.csnp'),
})

export const psnp = protocol({
  name: 'isis.psnp',
  title: 'ISO 10589 ISIS Partial Sequence Numbers Protocol Data Unit',
  column: 'ISIS PSNP',
  spec: 'ISO 10589',
  over: { 'isis.type': [26, 27] },
  fields: psnpFields,
  decode: (p) => listed(p, 'isis.psnp'),
})
