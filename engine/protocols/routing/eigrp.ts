/** RFC 7868, Cisco's EIGRP: routers tell their neighbours distances, and ask when they lose a way. Items of type and length behind 20 bytes. */
import { checksumStateNames } from '../../bytes/checksum'
import { checked } from '../../dissect/checked'
import { bit, bytes, expert, u16, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const opcodes: Readonly<Record<number, string>> = {
  1: 'Update',
  2: 'Request',
  3: 'Query',
  4: 'Reply',
  5: 'Hello',
  6: 'IPX/SAP Update',
  7: 'Route Probe',
  8: 'Hello (Ack)',
  9: 'Stub-Info',
  10: 'SIA-Query',
  11: 'SIA-Reply',
}
const HELLO = 5
const items: Readonly<Record<number, string>> = {
  0x0001: 'Parameters',
  0x0002: 'Authentication',
  0x0003: 'Sequence',
  0x0004: 'Software Version',
  0x0005: 'Next multicast sequence',
  0x0006: 'Peer Stub Information',
  0x0007: 'Peer Termination',
  0x0008: 'Peer Topology ID List',
  0x0102: 'Internal Route',
  0x0103: 'External Route',
  0x0402: 'Internal Route',
  0x0403: 'External Route',
  0x0602: 'Internal Route(MTR)',
  0x0603: 'External Route(MTR)',
}
const setOr = { trueFalse: ['Set', 'Not set'] } as const

export const eigrp = protocol({
  name: 'eigrp',
  title: 'Enhanced Interior Gateway Routing Protocol',
  heading: () => 'Cisco EIGRP',
  column: 'EIGRP',
  spec: 'RFC 7868',
  over: { 'ip.proto': [88], 'ipx.socket': [0x85be] },
  fields: {
    version: u8('eigrp.version', 'Version'),
    opcode: u8('eigrp.opcode', 'Opcode', {
      names: opcodes,
      help: 'Hello finds neighbours; update, query and reply carry routes.',
    }),
    checksum: u16('eigrp.checksum', 'Checksum', { display: 'hex' }),
    status: u8('eigrp.checksum.status', 'Checksum Status', {
      generated: true,
      display: 'none',
      names: checksumStateNames,
    }),
    badSum: expert('eigrp.checksum.bad', 'error', 'Checksum', 'Bad checksum'),
    flags: u32('eigrp.flags', 'Flags', {
      display: 'hex',
      of: {
        init: bit('eigrp.flags.init', 'Init', 0x01, setOr),
        conditional: bit('eigrp.flags.condrecv', 'Conditional Receive', 0x02, setOr),
        restart: bit('eigrp.flags.restart', 'Restart', 0x04, setOr),
        end: bit('eigrp.flags.eot', 'End Of Table', 0x08, setOr),
      },
    }),
    sequence: u32('eigrp.seq', 'Sequence'),
    acknowledge: u32('eigrp.ack', 'Acknowledge'),
    router: u16('eigrp.vrid', 'Virtual Router ID', {
      show: (v) =>
        `${v}${v === 0 ? ' (Address-Family)' : v === 1 ? ' (Multi-Cast)' : v === 0x8000 ? ' (Service-Family)' : ''}`,
    }),
    system: u16('eigrp.as', 'Autonomous System', { help: 'Only routers with the same number become neighbours.' }),
    type: u16('eigrp.tlv_type', 'Type', { display: 'hex', names: items }),
    length: u16('eigrp.tlv.len', 'Length'),
    k1: u8('eigrp.par.k1', 'K1'),
    k2: u8('eigrp.par.k2', 'K2'),
    k3: u8('eigrp.par.k3', 'K3'),
    k4: u8('eigrp.par.k4', 'K4'),
    k5: u8('eigrp.par.k5', 'K5'),
    k6: u8('eigrp.par.k6', 'K6'),
    hold: u16('eigrp.par.holdtime', 'Hold Time', { help: 'Seconds without a hello after which a neighbour is gone.' }),
    release: u16('eigrp.release_version', 'EIGRP Release', { show: (v) => versionText(v, 2) }),
    itemVersion: u16('eigrp.tlv_version', 'EIGRP TLV version', { show: (v) => versionText(v, 2) }),
    multicast: u32('eigrp.next_mcast_seq', 'Multicast Sequence'),
    data: bytes('eigrp.data', 'Data'),
  },
  decode(p, _, f) {
    p.take(f.version)
    const opcode = p.take(f.opcode)
    const at = p.at
    p.take(f.checksum)
    if (!p.first) checked(p, p.row(f.checksum), at, p.base, p.wire - p.base, f.status, f.badSum)
    p.take(f.flags)
    p.take(f.sequence)
    const acknowledged = p.take(f.acknowledge)
    p.take(f.router)
    p.take(f.system)
    if (p.columns)
      p.say(
        opcode === HELLO && acknowledged
          ? 'Hello (Ack)'
          : (opcodes[opcode] ?? `Unknown OpCode (0x${opcode.toString(16).padStart(4, '0')})`),
      )
    while (p.leftOnWire >= 4) if (!item(p)) break
  },
})

const versionText = (v: number, digits: number): string => `${v >>> 8}.${(v & 255).toString().padStart(digits, '0')}`

/** False where its length cannot be. */
function item(p: Packet): boolean {
  const { f } = eigrp
  const type = p.peek(2)
  const length = p.peek(2, 2)
  const line = p.text(items[type] ?? `Unknown TLV (0x${type.toString(16).padStart(4, '0')})`, p.at, length)
  if (length < 4) return false
  p.need(length)
  const was = p.open(line)
  p.take(f.type)
  p.take(f.length)
  if (length > 4) p.part(length - 4, () => value(p, type, line))
  p.close(was)
  return true
}

function value(p: Packet, type: number, line: number): void {
  const { f } = eigrp
  if (type === 1) {
    let all = p.left > 0
    for (const k of [f.k1, f.k2, f.k3, f.k4, f.k5]) all = p.take(k) === 255 && all
    p.take(f.k6)
    p.take(f.hold)
    if (all) p.label(line, 'Parameters: Peer Termination')
  } else if (type === 4) {
    const release = p.take(f.release)
    const version = p.take(f.itemVersion)
    p.label(line, `Software Version: EIGRP=${versionText(release, 1)}, TLV=${versionText(version, 1)}`)
  } else if (type === 5 && p.left === 4) p.take(f.multicast)
  else p.take(f.data, p.left)
}
