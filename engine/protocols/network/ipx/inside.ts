/** What stands right inside IPX: Novell's routes, services and sequenced packets, and NetBIOS (public descriptions). */
import { utf8Text, untilZero } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { addBits, bitRows } from '../../kit/bit-rows'
import { netbiosName } from '../netbios'
import { f, managements, netbiosPackets } from './fields'

const SERVER = 64
const SERVER_NAME = 48
/** Networks that a broadcast has passed, in front of some messages. */
const PASSED = 8

/** A network's number: its line shows the first byte, as the reference does. */
export function network(p: Packet, field: Field): void {
  const value = p.peek(4)
  const row = p.add(field, p.at, 4, value)
  p.label(
    row,
    `${field.label}: ${p.bytes[p.at]!.toString(16).padStart(2, '0')} (0x${value.toString(16).toUpperCase().padStart(8, '0')})`,
  )
  p.skip(4)
}

/** Runs `read` in a tree of its own beside IPX's. */
export function beside(p: Packet, field: Field, column: string, read: () => void): void {
  if (!p.indexing) p.name(column)
  if (p.columns) p.say('')
  const outer = p.outside()
  const was = p.open(p.add(field, p.at, p.left))
  read()
  p.close(was)
  p.close(outer)
}

export function rip(p: Packet): void {
  const type = p.take(f.ripType)
  if (p.columns) p.say(type === 1 ? 'Request' : type === 2 ? 'Response' : 'Unknown')
  while (p.left >= 8) {
    network(p, f.route)
    p.take(f.routeHops)
    p.take(f.routeTicks)
  }
}

const sapTypes = ['General Query', 'General Response', 'Nearest Query', 'Nearest Response']
export function sap(p: Packet): void {
  const type = p.peek(2)
  if (p.columns) p.say(sapTypes[type - 1] ?? 'Unknown Packet Type')
  const row = p.add(f.sapType, p.at, 2, type)
  p.label(row, `SAP packet type: ${sapTypes[type - 1] ?? 'Unknown'} (${type})`)
  p.skip(2)
  if (type === 1 || type === 3) p.take(f.serverType)
  else if (type === 2 || type === 4) while (p.left >= SERVER) server(p)
}

function server(p: Packet): void {
  const at = p.at + 2
  const row = p.add(f.server, p.at, SERVER)
  p.label(row, `Server: ${utf8Text(p.bytes, at, untilZero(p.bytes, at, SERVER_NAME))}`)
  const was = p.open(row)
  p.take(f.serverType)
  p.take(f.serverName, SERVER_NAME)
  network(p, f.serverNetwork)
  p.take(f.serverNode)
  p.take(f.serverSocket)
  p.take(f.serverHops)
  p.close(was)
}

const controls: Readonly<Record<number, string>> = {
  0x00: 'Data, No Ack Required',
  0x10: 'End-of-Message',
  0x20: 'Attention',
  0x40: 'Acknowledgment Required',
  0x50: 'Send Ack: End Message',
  0x80: 'System Packet',
  0xc0: 'System Packet: Send Ack',
}
const streams: Readonly<Record<number, string>> = {
  0xfe: 'End-of-Connection',
  0xff: 'End-of-Connection Acknowledgment',
}
export function spx(p: Packet): void {
  const control = p.peek(1)
  const stream = p.peek(1, 1)
  if (p.columns) p.say(`SPX ${controls[control & 0xf0] ?? 'Unknown'}${streams[stream] ? ` (${streams[stream]})` : ''}`)
  const was = p.open(addBits(p, f.control, 1, control))
  bitRows(p, 1, [f.controlSystem, f.controlAck, f.controlAttention, f.controlEnd])
  p.close(was)
  const row = p.add(f.stream, p.at, 1, stream)
  if (streams[stream]) p.label(row, `Datastream Type: ${streams[stream]} (0x${stream.toString(16).toUpperCase()})`)
  p.skip(1)
  for (const field of [f.spxFrom, f.spxTo, f.spxSequence, f.spxAck, f.spxAllocation]) p.take(field)
}

/** Names come behind the networks that were passed, sessions at once: the second byte of those says what they are. */
export function netbios(p: Packet): void {
  const type = p.left >= 50 ? p.peek(1, 33) : 0
  if (type >= 1 && type <= 5) {
    if (p.columns) p.say(netbiosPackets[type]!)
    passed(p)
    p.take(f.nameFlags)
    p.take(f.netbiosType)
    p.sayMore(` ${netbiosName(p, 'Name')}`)
    return
  }
  const kind = p.peek(1, 1)
  if (p.columns) p.say(kind >= 6 && kind <= 8 ? netbiosPackets[kind]! : 'Unknown')
  if (kind < 6 || kind > 8) {
    p.skip(1)
    p.take(f.netbiosType)
    p.at = p.end
    return
  }
  p.take(f.connection)
  p.take(f.netbiosType)
  const session = [f.sessionFrom, f.sessionTo, f.sessionSent, f.sessionTotal]
  for (const field of [...session, f.sessionOffset, f.sessionLength, f.sessionReceived, f.sessionBytes]) p.take(field)
}

function passed(p: Packet): void {
  for (let i = 0; i < PASSED; i++)
    if (p.peek(4)) network(p, f.passed)
    else p.skip(4)
}

export function management(p: Packet): void {
  passed(p)
  const opcode = p.take(f.opcode)
  const said = managements[opcode] ?? `Unknown (0x${opcode.toString(16)})`
  p.take(f.nameType)
  p.take(f.messageId)
  const asked = netbiosName(p, 'Requested name')
  if (p.columns) p.say(`${said}${opcode === 0xfc ? ' to' : ''} ${asked}`)
  netbiosName(p, 'Source name')
}

const alerts: Readonly<Record<string, string>> = {
  '?': 'Poll inactive station',
  Y: 'Station is still using the connection',
  '!': 'Broadcast message waiting',
}
/** Two bytes by which a server asks whether a station is still there. */
export function alert(p: Packet): void {
  const connection = p.take(f.alertConnection)
  const signature = String.fromCharCode(p.peek(1))
  p.take(f.alertSignature)
  p.label(p.row(f.alertSignature), `Signature Character: ${alerts[signature] ?? 'Unknown'} ('${signature}')`)
  if (p.columns) p.say(`${alerts[signature] ?? 'Unknown Signature Character'}, Connection ${connection}`)
}
