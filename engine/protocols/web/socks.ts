/** RFC 1928 and 1929, SOCKS 4: a client asks a proxy for a connection; from then on the conversation is whatever is spoken with the far end. */
import { bytes, ipv4, ipv6, string, u16, u8 } from '../../dissect/field'
import { FlowState, FrameFacts, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversationReaders } from '../../flows/readers'

const PORT = 1080
const commands: Readonly<Record<number, string>> = { 1: 'Connect', 2: 'Bind', 3: 'UdpAssociate' }
const methods: Readonly<Record<number, string>> = {
  0: 'No authentication',
  1: 'GSSAPI',
  2: 'Username/Password',
  0x80: 'Private',
  0xff: 'No acceptable method',
}
const results: Readonly<Record<number, string>> = {
  0: 'Succeeded',
  1: 'General SOCKS server failure',
  2: 'Connection not allowed by ruleset',
  3: 'Network unreachable',
  4: 'Host unreachable',
  5: 'Connection refused',
  6: 'TTL expired',
  7: 'Command not supported',
  8: 'Address type not supported',
}
const results4: Readonly<Record<number, string>> = {
  90: 'Granted',
  91: 'Rejected or Failed',
  92: 'Rejected because SOCKS server cannot connect to identd on the client',
  93: 'Rejected because the client program and identd report different user-ids',
}

type Kind = 'methods' | 'method' | 'login' | 'login answer' | 'command' | 'answer' | 'command 4' | 'answer 4'

/** What comes next in a conversation, and where it is to lead. */
const talks = memory(() => new FlowState(() => ({ next: 'methods' as Kind, port: 0, command: 1 })))
const kinds = memory(() => new FrameFacts<{ kind: Kind; command: number }>())

export const socks = protocol({
  name: 'socks',
  title: 'Socks Protocol',
  column: 'Socks',
  spec: 'RFC 1928',
  over: { 'tcp.port': [PORT] },
  messages: { cut: (p) => p.left },
  looks: (p) => p.peek(1) === 5 || p.peek(1) === 4,
  fields: {
    version: u8('socks.version', 'Version', { help: '4 or 5.' }),
    methodCount: u8('socks.auth_method_count', 'Authentication Method Count'),
    method: u8('socks.auth_method', 'Method', { names: methods }),
    accepted: u8('socks.auth_accepted_method', 'Accepted Auth Method', { display: 'hex', names: methods }),
    command: u8('socks.command', 'Command', { names: commands, help: 'What the proxy is to do.' }),
    reserved: u8('socks.reserved', 'Reserved'),
    result: u8('socks.results', 'Results(V5)', { names: results }),
    result4: u8('socks.results.v4', 'Results(V4)', { names: results4 }),
    type: u8('socks.address_type', 'Address Type', { names: { 1: 'IPv4', 3: 'Domain Name', 4: 'IPv6' } }),
    address: ipv4('socks.dst', 'Remote Address', { help: 'The far end.' }),
    address6: ipv6('socks.dstV6', 'Remote Address(ipv6)'),
    nameLength: u8('socks.remote_name_length', 'Remote name length'),
    name: string('socks.remote_name', 'Remote name', { help: 'The far end, by its name.' }),
    port: u16('socks.port', 'Port'),
    userLength: u8('socks.username_length', 'User name length'),
    user: string('socks.username', 'User name'),
    passwordLength: u8('socks.password_length', 'Password length'),
    password: string('socks.password', 'Password'),
    status: u8('socks.auth_status', 'Status', { names: { 0: 'success' } }),
    rest: bytes('socks.rest', 'Unknown data'),
  },
  decode(p, _, f) {
    const nth = p.nth()
    if (p.first) {
      p.leaveOpen()
      return pass(p, nth)
    }
    const known = p.recall(kinds).get(p.frame.number, nth)
    if (!known) return p.rest()
    const { kind, command } = known
    const version = kind.endsWith('4') ? 4 : 5
    p.sayBehind('', `Version: ${version} ${saying(kind, command)}`)
    draw(p, f, kind)
    if (p.left) p.take(f.rest, p.left)
  },
})
type F = typeof socks.f

function saying(kind: Kind, command: number): string {
  const name = commands[command] ?? 'Unknown'
  switch (kind) {
    case 'methods':
      return 'Connect to server request'
    case 'method':
      return 'Connect to server response'
    case 'login':
      return 'User authentication request'
    case 'login answer':
      return 'User authentication reply'
    case 'command':
    case 'command 4':
      return `Command Request - ${name}`
    default:
      return `Command Response - ${name}`
  }
}

/** First pass: which step of the handshake this is. */
function pass(p: Packet, nth: number): void {
  if (p.flow < 0 || p.quoted) return
  const talk = p.recall(talks).of(p.flow >> 1)
  const isClient = p.destinationPort === PORT
  const kind: Kind = talk.next === 'methods' && p.peek(1) === 4 ? 'command 4' : talk.next
  if (isClient !== (kind === 'methods' || kind === 'login' || kind.startsWith('command'))) return
  if (kind.startsWith('command')) {
    talk.command = p.peek(1, 1)
    talk.port = kind === 'command 4' ? p.peek(2, 2) : p.peek(2, p.left - 2)
  }
  p.recall(kinds).set(p.frame.number, { kind, command: talk.command }, nth)
  if (kind === 'methods') talk.next = 'method'
  else if (kind === 'method') talk.next = p.peek(1, 1) === 2 ? 'login' : 'command'
  else if (kind === 'login') talk.next = 'login answer'
  else if (kind === 'login answer') talk.next = 'command'
  else if (kind === 'command') talk.next = 'answer'
  else if (kind === 'command 4') talk.next = 'answer 4'
  else {
    const next = p.registry.find('tcp.port', talk.port)
    if (next && next !== socks && talk.command === 1) p.recall(conversationReaders).become(p, next)
  }
}

function draw(p: Packet, f: F, kind: Kind): void {
  p.take(f.version)
  switch (kind) {
    case 'methods': {
      const was = p.open(p.text('Client Authentication Methods', p.at, p.left))
      const count = p.take(f.methodCount)
      for (let i = 0; i < count; i++) {
        const code = p.peek(1)
        const row = p.add(f.method, p.at, 1, code)
        p.label(row, `Method[${i}]: ${code} (${methods[code] ?? 'Unknown'})`)
        p.skip(1)
      }
      return p.close(was)
    }
    case 'method':
      return void p.take(f.accepted)
    case 'login':
      p.take(f.user, p.take(f.userLength))
      return void p.take(f.password, p.take(f.passwordLength))
    case 'login answer':
      return void p.take(f.status)
    case 'command':
      p.take(f.command)
      return address(p, f)
    case 'answer':
      p.take(f.result)
      return address(p, f)
    case 'command 4':
      p.take(f.command)
      p.take(f.port)
      return void p.take(f.address)
    case 'answer 4':
      p.take(f.result4)
      p.take(f.port)
      p.take(f.address)
  }
}

function address(p: Packet, f: F): void {
  p.take(f.reserved)
  const type = p.take(f.type)
  if (type === 1) p.take(f.address)
  else if (type === 4) p.take(f.address6)
  else if (type === 3) p.take(f.name, p.take(f.nameLength))
  p.take(f.port)
}
