/** MS-CIFS, MS-SMB: files, printers and pipes of Windows servers, version 1. */
import { uint } from '../../bytes/read'
import { bit, bytesOf, duration, framenum, none, string, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { ntStatus } from '../../names/nt-status'
import { body } from './smb/bodies'
import type { Message } from './smb/bodies'
import { commands } from './smb/names'
import { connection, note, noted } from './smb/state'
import { keep } from './smb2/state'

const MARK = 0xff534d42
const HEADER = 32
const CANCEL = 0xa4
const RESPONSE = 0x80
const NT_STATUS = 0x4000
const UNICODE = 0x8000
const little = { little: true } as const

export const smb = protocol({
  name: 'smb',
  title: 'SMB (Server Message Block Protocol)',
  column: 'SMB',
  spec: 'MS-CIFS',
  heuristic: ['netbios', 'nbdgm.payload'],
  uses: ['dcerpc'],
  looks: (p) => p.peek(4) === MARK,
  fields: {
    header: none('smb.header', 'SMB Header'),
    component: u32('smb.server_component', 'Server Component', { ...little, display: 'hex' }),
    command: u8('smb.cmd', 'SMB Command', { display: 'hex', names: commands, help: 'What is asked for, or answered.' }),
    status: u32('smb.nt_status', 'NT Status', { ...little, display: 'hex', names: (v) => ntStatus(v) }),
    errorClass: u8('smb.error_class', 'Error Class', { display: 'hex' }),
    errorCode: u16('smb.error_code', 'Error Code', { ...little, display: 'hex' }),
    flags: u8('smb.flags', 'Flags', {
      display: 'hex',
      of: {
        response: bit('smb.flags.response', 'Request/Response', RESPONSE, {
          trueFalse: ['Message is a response to the client/redirector', 'Message is a request to the server'],
        }),
      },
    }),
    flags2: u16('smb.flags2', 'Flags2', { ...little, display: 'hex' }),
    pidHigh: u16('smb.pid.high', 'Process ID High', little),
    signature: bytesOf('smb.signature', 'Signature', 8),
    reserved: bytesOf('smb.reserved', 'Reserved', 2),
    tree: u16('smb.tid', 'Tree ID', { ...little, help: 'Which share is meant.' }),
    process: u16('smb.pid', 'Process ID', little),
    user: u16('smb.uid', 'User ID', little),
    multiplex: u16('smb.mid', 'Multiplex ID', {
      ...little,
      help: 'The response to a request carries the same number.',
    }),
    words: u8('smb.wct', 'Word Count (WCT)'),
    byteCount: u16('smb.bcc', 'Byte Count (BCC)', little),
    path: string('smb.path', 'Path', { help: 'The share: \\\\server\\share.' }),
    file: string('smb.file', 'File Name', { help: 'File, folder or pipe on the share.' }),
    fid: u16('smb.fid', 'FID', { ...little, display: 'hex' }),
    account: string('smb.account', 'Account'),
    domain: string('smb.primary_domain', 'Primary Domain'),
    subcommand: u16('smb.trans2.cmd', 'Subcommand', { ...little, display: 'hex' }),
    pattern: string('smb.search_pattern', 'Search Pattern'),
    transaction: string('smb.trans_name', 'Transaction Name'),
    blob: none('smb.security_blob', 'Security Blob'),
    responseTo: framenum('smb.response_to', 'Response to'),
    responseIn: framenum('smb.response_in', 'Response in'),
    time: duration('smb.time', 'Time from request'),
  },
  decode(p, _, f) {
    const start = p.at
    p.need(HEADER)
    const { bytes } = p
    const command = bytes[start + 4]!
    const isResponse = (bytes[start + 9]! & RESPONSE) !== 0
    const flags2 = uint(bytes, start + 10, 2, true)
    const isNt = (flags2 & NT_STATUS) !== 0
    const status = uint(bytes, start + 5, 4, true)
    const at: Message = {
      start,
      command,
      isResponse,
      isUnicode: (flags2 & UNICODE) !== 0,
      status,
      tree: uint(bytes, start + 24, 2, true),
      exchange: undefined,
      f,
    }
    const id = uint(bytes, start + 26, 2, true) * 65536 + uint(bytes, start + 30, 2, true)
    if (p.first) track(p, at, id)
    else at.exchange = noted(p)
    const name = commands[command] ?? `unknown-0x${command.toString(16).padStart(2, '0')}`
    if (p.columns) p.say(`${name} ${isResponse ? 'Response' : 'Request'}`)
    const was = p.open(p.add(f.header, start, HEADER))
    p.take(f.component)
    const { exchange } = at
    if (exchange && isResponse && exchange.request) {
      p.set(f.responseTo, exchange.request)
      p.set(f.time, (p.frame.seconds - exchange.seconds) * 1e9 + p.frame.nanos - exchange.nanos)
    } else if (exchange?.response && !isResponse) p.set(f.responseIn, exchange.response)
    p.take(f.command)
    if (isNt) p.take(f.status)
    else {
      p.take(f.errorClass)
      p.skip(1)
      p.take(f.errorCode)
    }
    p.take(f.flags)
    p.take(f.flags2)
    p.take(f.pidHigh)
    p.take(f.signature)
    p.take(f.reserved)
    p.take(f.tree)
    p.take(f.process)
    p.take(f.user)
    p.take(f.multiplex)
    p.close(was)
    body(p, at)
    if (isResponse && isNt && status && p.columns)
      p.sayMore(`, Error: ${ntStatus(status) ?? `Unknown (0x${status.toString(16).padStart(8, '0')})`}`)
    p.at = p.end
  },
})

/** First pass: pairs requests with responses. */
function track(p: Packet, at: Message, id: number): void {
  // What takes a request back has the number of that request, and no answer of its own.
  if (p.flow < 0 || p.quoted || at.command === CANCEL) return
  const { open, trees } = connection(p)
  if (at.isResponse) {
    const exchange = open.get(id)
    if (!exchange) return
    exchange.response ||= p.frame.number
    at.exchange = exchange
  } else {
    const { number, seconds, nanos } = p.frame
    const tree = trees.get(at.tree) ?? ''
    const isPipe = tree.endsWith('IPC$')
    at.exchange = { request: number, response: 0, seconds, nanos, fid: -1, path: '', what: -1, isPipe, tree }
    keep(open, id, at.exchange)
  }
  note(p, at.exchange)
}
