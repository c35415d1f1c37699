/** MS-RAP: lists of servers and shares asked for in transactions of SMB that name \PIPE\LANMAN. */
import { uint } from '../../bytes/read'
import { asciiText, untilZero } from '../../bytes/text'
import type { Field } from '../../dissect/field'
import { none, string, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { functions } from './lanman-names'
import { serverType, serverTypeWords } from './server-types'

const little = { little: true } as const
const SHARES = 0
const SERVERS = 104
/** Bytes of a share at level 0 and 1, and of a server. */
const SHARE = [13, 20] as const
const SERVER = [16, 26] as const

/** What a request asked: its response says nothing of that. */
export interface Asked {
  readonly code: number
  readonly level: number
}
/** Told by SMB: where parameters and data lie, and for a response what was asked (undefined where that was not seen). */
export interface LanmanCall {
  readonly isResponse: boolean
  readonly parametersAt: number
  readonly parametersEnd: number
  readonly dataAt: number
  readonly dataEnd: number
  asked: Asked | undefined
}

export const lanman = protocol({
  name: 'lanman',
  title: 'Microsoft Windows Lanman Remote API Protocol',
  shortName: 'LANMAN',
  column: 'LANMAN',
  spec: 'MS-RAP',
  unlisted: true,
  uses: ['browser'],
  fields: {
    code: u16('lanman.function_code', 'Function Code', {
      ...little,
      names: functions,
      help: 'Which call of the remote administration is made.',
    }),
    parameters: string('lanman.param_desc', 'Parameter Descriptor', {
      help: 'The form of the parameters, a letter for each.',
    }),
    returned: string('lanman.ret_desc', 'Return Descriptor', { help: 'The form in which entries are wanted.' }),
    level: u16('lanman.level', 'Detail Level', { ...little, help: 'How much of each entry is wanted.' }),
    buffer: u16('lanman.recv_buf_len', 'Receive Buffer Length', little),
    enumeration: string('lanman.enumeration_domain', 'Enumeration Domain', {
      help: 'The domain whose servers are wanted.',
    }),
    status: u16('lanman.status', 'Status', { ...little, names: { 0: 'Success' }, help: 'Whether the call went well.' }),
    convert: u16('lanman.convert', 'Convert', {
      ...little,
      help: 'What is subtracted from pointers to find texts in the reply.',
    }),
    count: u16('lanman.entry_count', 'Entry Count', little),
    available: u16('lanman.available_count', 'Available Entries', little),
    servers: none('lanman.servers', 'Servers'),
    server: none('lanman.server', 'Server'),
    serverName: string('lanman.server.name', 'Server Name'),
    major: u8('lanman.server.major', 'Major Version'),
    minor: u8('lanman.server.minor', 'Minor Version'),
    serverComment: string('lanman.server.comment', 'Server Comment'),
    shares: none('lanman.shares', 'Available Shares'),
    share: none('lanman.share', 'Share'),
    shareName: string('lanman.share.name', 'Share Name'),
    shareType: u16('lanman.share.type', 'Share Type', {
      ...little,
      names: { 0: 'Directory tree', 1: 'Printer queue', 2: 'Communications device', 3: 'IPC' },
    }),
    shareComment: string('lanman.share.comment', 'Share Comment'),
  },
  decode(p, _, f) {
    const call = p.kept as LanmanCall | undefined
    if (!call) return
    if (call.isResponse) response(p, call, f)
    else request(p, call, f)
  },
})
type Fields = NonNullable<(typeof lanman)['fields']>

/** A text up to its zero, shown under `field`. */
function text(p: Packet, field: Field): string {
  const size = untilZero(p.bytes, p.at, p.left)
  const value = asciiText(p.bytes, p.at, size)
  p.add(field, p.at, Math.min(size + 1, p.left), value)
  p.skip(Math.min(size + 1, p.left))
  return value
}

function request(p: Packet, call: LanmanCall, f: Fields): void {
  p.at = call.parametersAt
  p.part(call.parametersEnd - p.at, () => {
    const code = p.take(f.code)
    if (p.columns) p.say(`${functions[code] ?? `Unknown Function (${code})`} Request`)
    const form = text(p, f.parameters)
    text(p, f.returned)
    let level = 0
    // The letters that lists are asked with (MS-RAP 2.5): the level, a buffer and its length, a number, a text.
    for (const letter of form) {
      if (letter === 'W') level = p.take(f.level)
      else if (letter === 'L') p.take(f.buffer)
      else if (letter === 'D' && code === SERVERS) {
        const types = p.take(serverType)
        if (p.columns) p.sayMore(serverTypeWords(types))
      } else if (letter === 'z' && code === SERVERS) text(p, f.enumeration)
      else if (letter === 'O' && code === SERVERS) p.add(f.enumeration, p.at, 0, '(Null pointer)')
      else if (!'reh'.includes(letter)) break
    }
    call.asked = { code, level }
  })
}

function response(p: Packet, call: LanmanCall, f: Fields): void {
  const { asked } = call
  if (!asked) {
    if (p.columns) p.say('Response')
    return
  }
  if (p.columns) p.say(`${functions[asked.code] ?? `Unknown Function (${asked.code})`} Response`)
  p.set(f.code, asked.code)
  let count = 0
  let convert = 0
  p.at = call.parametersAt
  p.part(call.parametersEnd - p.at, () => {
    p.take(f.status)
    convert = p.take(f.convert)
    if (asked.code !== SHARES && asked.code !== SERVERS) return
    count = p.take(f.count)
    p.take(f.available)
  })
  const size = (asked.code === SHARES ? SHARE : SERVER)[asked.level]
  if (!count || !size || call.dataAt < p.base || call.dataEnd > p.end) return
  p.at = call.dataAt
  p.part(call.dataEnd - p.at, () => {
    // The first pass only sees whether all are there.
    if (p.first) return void p.need(count * size)
    const list = p.open(p.add(asked.code === SHARES ? f.shares : f.servers, p.at, p.left))
    for (let i = 0; i < count; i++) {
      p.need(size)
      entry(p, call.dataAt - convert, asked, f)
    }
    p.close(list)
  })
}

/** One server or share; texts of varying length stand `base` after their pointers. */
function entry(p: Packet, base: number, { code, level }: Asked, f: Fields): void {
  const start = p.at
  const isShare = code === SHARES
  const room = isShare ? SHARE[0] : SERVER[0]
  const name = asciiText(p.bytes, start, untilZero(p.bytes, start, room))
  const size = (isShare ? SHARE : SERVER)[level]!
  const record = p.add(isShare ? f.share : f.server, start, size)
  p.label(record, `${isShare ? 'Share' : 'Server'}: ${name}`)
  const was = p.open(record)
  p.add(isShare ? f.shareName : f.serverName, start, room, name)
  p.skip(room)
  if (level) {
    if (isShare) {
      p.skip(1)
      p.take(f.shareType)
    } else {
      p.take(f.major)
      p.take(f.minor)
      p.take(serverType)
    }
    const at = base + (uint(p.bytes, p.at, 4, true) & 0xffff)
    p.skip(4)
    if (at >= p.base && at < p.end) {
      const length = untilZero(p.bytes, at, p.end - at)
      p.add(
        isShare ? f.shareComment : f.serverComment,
        at,
        Math.min(length + 1, p.end - at),
        asciiText(p.bytes, at, length),
      )
    }
  }
  p.close(was)
  p.at = start + size
}
