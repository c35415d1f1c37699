/** EtherNet/IP (ODVA, The EtherNet/IP Adaptation of CIP, chapter 2): encapsulation of CIP over TCP and UDP. */
import { bytesOf, duration, framenum, ipv4, string, u16, u32, u8 } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { lengthKnown, protocol } from '../../dissect/protocol'
import { Pairs } from '../../flows/pairs'
import { cip } from './cip/cip'
import { asked, classAt } from './cip/path'

const little = { little: true } as const
const commands: Readonly<Record<number, string>> = {
  0x00: 'NOP',
  0x04: 'List Services',
  0x63: 'List Identity',
  0x64: 'List Interfaces',
  0x65: 'Register Session',
  0x66: 'Unregister Session',
  0x6f: 'Send RR Data',
  0x70: 'Send Unit Data',
  0x72: 'Indicate Status',
  0x73: 'Cancel',
}
const items: Readonly<Record<number, string>> = {
  0x0000: 'Null Address Item',
  0x000c: 'CIP Identity',
  0x00a1: 'Connected Address Item',
  0x00b1: 'Connected Data Item',
  0x00b2: 'Unconnected Data Item',
  0x0100: 'List Services Response',
  0x8000: 'Socket Address Info O->T',
  0x8001: 'Socket Address Info T->O',
  0x8002: 'Sequenced Address Item',
}
const statuses: Readonly<Record<number, string>> = {
  0: 'Success',
  1: 'Invalid Command',
  2: 'No Memory Resources',
  3: 'Incorrect Data',
  0x64: 'Invalid Session Handle',
  0x65: 'Invalid Length',
  0x69: 'Unsupported Protocol Revision',
}
const HEADER = 24

/** Requests by session and sender context. */
const exchanges = memory(() => new Pairs())
/** The class that each of them asked, by number of the pair. */
const classes = memory(() => new Map<number, number>())

export const enip = protocol({
  name: 'enip',
  title: 'EtherNet/IP (Industrial Protocol)',
  spec: 'ODVA CIP volume 2',
  over: { 'tcp.port': [44818], 'udp.port': [44818] },
  messages: lengthKnown(4, (p) => HEADER + p.peek(1, 2) + 256 * p.peek(1, 3)),
  looks: (p) => p.left >= HEADER && commands[p.peek(1) + 256 * p.peek(1, 1)] !== undefined,
  fields: {
    command: u16('enip.command', 'Command', { ...little, display: 'hex', names: commands, help: 'What is asked for.' }),
    length: u16('enip.length', 'Length', little),
    session: u32('enip.session', 'Session Handle', {
      ...little,
      display: 'hex',
      help: 'Given by the device at Register Session.',
    }),
    status: u32('enip.status', 'Status', { ...little, display: 'hex', names: statuses }),
    delay: u16('enip.listid_delay', 'Max Response Delay', { ...little, unit: 'ms' }),
    context: bytesOf('enip.context', 'Sender Context', 8, { help: 'Chosen by who asks; the answer repeats it.' }),
    options: u32('enip.options', 'Options', { ...little, display: 'hex' }),
    iface: u32('enip.srrd.iface', 'Interface Handle', { ...little, display: 'hex', names: { 0: 'CIP' } }),
    unitIface: u32('enip.sud.iface', 'Interface Handle', { ...little, display: 'hex', names: { 0: 'CIP' } }),
    timeout: u16('enip.timeout', 'Timeout', little),
    count: u16('enip.cpf.itemcount', 'Item Count', little),
    type: u16('enip.cpf.typeid', 'Type ID', { ...little, display: 'hex', names: items }),
    itemLength: u16('enip.cpf.length', 'Length', little),
    connection: u32('enip.cpf.cai.connid', 'Connection ID', { ...little, display: 'hex' }),
    sequence: u16('cip.seq', 'CIP Sequence Count', little),
    sequencedConnection: u32('enip.cpf.sai.connid', 'Connection ID', { ...little, display: 'hex' }),
    sequenced: u32('enip.cpf.sai.seq', 'Encapsulation Sequence Number', little),
    version: u16('enip.encapver', 'Encapsulation Protocol Version', little),
    family: u16('enip.sinfamily', 'sin_family'),
    port: u16('enip.sinport', 'sin_port'),
    address: ipv4('enip.sinaddr', 'sin_addr'),
    zero: bytesOf('enip.sinzero', 'sin_zero', 8),
    vendor: u16('enip.lir.vendor', 'Vendor ID', {
      ...little,
      display: 'hex',
      names: { 1: 'Rockwell Automation/Allen-Bradley' },
    }),
    device: u16('enip.lir.devtype', 'Device Type', {
      ...little,
      names: { 12: 'Communications Adapter', 14: 'Programmable Logic Controller' },
    }),
    product: u16('enip.lir.prodcode', 'Product Code', little),
    revision: u16('enip.lir.revision', 'Revision'),
    identityStatus: u16('enip.lir.status', 'Status', { ...little, display: 'hex' }),
    serial: u32('enip.lir.serial', 'Serial Number', { ...little, display: 'hex' }),
    nameLength: u8('enip.lir.namelen', 'Product Name Length'),
    name: string('enip.lir.name', 'Product Name'),
    state: u8('enip.lir.state', 'State', { display: 'hex' }),
    responseIn: framenum('enip.response_in', 'Response In', { generated: true }),
    responseTo: framenum('enip.response_to', 'Request In', { generated: true }),
    time: duration('enip.time', 'Time', { generated: true }),
  },
  decode(p, _, f) {
    const nth = p.nth()
    if (nth) p.fence()
    const command = little16(p, 0)
    const isTcp = p.layerProtocol.slice(0, p.layer).some(({ name }) => name === 'tcp')
    const isRequest = p.destinationPort === 44818
    p.need(HEADER)
    const header = p.open(p.text('Encapsulation Header', p.at, HEADER))
    p.take(f.command)
    const length = p.take(f.length)
    p.take(f.session)
    p.take(f.status)
    if (command === 0x63 && isRequest && length === 0) {
      p.take(f.delay)
      p.add(f.context, p.at, 6)
      p.skip(6)
    } else p.take(f.context)
    p.take(f.options)
    p.close(header)
    if (!p.first) {
      const which = isRequest ? 'Req' : 'Rsp'
      p.sayBehind(' | ', `${commands[command] ?? `Unknown Command (0x${hex(command, 4)})`} (${which})`)
    }
    const { at: start } = p
    const was = p.left ? p.open(p.text('Command Specific Data', start, p.left)) : -2
    if (command === 0x6f || command === 0x70) {
      p.take(command === 0x6f ? f.iface : f.unitIface)
      p.take(f.timeout)
      drawItems(p, f, isRequest, isTcp)
    } else if (command === 0x63 && length) drawItems(p, f, isRequest, isTcp)
    if (was !== -2) p.close(was)
  },
  heading(p) {
    const { base } = p
    const session = p.end >= base + 8 ? little16(p, base + 4 - p.at) + 65536 * little16(p, base + 6 - p.at) : 0
    const command = commands[little16(p, base - p.at)] ?? 'Unknown'
    return `EtherNet/IP (Industrial Protocol), Session: 0x${hex(session, 8).toUpperCase()}, ${command}${connectionOf(p)}`
  },
})
type F = typeof enip.f

