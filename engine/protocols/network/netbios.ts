/** NetBIOS over LLC (IBM, LAN Technical Reference): names, datagrams and sessions on one wire, without a network layer. */
import { bit, bits, string, u16, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { nameKind, nameText } from '../kit/netbios-name'

const commands: Readonly<Record<number, string>> = {
  0x00: 'Add Group Name Query',
  0x01: 'Add Name Query',
  0x02: 'Name In Conflict',
  0x03: 'Status Query',
  0x07: 'Terminate Trace',
  0x08: 'Datagram',
  0x09: 'Broadcast Datagram',
  0x0a: 'Name Query',
  0x0d: 'Add Name Response',
  0x0e: 'Name Recognized',
  0x0f: 'Status Response',
  0x13: 'Terminate Trace',
  0x14: 'Data Ack',
  0x15: 'Data First Middle',
  0x16: 'Data Only Last',
  0x17: 'Session Confirm',
  0x18: 'Session End',
  0x19: 'Session Initialize',
  0x1a: 'No Receive',
  0x1b: 'Receive Outstanding',
  0x1c: 'Receive Continue',
  0x1f: 'Session Alive',
}
const MARKER = 0xefff
const NAME = 16
/** From here on messages are of a session, and have its two numbers in place of names. */
const SESSIONS = 0x14
const or = (names: Readonly<Record<number, string>>) => (v: number) => names[v] ?? 'Unknown'
const le = { little: true, display: 'hex' } as const
const largest = [516, 1500, 2052, 4472, 8144, 11407, 17800, 65535]
const yes = { trueFalse: ['Yes', 'No'] } as const
/** Flags of sessions differ by command, and are one field for filters. */
const version = bit('netbios.version', 'NetBIOS Version', 0x01, { trueFalse: ['2.00 or higher', '1.xx'] })
const noAck = bit('netbios.flags.send_no_ack', 'Handle SEND.NO.ACK', 0x80, yes)

export const netbios = protocol({
  name: 'netbios',
  title: 'NetBIOS',
  column: 'NetBIOS',
  spec: 'IBM SC30-3383',
  over: { 'llc.dsap': [0xf0] },
  fields: {
    length: u16('netbios.hdr_len', 'Length', { little: true, unit: ' bytes' }),
    delimiter: u16('netbios.delimiter', 'Delimiter', {
      little: true,
      display: 'hex',
      help: 'Always 0xefff: what follows is NetBIOS.',
    }),
    command: u8('netbios.command', 'Command', {
      display: 'hex',
      names: or(commands),
      help: 'Ask for a name, send a datagram, or talk in a session.',
    }),
    local: u8('netbios.local_session', 'Local Session No.', { display: 'hex' }),
    remote: u8('netbios.remote_session', 'Remote Session No.', { display: 'hex' }),
    localAsked: u8('netbios.local_session_no', 'Local Session No.', { display: 'hex' }),
    callType: u16('netbios.call_name_type', "Caller's Name Type", {
      display: 'hex',
      width: 1,
      names: or({ 0: 'Unique name', 1: 'Group name' }),
    }),
    transmit: u16('netbios.xmit_corrl', 'Transmit Correlator', le),
    response: u16('netbios.resp_corrl', 'Response Correlator', le),
    name: string('netbios.nb_name', 'NetBIOS Name'),
    nameType: u8('netbios.nb_name_type', 'NetBIOS Name Type', { display: 'hex' }),
    flags: u8('netbios.flags', 'Flags', { display: 'hex' }),
    noAck,
    largest: bits('netbios.largest_frame', 'Largest Frame', 0x0e, { names: (v) => `${largest[v]}` }),
    version,
    ack: bit('netbios.flags.ack', 'Acknowledge', 0x08, { trueFalse: ['Set', 'Not set'] }),
    ackWithData: bit('netbios.flags.ack_with_data', 'Acknowledge with data', 0x04, {
      trueFalse: ['Allowed', 'Not Allowed'],
    }),
    ackExpected: bit('netbios.flags.ack_expected', 'Acknowledge expected', 0x02, yes),
    continued: bit('netbios.flags.recv_cont_req', 'RECEIVE_CONTINUE requested', 0x01, yes),
    most: u16('netbios.max_data_recv_size', 'Maximum data receive size', { little: true }),
    ended: u16('netbios.termination_indicator', 'Termination indicator', {
      ...le,
      names: or({ 0: 'Normal session end', 1: 'Abnormal session end' }),
    }),
    accepted: u16('netbios.num_data_bytes_accepted', 'Number of data bytes accepted', { little: true }),
    resync: u16('netbios.resync_indicator', 'Re-sync indicator', { little: true, display: 'hex' }),
    status: u8('netbios.status', 'Status', {
      names: or({ 0: 'Add name not in process', 1: 'Add name in process' }),
    }),
    kind: u16('netbios.name_type', 'Name type', {
      little: true,
      names: or({ 0: 'Unique name', 1: 'Group name' }),
    }),
    buffer: u16('netbios.status_buffer_len', 'Length of status buffer', { little: true }),
    state: u8('netbios.state_of_name', 'State of name', { display: 'hex' }),
  },
  decode(p, _, f) {
    const start = p.at
    if (p.peek(1, 2) !== (MARKER & 255) || p.peek(1, 3) !== MARKER >> 8) {
      if (p.columns) p.say('Bad packet, no 0xEFFF marker')
      p.skip(4)
      return p.rest()
    }
    const command = p.peek(1, 4)
    const name = commands[command]
    if (p.columns) p.say(name ?? `Unknown (0x${(name ? command : 0x21).toString(16)})`)
    const length = p.take(f.length)
    p.label(p.add(f.delimiter, p.at, 2, MARKER), 'Delimiter: EFFF (NetBIOS)')
    p.skip(2)
    p.take(f.command)
    if (!name) p.at = p.end
    else if (command < SESSIONS) names(p, command, start)
    else session(p, command, start)
    if (p.at < start + length) p.at = Math.min(start + length, p.end)
    p.rest()
  },
})

/** What names are called, by command; where one is missing the command has none there. */
const labels: Readonly<Record<number, readonly [receiver: string, sender: string]>> = {
  0x00: ['', 'Group name to add'],
  0x01: ['', 'Name to add'],
  0x02: ['Name In Conflict', "Sender's Name"],
  0x03: ["Receiver's Name", "Sender's Name"],
  0x08: ["Receiver's Name", "Sender's Name"],
  0x09: ['', "Sender's Name"],
  0x0a: ['Query Name', "Sender's Name"],
  0x0d: ['Name to be added', 'Name to be added'],
  0x0e: ["Receiver's Name", "Sender's Name"],
  0x0f: ["Receiver's Name", "Sender's Name"],
}

function names(p: Packet, command: number, start: number): void {
  const { f } = netbios
  const at = p.at
  const first = p.peek(1)
  if (command === 0x0d) p.add(f.status, at, 1, first)
  p.at = at + 1
  // A session of zero asks whether the name is there, and nothing more.
  const number = p.peek(1)
  const isQuery = command === 0x0a || command === 0x0e
  if (isQuery) {
    const row = p.add(command === 0x0e && !number ? f.state : f.localAsked, p.at, 1, number)
    if (!number && command === 0x0a) p.label(row, 'Local Session No.: 0 (FIND.NAME request)')
    else if (!number) p.label(row, 'State of name: No LISTEN pending, or FIND.NAME response')
    p.add(f.callType, p.at, 2, p.peek(1, 1))
  } else if (command === 0x0d) p.add(f.kind, p.at, 2, p.peek(1) | (p.peek(1, 1) << 8))
  else if (command === 0x03) p.add(f.buffer, p.at, 2, p.peek(1) | (p.peek(1, 1) << 8))
  p.skip(2)
  if (command >= 0x0d && command <= 0x0f) p.take(f.transmit)
  else p.skip(2)
  if ([0x00, 0x01, 0x03, 0x0a].includes(command) || (command === 0x0e && number)) p.take(f.response)
  else p.skip(2)
  const [receiver, sender] = labels[command] ?? ['', '']
  if (!receiver && !sender) return
  p.at = start + 12
  p.need(2 * NAME)
  if (receiver) name(p, receiver, command === 0x0a ? ' for ' : '')
  p.at = start + 12 + NAME
  const isShown = !isQuery || number !== 0
  if (sender) name(p, sender, command <= 0x01 || command === 0x0e ? ' - ' : '', isShown)
}

function name(p: Packet, label: string, said: string, isShown = true): void {
  p.need(NAME)
  if (said) p.sayMore(said + nameText(p.bytes, p.at).text)
  if (isShown) netbiosName(p, label)
}

/** Takes a name of sixteen bytes, of which the last says what kind it is. Gives its text. */
export function netbiosName(p: Packet, label: string): string {
  const { f } = netbios
  p.need(NAME)
  const { text, kind } = nameText(p.bytes, p.at)
  const bare = text.slice(0, text.lastIndexOf('<'))
  const was = p.open(p.text(`${label}: ${text} (${nameKind(kind)})`, p.at, NAME))
  p.label(p.add(f.name, p.at, NAME - 1, bare), bare)
  const row = p.add(f.nameType, p.at + NAME - 1, 1, kind)
  p.label(row, `0x${kind.toString(16).padStart(2, '0')} (${nameKind(kind)})`)
  p.close(was)
  p.skip(NAME)
  return text
}

function session(p: Packet, command: number, start: number): void {
  const { f } = netbios
  const flagsOf: Readonly<Record<number, readonly Field[]>> = {
    0x15: [f.ack, f.ackExpected, f.continued],
    0x16: [f.ack, f.ackWithData, f.ackExpected],
    0x17: [f.noAck, f.version],
    0x19: [f.noAck, f.largest, f.version],
  }
  const flags = p.peek(1)
  const list = flagsOf[command]
  if (list) {
    const was = p.open(p.add(f.flags, p.at, 1, flags))
    for (const field of list) p.add(field, p.at, 1, (flags & field.mask) >>> field.shift)
    p.close(was)
  }
  p.skip(1)
  const second = {
    0x15: f.resync,
    0x16: f.resync,
    0x17: f.most,
    0x18: f.ended,
    0x19: f.most,
    0x1a: f.accepted,
    0x1b: f.accepted,
  }[command]
  if (second) {
    const value = p.take(second)
    if (second === f.resync)
      p.label(p.row(second), `Re-sync indicator: ${value === 1 ? 'This is the first frame' : 'No re-sync'}`)
  } else p.skip(2)
  p.at = start + 8
  const both = [0x15, 0x16, 0x17, 0x19].includes(command)
  const isTurned = command === 0x19
  if (isTurned) p.add(f.response, p.at + 2, 2, p.peek(1, 2) | (p.peek(1, 3) << 8))
  if (both || command === 0x14 || command === 0x1c) p.take(f.transmit)
  else p.skip(2)
  if (both && !isTurned) p.take(f.response)
  else p.skip(2)
  p.take(f.remote)
  p.take(f.local)
}
