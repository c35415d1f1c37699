/** RFC 5531, ONC RPC: calls of a procedure of a program, and replies to them. Over TCP records are cut into marked fragments. */
import { bit, bits, duration, framenum, string, u32 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { rpcCalls } from './rpc/state'
import { xdr, xdrText } from './rpc/program'
import type { Named } from './rpc/program'

const CALL = 0
const REPLY = 1
const RPC_VERSION = 2
const LENGTH = 0x7fff_ffff
const HEAD = 24
/** Longest record that is believed: a heuristic meets all kinds of bytes. */
const LONGEST = 4 * 1024 * 1024
const AUTH_UNIX = 1
const MOST_GROUPS = 16

const flavors: Readonly<Record<number, string>> = {
  0: 'AUTH_NULL',
  1: 'AUTH_UNIX',
  2: 'AUTH_SHORT',
  3: 'AUTH_DES',
  5: 'AUTH_RSA/Gluster',
  6: 'RPCSEC_GSS',
}
const accepted: Readonly<Record<number, string>> = {
  0: 'RPC executed successfully',
  1: "remote hasn't exported program",
  2: "remote can't support version #",
  3: "program can't support procedure",
  4: "procedure can't decode params",
  5: 'system errors like memory allocation failure',
}

function overStream(p: Packet): boolean {
  for (let i = p.depth - 1; i >= 0; i--) {
    const { name } = p.layerProtocol[i]!
    if (name === 'tcp') return true
    if (name === 'udp') return false
  }
  return false
}
/** Records in a stream: fragments until the last one. */
function cut(p: Packet): number {
  let length = 0
  for (;;) {
    if (p.left < length + 4) return MORE
    const mark = p.peek(4, length)
    length += 4 + (mark & LENGTH)
    if (mark >>> 31) return length
    if (length > LONGEST) return p.left
  }
}
/** Whether a message begins `skip` bytes behind the cursor. */
function begins(p: Packet, skip: number): boolean {
  const type = p.peek(4, skip + 4)
  if (type === CALL)
    return p.peek(4, skip + 8) === RPC_VERSION && p.find('rpc.program', p.peek(4, skip + 12)) !== undefined
  return type === REPLY && p.peek(4, skip + 8) <= 1 && p.recall(rpcCalls).knows(p, p.peek(4, skip))
}

export const rpc = protocol({
  name: 'rpc',
  title: 'Remote Procedure Call',
  column: 'RPC',
  spec: 'RFC 5531',
  over: { 'udp.port': [111], 'tcp.port': [111] },
  heuristic: ['tcp', 'udp'],
  messages: { cut, isSized: true },
  looks(p) {
    if (!overStream(p)) return begins(p, 0)
    const mark = p.peek(4)
    return p.left >= HEAD && (mark & LENGTH) >= HEAD - 4 && (mark & LENGTH) < LONGEST && begins(p, 4)
  },
  fields: {
    mark: u32('rpc.mark', 'Fragment header', {
      of: {
        last: bit('rpc.lastfrag', 'Last Fragment', 0x8000_0000, { trueFalse: ['Yes', 'No'] }),
        length: bits('rpc.fraglen', 'Fragment Length', LENGTH),
      },
    }),
    xid: u32('rpc.xid', 'XID', { display: 'hex_dec', help: 'The reply to a call carries the same number.' }),
    type: u32('rpc.msgtyp', 'Message Type', { names: { 0: 'Call', 1: 'Reply' } }),
    version: u32('rpc.version', 'RPC Version'),
    program: u32('rpc.program', 'Program', { help: 'Which service is called.' }),
    programVersion: u32('rpc.programversion', 'Program Version'),
    procedure: u32('rpc.procedure', 'Procedure'),
    flavor: u32('rpc.auth.flavor', 'Flavor', { names: flavors, help: 'How the caller says who he is.' }),
    authLength: u32('rpc.auth.length', 'Length'),
    stamp: u32('rpc.auth.stamp', 'Stamp', { display: 'hex' }),
    machine: string('rpc.auth.machinename', 'Machine Name'),
    uid: u32('rpc.auth.uid', 'UID', { help: 'The user, as his own computer numbers him: believed without a proof.' }),
    gid: u32('rpc.auth.gid', 'GID'),
    replyState: u32('rpc.replystat', 'Reply State', { names: { 0: 'accepted', 1: 'denied' } }),
    acceptState: u32('rpc.state_accept', 'Accept State', { names: accepted }),
    callFrame: framenum('rpc.reqframe', 'Request Frame'),
    requestFrame: framenum('rpc.repframe', 'Reply Frame'),
    time: duration('rpc.time', 'Time from request'),
  },
  decode(p, _, f) {
    if (p.info && p.nth() > 0) p.fence('  ; ')
    if (overStream(p)) {
      if ((p.peek(4) & LENGTH) > p.leftOnWire) return void (p.at = p.end)
      p.take(f.mark)
    }
    const xid = p.take(f.xid)
    const type = p.take(f.type)
    const state = p.recall(rpcCalls)
    state.isReply = type === REPLY
    if (type === CALL) {
      p.take(f.version)
      const program = p.peek(4)
      const reader = p.find('rpc.program', program) as Named | undefined
      p.label(p.add(f.program, p.at, 4, program), `Program: ${reader?.columnText ?? 'Unknown'} (${program})`)
      p.skip(4)
      const version = p.take(f.programVersion)
      const procedure = p.peek(4)
      const name = reader?.procedureOf(version, procedure) ?? `proc-${procedure}`
      p.label(p.add(f.procedure, p.at, 4, procedure), `Procedure: ${name} (${procedure})`)
      p.skip(4)
      state.atHand = state.ask(p, xid, program, version, procedure)
      const reply = state.atHand?.reply
      if (p.columns) p.say(`V${version} ${name} Call${reply ? ` (Reply In ${reply})` : ''}`)
      if (reply) p.label(p.set(f.callFrame, reply), `The reply to this request is in frame ${reply}`)
      auth(p, f, 'Credentials')
      auth(p, f, 'Verifier')
      return handOn(p, reader)
    }
    if (type !== REPLY) return false
    const call = state.answer(p, xid)
    state.atHand = call
    const reader = call && (p.find('rpc.program', call.program) as Named | undefined)
    const reply = p.take(f.replyState)
    if (!call) {
      if (p.columns) p.say('Reply')
      p.at = p.end
      return
    }
    const { version, procedure } = call
    const name = reader?.procedureOf(version, procedure) ?? `proc-${procedure}`
    p.label(p.set(f.program, call.program), `Program: ${reader?.columnText ?? 'Unknown'} (${call.program})`)
    p.set(f.programVersion, version)
    p.label(p.set(f.procedure, procedure), `Procedure: ${name} (${procedure})`)
    if (p.columns) p.say(`V${version} ${name} Reply (Call In ${call.call})`)
    p.label(p.set(f.requestFrame, call.call), `This is a reply to a request in frame ${call.call}`)
    p.set(f.time, (p.frame.seconds - call.seconds) * 1e9 + p.frame.nanos - call.nanos)
    if (reply !== 0) return void (p.at = p.end)
    auth(p, f, 'Verifier')
    if (p.take(f.acceptState) !== 0) return void (p.at = p.end)
    return handOn(p, reader)
  },
  heading: (p) => {
    const at = p.base + (overStream(p) ? 4 : 0)
    const xid = p.peekAt(at, 4).toString(16).padStart(8, '0')
    return `Remote Procedure Call, Type:${p.peekAt(at + 4, 4) === CALL ? 'Call' : 'Reply'} XID:0x${xid}`
  },
})

function handOn(p: Packet, reader: Named | undefined): void {
  if (!reader) {
    p.at = p.end
    return
  }
  p.headerEnd = p.at
  p.nest(reader)
}

function auth(p: Packet, f: typeof rpc.f, title: string): void {
  const was = p.open(p.text(title, p.at, 8))
  const flavor = xdr(p, f.flavor)
  const length = xdr(p, f.authLength)
  p.need(length)
  const stop = p.at + length
  if (flavor === AUTH_UNIX && length >= 20) {
    p.take(f.stamp)
    xdrText(p, f.machine)
    p.take(f.uid)
    p.take(f.gid)
    const groups = xdr(p)
    for (let i = 0; i < Math.min(groups, MOST_GROUPS) && p.at + 4 <= stop; i++) p.take(f.gid)
  }
  p.at = stop
  p.skip(Math.min(p.left, (4 - (length % 4)) % 4))
  p.close(was)
}