const little16 = (p: Packet, ahead: number): number => p.peek(1, ahead) + 256 * p.peek(1, ahead + 1)
const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0')

/** The connection that the first item names. */
function connectionOf(p: Packet): string {
  const from = p.base - p.at
  const command = little16(p, from)
  if (command !== 0x70 || p.end < p.base + 44) return ''
  const type = little16(p, from + 32)
  if (type !== 0xa1) return ''
  const id = little16(p, from + 36) + 65536 * little16(p, from + 38)
  return `, Connection ID: 0x${hex(id, 8).toUpperCase()}`
}

function drawItems(p: Packet, f: F, isRequest: boolean, isTcp: boolean): void {
  const start = p.at
  const row = p.add(f.count, p.at, 2, little16(p, 0))
  const count = little16(p, 0)
  p.skip(2)
  const was = p.open(row)
  let inner: [at: number, length: number] | undefined
  for (let i = 0; i < count && p.left >= 4; i++) {
    const type = little16(p, 0)
    const item = p.open(p.add(f.type, p.at, 2, type))
    p.skip(2)
    const length = p.take(f.itemLength)
    const next = p.at + length
    if (type === 0xa1) p.take(f.connection)
    else if (type === 0x8002) {
      p.take(f.sequencedConnection)
      p.take(f.sequenced)
    } else if (type === 0xc) drawIdentity(p, f)
    else if (type === 0xb1 && length >= 2 && isTcp) {
      p.take(f.sequence)
      inner = [p.at, length - 2]
    } else if (type === 0xb2) inner = [p.at, length]
    p.at = Math.min(p.end, next)
    p.close(item)
  }
  p.close(was)
  if (!inner) return
  const told = p.recall(asked)
  told.class = -1
  pair(p, f, isRequest, inner[0])
  p.headerEnd = Math.max(start, inner[0])
  p.at = inner[0]
  p.limit(inner[1])
  if (p.left) p.nest(cip)
}

/** Links requests and answers that carry the same sender context. */
function pair(p: Packet, f: F, isRequest: boolean, inner: number): void {
  if (p.flow < 0 || p.quoted) return
  const pairs = p.recall(exchanges)
  const at = p.base
  const nth = p.nth()
  const bytes = p.bytes
  const id = (bytes[at + 12]! | (bytes[at + 13]! << 8) | (bytes[at + 14]! << 16) | (bytes[at + 15]! << 24)) >>> 0
  if (little16(p, at - p.at) !== 0x6f) return
  if (p.first) {
    if (isRequest) {
      const n = pairs.ask(p, nth, p.flow >> 1, id)
      const known = classAt(p, inner)
      if (known >= 0) p.recall(classes).set(n, known)
    } else if (pairs.find(p.flow >> 1, id)) pairs.answer(p, nth, p.flow >> 1, id)
    return
  }
  const n = pairs.of(p, nth)
  if (!n) return
  if (!isRequest) p.recall(asked).class = p.recall(classes).get(n) ?? -1
  if (isRequest) {
    if (pairs.answerOf(n)) p.set(f.responseIn, pairs.answerOf(n))
  } else {
    p.set(f.responseTo, pairs.requestOf(n))
    p.set(f.time, pairs.delay(n))
  }
}

function drawIdentity(p: Packet, f: F): void {
  p.take(f.version)
  const was = p.open(p.text('Socket Address', p.at, 16))
  for (const field of [f.family, f.port, f.address, f.zero]) p.take(field)
  p.close(was)
  for (const field of [f.vendor, f.device, f.product]) p.take(field)
  const row = p.add(f.revision, p.at, 2)
  p.label(row, `Revision: ${p.peek(1)}.${String(p.peek(1, 1)).padStart(2, '0')}`)
  p.skip(2)
  p.take(f.identityStatus)
  p.take(f.serial)
  const length = p.take(f.nameLength)
  const at = p.take(f.name, length)
  p.take(f.state)
  if (p.columns) p.sayMore(`, ${new TextDecoder().decode(p.bytes.subarray(at, at + length))}`)
}
