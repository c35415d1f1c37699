/** TCP's options (RFC 9293 section 3.2, RFC 7323, 2018, 2385, 5482, 5925, 7413): their fields, and how they are read. */
import { bits, bytes, expert, Field, none, u16, u24, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { tcpExperiments, tcpOptionKinds } from '../../names/tcp-options'
import { mptcpFields, mptcpTitle, readMptcp } from './tcp-mptcp'
import { probeTitle, readProbe, readTransparency, riverbedFields } from './tcp-riverbed'

/** One option in the tree: `TCP Option - …`. */
const item = (name: string, label: string): Field => new Field(name, `TCP Option - ${label}`, 'protocol', 0)

export const tcpOptionFields = {
  options: bytes('tcp.options', 'TCP Options', {
    help: 'What this end adds to the fixed header; most are only said in the opening SYN.',
  }),
  kind: u8('tcp.option_kind', 'Kind', { names: tcpOptionKinds, help: 'Which option this is.' }),
  optionLength: u8('tcp.option_len', 'Length', { help: 'Bytes of the option with kind and length.' }),
  eol: item('tcp.options.eol', 'End of Option List (EOL)'),
  nop: item('tcp.options.nop', 'No-Operation (NOP)'),
  mss: item('tcp.options.mss', 'Maximum segment size'),
  mssValue: u16('tcp.options.mss_val', 'MSS Value', {
    help: 'The most data that this end can take in one segment; said in the SYN only.',
  }),
  wscale: item('tcp.options.wscale', 'Window scale'),
  shift: u8('tcp.options.wscale.shift', 'Shift count', {
    help: 'Windows of this end count units of 2 to this power, if both ends sent the option.',
  }),
  multiplier: u16('tcp.options.wscale.multiplier', 'Multiplier', { generated: true }),
  sackPermitted: item('tcp.options.sack_perm', 'SACK permitted'),
  sack: item('tcp.options.sack', 'SACK'),
  sackLeft: u32('tcp.options.sack_le', 'TCP SACK Left Edge', {
    help: 'First byte of a range that has arrived although something before it is missing.',
  }),
  sackRight: u32('tcp.options.sack_re', 'TCP SACK Right Edge', { help: 'The byte behind that range.' }),
  sackCount: u8('tcp.options.sack.count', 'TCP SACK Count', { generated: true }),
  dsackLeft: u32('tcp.options.sack.dsack_le', 'TCP D-SACK Left Edge', {
    help: 'First byte of a range that arrived twice (RFC 2883).',
  }),
  dsackRight: u32('tcp.options.sack.dsack_re', 'TCP D-SACK Right Edge'),
  dsack: expert('tcp.options.sack.dsack', 'warn', 'Sequence', 'D-SACK Sequence'),
  echo: item('tcp.options.echo', 'Echo'),
  echoReply: item('tcp.options.echoreply', 'Echo reply'),
  echoValue: u32('tcp.options.echo_value', 'TCP Echo Option'),
  timestamp: item('tcp.options.timestamp', 'Timestamps'),
  tsval: u32('tcp.options.timestamp.tsval', 'Timestamp value', {
    help: "The sender's clock, in ticks of its own choice.",
  }),
  tsecr: u32('tcp.options.timestamp.tsecr', 'Timestamp echo reply', {
    help: 'The clock value last received from the other end: the difference tells the round trip.',
  }),
  cc: item('tcp.options.cc', 'CC'),
  ccNew: item('tcp.options.ccnew', 'CC.NEW'),
  ccEcho: item('tcp.options.ccecho', 'CC.ECHO'),
  ccValue: u32('tcp.options.cc_value', 'TCP CC Option'),
  md5: item('tcp.options.md5', 'TCP MD5 signature'),
  digest: bytes('tcp.options.md5.digest', 'MD5 digest', { help: 'Signature over the segment and a shared password.' }),
  userTimeout: item('tcp.options.user_to', 'User Timeout'),
  granularity: new Field(
    'tcp.options.user_to_granularity',
    'Granularity',
    'bool',
    0,
    { trueFalse: ['Minutes', 'Seconds'] },
    0x8000,
  ),
  timeout: bits('tcp.options.user_to_val', 'User Timeout', 0x7fff),
  ao: item('tcp.options.ao', 'TCP AO'),
  keyId: u8('tcp.options.ao.keyid', 'AO KeyID'),
  nextKeyId: u8('tcp.options.ao.rnextkeyid', 'AO RNextKeyID'),
  mac: bytes('tcp.options.ao.mac', 'AO MAC'),
  tfo: item('tcp.options.tfo', 'TCP Fast Open'),
  tfoSyn: expert('tcp.analysis.tfo_syn', 'note', 'Sequence', 'TCP SYN with TFO Cookie'),
  tfoRequest: none('tcp.options.tfo.request', 'Fast Open Cookie Request'),
  tfoCookie: bytes('tcp.options.tfo.cookie', 'Fast Open Cookie', {
    help: 'Proof from an earlier connection, with which data may travel in the SYN.',
  }),
  accEcn: item('tcp.options.acc_ecn', 'Accurate ECN'),
  ee0b: u24('tcp.options.acc_ecn.ee0b', 'Accurate ECN Echo ECT(0) Byte Counter'),
  eceb: u24('tcp.options.acc_ecn.eceb', 'Accurate ECN Echo CE Byte Counter'),
  ee1b: u24('tcp.options.acc_ecn.ee1b', 'Accurate ECN Echo ECT(1) Byte Counter'),
  experimental: item('tcp.options.experimental', 'Experimental'),
  experiment: u16('tcp.options.experimental.exid', 'Experiment Identifier', { display: 'hex', names: tcpExperiments }),
  experimentData: bytes('tcp.options.experimental.data', 'Data'),
  unknown: item('tcp.options.unknown', 'Unknown'),
  unknownPayload: bytes('tcp.options.unknown.payload', 'Payload'),
  badLength: expert('tcp.option.len.invalid', 'note', 'Sequence', 'Invalid length for option'),
  badShift: expert('tcp.options.wscale.shift.invalid', 'warn', 'Protocol', 'Window scale shift exceeds 14'),
  mssAbsent: expert('tcp.options.mss.absent', 'note', 'Protocol', 'The SYN packet does not contain a MSS option'),
  mssPresent: expert('tcp.options.mss.present', 'warn', 'Protocol', 'The non-SYN packet does contain a MSS option'),
  cutShort: expert('tcp.suboption_malformed', 'error', 'Malformed', 'suboption would go past end of option'),
  manyNops: expert('tcp.nop', 'warn', 'Protocol', '4 NOP in a row - a router may have removed some options'),
  behindEnd: expert(
    'tcp.non_zero_bytes_after_eol',
    'error',
    'Protocol',
    'Non zero bytes in option space after EOL option',
  ),
  ...mptcpFields,
  ...riverbedFields,
}
type F = typeof tcpOptionFields

/** What the options say that the rest of the segment needs. */
export interface Heard {
  /** Subtract from raw edges for relative ones: base of the other direction. */
  base: number
  acknowledgment: number
  syn: boolean
  /** The ACK flag is set. */
  acknowledges: boolean
}

interface Kind {
  field: keyof F
  /** The only length, or −least. */
  length: number
  /** Reads the value: the cursor is behind kind and length, the layer ends with the option. Returns what follows the title in the tree line. */
  read?: (p: Packet, f: F, heard: Heard) => string | void
  /** What follows the title before the value was read, should it be cut off. */
  title?: (p: Packet) => string
}

const KINDS: Readonly<Record<number, Kind>> = {
  2: {
    field: 'mss',
    length: 4,
    read(p, f) {
      const value = p.take(f.mssValue)
      p.sayMore(` MSS=${value}`)
      return `: ${value} bytes`
    },
  },
  3: {
    field: 'wscale',
    length: 3,
    read(p, f) {
      const record = p.records.count
      const value = p.take(f.shift)
      const shift = Math.min(value, 14)
      if (value > 14) {
        const was = p.wanted(f.shift) ? p.open(record) : p.open(-1)
        p.note(f.badShift)
        p.close(was)
      }
      p.set(f.multiplier, 2 ** shift, p.at - 1, 1)
      p.sayMore(` WS=${2 ** shift}`)
      return `: ${value} (multiply by ${2 ** shift})`
    },
  },
  4: { field: 'sackPermitted', length: 2, read: (p) => p.sayMore(' SACK_PERM') },
  5: { field: 'sack', length: -2, read: readSack },
  6: { field: 'echo', length: 6, read: readEcho },
  7: { field: 'echoReply', length: 6, read: readEcho },
  8: {
    field: 'timestamp',
    length: 10,
    read(p, f) {
      const value = p.take(f.tsval)
      const echo = p.take(f.tsecr)
      p.sayMore(` TSval=${value} TSecr=${echo}`)
      return `: TSval ${value}, TSecr ${echo}`
    },
  },
  11: { field: 'cc', length: 6, read: readCc },
  12: { field: 'ccNew', length: 6, read: readCc },
  13: { field: 'ccEcho', length: 6, read: readCc },
  19: {
    field: 'md5',
    length: 18,
    read(p, f) {
      p.sayMore(' MD5')
      p.take(f.digest, 16)
    },
  },
  28: {
    field: 'userTimeout',
    length: 4,
    read(p, f) {
      const word = p.peek(2)
      p.add(f.granularity, p.at, 2, word >>> 15)
      p.add(f.timeout, p.at, 2, word & 0x7fff)
      p.sayMore(` USER_TO=${word & 0x7fff}`)
    },
  },
  29: {
    field: 'ao',
    length: -4,
    read(p, f) {
      p.sayMore('TCP AO')
      p.take(f.keyId)
      p.take(f.nextKeyId)
      if (p.left) p.take(f.mac, p.left)
    },
  },
  30: { field: 'mptcp', length: -3, title: mptcpTitle, read: readMptcp },
  34: { field: 'tfo', length: -2, read: readFastOpen },
  76: { field: 'rvProbe', length: -3, title: probeTitle, read: readProbe },
  78: { field: 'rvTransparency', length: -16, read: readTransparency },
  172: { field: 'accEcn', length: -2, read: (p, f) => readAccurateEcn(p, f, 0) },
  174: { field: 'accEcn', length: -2, read: (p, f) => readAccurateEcn(p, f, 1) },
  253: { field: 'experimental', length: -4, read: readExperiment },
  254: { field: 'experimental', length: -4, read: readExperiment },
}
const OTHER: Kind = { field: 'unknown', length: -2 }

/** Reads all options from the cursor to `stop`. */
export function readOptions(p: Packet, f: F, stop: number, heard: Heard): void {
  const start = p.at
  const all = p.add(f.options, start, stop - start)
  p.label(all, `Options: (${stop - start} bytes)`)
  const was = p.open(all)
  const titles: string[] = []
  try {
    readList(p, f, stop, heard, titles)
  } finally {
    // Options that the capture cut off are missed by their names only.
    if (all >= 0 && p.drawing) p.label(all, [`Options: (${stop - start} bytes)`, ...titles].join(', '))
  }
  p.close(was)
  p.at = stop
}

/** The options up to `stop`; the layer may end before, where the packet was cut. */
function readList(p: Packet, f: F, stop: number, heard: Heard, titles: string[]): void {
  const { end } = p
  let nops = 0
  let sawMss = false
  while (p.at < stop) {
    const at = p.at
    const kind = p.peek(1)
    if (kind <= 1) {
      const field = kind === 0 ? f.eol : f.nop
      if (kind === 1 && ++nops === 4) p.note(f.manyNops)
      const record = p.add(field, at, 1)
      const inside = p.open(record)
      p.take(f.kind)
      p.close(inside)
      titles.push(field.label.slice(13))
      if (kind === 0) {
        if (p.at < stop && p.bytes[p.at] !== 0) {
          noteLine(p, f.behindEnd, 'Non-zero header padding', p.at, stop - p.at)
          return
        }
      }
      if (kind !== 1) nops = 0
      continue
    }
    nops = 0
    const rule = KINDS[kind] ?? OTHER
    const field = f[rule.field]
    const title = titleOf(kind, field)
    const length = at + 1 < stop ? p.peek(1, 1) : 0
    if (length < 2 || at + length > stop) {
      noteLine(p, f.badLength, `${title} ${lengthComplaint(length)}`, at, stop - at)
      break
    }
    if (kind === 2) sawMss = true
    const record = p.add(field, at, length)
    const inside = p.open(record)
    if (kind === 2 && !heard.syn) p.note(f.mssPresent)
    p.take(f.kind)
    const lengthRecord = p.records.count
    p.take(f.optionLength)
    p.end = Math.min(end, at + length)
    const fits = rule.length > 0 ? length === rule.length : length >= -rule.length
    if (fits) {
      if (rule.title && p.drawing) p.label(record, field.label + rule.title(p))
      const more = rule.read
        ? rule.read(p, f, heard)
        : length > 2
          ? void p.take(f.unknownPayload, length - 2)
          : undefined
      // tshark titles all kinds of an option alike.
      const title = kind === 7 ? f.echo.label : kind === 12 || kind === 13 ? f.cc.label : field.label
      if (more || title !== field.label) p.label(record, title + (more ?? ''))
    } else {
      const under = p.wanted(f.optionLength) ? p.open(lengthRecord) : p.open(-1)
      p.note(f.badLength, `option length should be ${rule.length > 0 ? '' : '>= '}${Math.abs(rule.length)}`)
      p.close(under)
    }
    p.end = end
    p.at = at + length
    titles.push(rule === OTHER ? `Unknown (0x${kind.toString(16).padStart(2, '0')})` : title)
    p.close(inside)
  }
  if (heard.syn && !sawMss) p.note(f.mssAbsent)
}

/** A line of its own with the note under it. */
function noteLine(p: Packet, note: Field, text: string, at: number, length: number): void {
  const was = p.open(p.text(text, at, length))
  p.note(note, text, at, length)
  p.close(was)
}

const titleOf = (kind: number, field: Field): string =>
  kind === 30 ? 'MPTCP' : field.label.startsWith('TCP Option - ') ? field.label.slice(13) : field.label

const lengthComplaint = (length: number): string =>
  length < 2
    ? `(with too-short option length = ${length} byte${length === 1 ? '' : 's'})`
    : `(option length = ${length} bytes says option goes past end of options)`

function readSack(p: Packet, f: F, { base, acknowledgment }: Heard): string {
  let text = ''
  let count = 0
  let twice: (() => void) | undefined
  while (p.left > 0) {
    if (p.left < 8) {
      noteLine(p, f.cutShort, f.cutShort.label, p.at, p.left)
      p.need(8)
    }
    const at = p.at
    const left = (p.peek(4) - base) >>> 0
    const right = (p.peek(4, 4) - base) >>> 0
    p.skip(8)
    const first = p.add(f.sackLeft, at, 4, left)
    p.label(first, `left edge = ${left} (relative)`)
    const second = p.add(f.sackRight, at + 4, 4, right)
    p.label(second, `right edge = ${right} (relative)`)
    // RFC 2883: a first block at or below the acknowledgement tells of bytes received twice.
    if (count === 0 && ((right - acknowledgment) | 0) <= 0)
      twice = () => {
        p.label(p.set(f.dsackLeft, left, at, 4), `D-SACK Left Edge = ${left} (relative)`)
        p.label(p.set(f.dsackRight, right, at + 4, 4), `D-SACK Right Edge = ${right} (relative)`)
        noteLine(p, f.dsack, 'D-SACK Sequence', at, 8)
      }
    text += ` ${left}-${right}`
    p.sayMore(` SLE=${left} SRE=${right}`)
    count++
  }
  p.set(f.sackCount, count)
  twice?.()
  return text
}

function readEcho(p: Packet, f: F): string {
  const value = p.take(f.echoValue)
  p.sayMore(` ECHO=${value}`)
  return `: ${value}`
}

function readCc(p: Packet, f: F): void {
  p.sayMore(` CC=${p.take(f.ccValue)}`)
}

function readFastOpen(p: Packet, f: F, { syn, acknowledges }: Heard): void {
  if (p.left === 0) {
    p.add(f.tfoRequest, p.at, 0)
    p.sayMore(' TFO=R')
  } else {
    p.sayMore(' TFO=C')
    const cookie = p.add(f.tfoCookie, p.at, p.left)
    p.skip(p.left)
    if (syn && !acknowledges) {
      const was = p.open(cookie)
      p.note(f.tfoSyn)
      p.close(was)
    }
  }
}

/** RFC 9768 bis: three counters of 24 bits, of which the last may be missing. */
function readAccurateEcn(p: Packet, f: F, order: 0 | 1): string {
  let text = ''
  const fields =
    order === 0
      ? ([
          ['EE0B', f.ee0b],
          ['ECEB', f.eceb],
          ['EE1B', f.ee1b],
        ] as const)
      : ([
          ['EE1B', f.ee1b],
          ['ECEB', f.eceb],
          ['EE0B', f.ee0b],
        ] as const)
  for (const [name, field] of fields) {
    if (p.left < 3) break
    const value = p.take(field)
    p.sayMore(` ${name}=${value}`)
    text += `${text ? ',' : ''} ${name} ${value}`
  }
  return ` (Order ${order})${text ? ':' + text : ''}`
}

function readExperiment(p: Packet, f: F, heard: Heard): string {
  const id = p.take(f.experiment)
  if (id === 0xf989) readFastOpen(p, f, heard)
  else {
    p.sayMore(` ExID=${id.toString(16).padStart(4, '0')}`)
    if (p.left) p.take(f.experimentData, p.left)
  }
  return `: ${tcpExperiments[id] ?? 'Unknown'}`
}
