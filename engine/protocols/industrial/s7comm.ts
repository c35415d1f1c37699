/** S7comm, the protocol of Siemens S7-300/400 PLCs over ISO transport (public descriptions): variables read and written, blocks, diagnostics. */
import { bit, bits, bytes, none, string, u16, u24, u32, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { latin } from '../kit/lines'
import {
  areas,
  blockTypes,
  codes,
  errorClasses,
  functions,
  groups,
  kinds,
  programs,
  sizes,
  subfunctions,
  transports,
} from './s7comm-names'

const JOB = 1
const REPLY = 3
const USER = 7

export const s7comm = protocol({
  name: 's7comm',
  title: 'S7 Communication',
  spec: 'Public descriptions of S7comm',
  heuristic: ['cotp'],
  looks: (p) => p.peek(1) === 0x32 && [1, 2, 3, 7].includes(p.peek(1, 1)) && p.left >= 10,
  fields: {
    header: none('s7comm.header', 'Header'),
    protocolId: u8('s7comm.header.protid', 'Protocol Id', { display: 'hex' }),
    kind: u8('s7comm.header.rosctr', 'ROSCTR', {
      names: kinds,
      help: 'A job asks, Ack_Data answers it; userdata is everything newer.',
    }),
    redundancy: u16('s7comm.header.redid', 'Redundancy Identification (Reserved)', { display: 'hex' }),
    reference: u16('s7comm.header.pduref', 'Protocol Data Unit Reference', {
      help: 'The answer repeats that of the job.',
    }),
    parameterLength: u16('s7comm.header.parlg', 'Parameter length'),
    dataLength: u16('s7comm.header.datlg', 'Data length'),
    errorClass: u8('s7comm.header.errcls', 'Error class', { display: 'hex', names: errorClasses }),
    errorCode: u8('s7comm.header.errcod', 'Error code', { display: 'hex' }),
    parameter: none('s7comm.param', 'Parameter'),
    function: u8('s7comm.param.func', 'Function', {
      display: 'hex',
      names: functions,
      help: 'What the PLC is asked to do.',
    }),
    setupReserved: u8('s7comm.param.setup_reserved1', 'Reserved', { display: 'hex' }),
    calling: u16('s7comm.param.maxamq_calling', 'Max AmQ (parallel jobs with ack) calling'),
    called: u16('s7comm.param.maxamq_called', 'Max AmQ (parallel jobs with ack) called'),
    pduLength: u16('s7comm.param.pdu_length', 'PDU length', { help: 'Longest message that both can take.' }),
    itemCount: u8('s7comm.param.itemcount', 'Item count'),
    parameterData: bytes('s7comm.param.data', 'Parameter data'),
    item: none('s7comm.param.item', 'Item'),
    specification: u8('s7comm.param.item.varspec', 'Variable specification', { display: 'hex' }),
    specificationLength: u8('s7comm.param.item.varspec_length', 'Length of following address specification'),
    syntax: u8('s7comm.param.item.syntaxid', 'Syntax Id', {
      display: 'hex',
      names: { 0x10: 'S7ANY', 0xb0: 'DBREAD', 0xb2: '1200SYM' },
    }),
    size: u8('s7comm.param.item.transp_size', 'Transport size', { names: sizes }),
    length: u16('s7comm.param.item.length', 'Length'),
    db: u16('s7comm.param.item.db', 'DB number', { help: 'Which data block.' }),
    area: u8('s7comm.param.item.area', 'Area', {
      display: 'hex',
      names: areas,
      help: 'Which memory of the PLC is meant: inputs, outputs, flags or data blocks.',
    }),
    address: u24('s7comm.param.item.address', 'Address', { display: 'hex' }),
    addressByte: bits('s7comm.param.item.address.byte', 'Byte Address', 0x07fff8),
    addressBit: bits('s7comm.param.item.address.bit', 'Bit Address', 0x000007),
    data: none('s7comm.data', 'Data'),
    dataItem: none('s7comm.data.item', 'Item'),
    code: u8('s7comm.data.returncode', 'Return code', { display: 'hex', names: codes }),
    transport: u8('s7comm.data.transportsize', 'Transport size', { display: 'hex', names: transports }),
    itemLength: u16('s7comm.data.length', 'Length'),
    value: bytes('s7comm.resp.data', 'Data', { help: 'The value read or written.' }),
    fill: u8('s7comm.data.fillbyte', 'Fill byte', { display: 'hex' }),
    userData: bytes('s7comm.data.userdata', 'Data'),
    userHead: u24('s7comm.param.userdata.head', 'Parameter head', { display: 'hex' }),
    userLength: u8('s7comm.param.userdata.length', 'Parameter length'),
    method: u8('s7comm.param.userdata.reqres1', 'Method (Request/Response)', {
      display: 'hex',
      names: { 0x11: 'Req', 0x12: 'Res' },
    }),
    userType: bits('s7comm.param.userdata.type', 'Type', 0xf0, { names: { 0: 'Push', 4: 'Request', 8: 'Response' } }),
    group: bits('s7comm.param.userdata.funcgroup', 'Function group', 0x0f, { names: groups }),
    subfunction: u8('s7comm.param.userdata.subfunc', 'Subfunction'),
    sequence: u8('s7comm.param.userdata.seq_num', 'Sequence number'),
    unit: u8('s7comm.param.userdata.dataunitref', 'Data unit reference number'),
    lastUnit: u8('s7comm.param.userdata.lastdataunit', 'Last data unit', {
      display: 'hex',
      names: { 0: 'Yes', 1: 'No' },
    }),
    userError: u16('s7comm.param.errcod', 'Error code', { display: 'hex', names: { 0: 'No error' } }),
    number: u24('s7comm.param.item.address.number', 'Number (T/C/BLOCK)'),
    status: u8('s7comm.param.blockcontrol.functionstatus', 'Function Status', {
      display: 'hex',
      of: {
        more: bit('s7comm.param.blockcontrol.functionstatus.more', 'More data following', 1),
        failed: bit('s7comm.param.blockcontrol.functionstatus.error', 'Error', 2),
      },
    }),
    blockUnknown: bytes('s7comm.data.blockcontrol.unknown1', 'Unknown byte(s) in blockcontrol'),
    blockError: u16('s7comm.data.blockcontrol.errorcode', 'Errorcode', { display: 'hex', names: { 0: 'No error' } }),
    upload: u32('s7comm.data.blockcontrol.uploadid', 'UploadID', { display: 'hex' }),
    fileLength: u8('s7comm.param.blockcontrol.filename_len', 'Filename Length'),
    file: string('s7comm.param.blockcontrol.filename', 'Filename', { help: 'Which block of a program is moved.' }),
    fileKind: string('s7comm.data.blockcontrol.file_identifier', 'File identifier'),
    blockType: string('s7comm.data.blockcontrol.block_type', 'Block type'),
    blockNumber: string('s7comm.data.blockcontrol.block_number', 'Block number'),
    fileSystem: string('s7comm.data.blockcontrol.dest_filesys', 'Destination filesystem'),
    secondLength: u8('s7comm.data.blockcontrol.part2_len', 'Length part 2'),
    secondUnknown: string('s7comm.data.blockcontrol.part2_unknown', 'Unknown char before load mem'),
    loadMemory: string('s7comm.data.blockcontrol.loadmem_len', 'Length of load memory'),
    codeLength: string('s7comm.data.blockcontrol.mc7code_len', 'Length of MC7 code'),
    sizeLength: u8('s7comm.param.blockcontrol.upl_lenstring_len', 'Blocklengthstring Length'),
    size7: string('s7comm.param.blockcontrol.upl_lenstring', 'Blocklength'),
    startUnknown: bytes('s7comm.param.pistart.unknown1', 'Unknown bytes'),
    startLength: u16('s7comm.param.pistart.parameterblock_len', 'Parameter block length'),
    startBlock: none('s7comm.param.pistart.parameterblock', 'Parameter block'),
    nameLength: u8('s7comm.param.pi.n_x.string_len', 'String length'),
    stopLength: u8('s7comm.data.plccontrol.part2_len', 'Length part 2'),
    service: string('s7comm.param.pistart.servicename', 'PI (program invocation) Service', {
      help: 'What the PLC is to run or stop.',
    }),
    listId: u16('s7comm.szl.id', 'SZL-ID', { display: 'hex' }),
    listIndex: u16('s7comm.szl.index', 'SZL-Index', { display: 'hex' }),
  },
  decode(p, _, f) {
    const kind = p.peek(1, 1)
    const size = kind === 2 || kind === REPLY ? 12 : 10
    if (p.nth() > 0 && p.info) p.fence(' ')
    const row = p.add(f.header, p.at, size)
    p.label(row, `Header: (${kinds[kind]})`)
    let was = p.open(row)
    p.take(f.protocolId)
    p.take(f.kind)
    p.take(f.redundancy)
    p.take(f.reference)
    const parameter = p.take(f.parameterLength)
    const data = p.take(f.dataLength)
    const error = size === 12 ? p.take(f.errorClass) * 256 + p.take(f.errorCode) : 0
    p.close(was)
    const failed = error ? ` -> Errorcode:[0x${error.toString(16).padStart(4, '0')}]` : ''
    if (p.columns) p.say(`ROSCTR:[${kinds[kind]!.padEnd(8)}]${parameter ? '' : failed}`)
    if (!parameter) return
    p.need(parameter)
    if (kind === USER) return user(p, parameter, data)
    const code = p.peek(1)
    const name = functions[code] ?? `Unknown function: 0x${code.toString(16).padStart(2, '0')}`
    if (p.columns) p.sayMore(` Function:[${name}]${failed}`)
    const line = p.add(f.parameter, p.at, parameter)
    p.label(line, `Parameter: (${name})`)
    was = p.open(line)
    p.part(parameter, () => parameters(p, code, kind))
    p.close(was)
    if (!data || !p.left) return
    const body = p.add(f.data, p.at, data)
    p.label(body, 'Data')
    was = p.open(body)
    p.part(data, () => values(p, code, kind))
    p.close(was)
  },
})

function parameters(p: Packet, code: number, kind: number): void {
  const { f } = s7comm
  p.take(f.function)
  if (code === 0xf0) {
    p.take(f.setupReserved)
    p.take(f.calling)
    p.take(f.called)
    p.take(f.pduLength)
  } else if (code === 4 || code === 5) {
    const count = p.take(f.itemCount)
    if (kind === JOB) for (let i = 0; i < count && p.left >= 2; i++) item(p, i)
  } else if (code >= 0x1a && code <= 0x1f) block(p, code, kind)
  else if (kind === JOB && (code === 0x28 || code === 0x29)) program(p, code)
  if (p.left) p.take(f.parameterData, p.left)
}

function item(p: Packet, index: number): void {
  const { f } = s7comm
  const length = 2 + p.peek(1, 1)
  const row = p.add(f.item, p.at, length)
  p.label(row, `Item [${index + 1}]`)
  const was = p.open(row)
  p.part(length, () => {
    p.take(f.specification)
    p.take(f.specificationLength)
    const syntax = p.take(f.syntax)
    if (syntax !== 0x10 || p.left < 9) return
    const size = p.take(f.size)
    const count = p.take(f.length)
    const db = p.take(f.db)
    const area = p.take(f.area)
    const address = p.peek(3)
    const inner = p.open(p.add(f.address, p.at, 3, address))
    if (area === 0x1c || area === 0x1d) {
      p.add(f.number, p.at, 3, address & 0xffff)
      p.close(inner)
      p.label(row, `Item [${index + 1}]: (${area === 0x1c ? 'C' : 'T'} ${address & 0xffff})`)
      return p.skip(3)
    }
    p.add(f.addressByte, p.at, 3, (address >> 3) & 0xffff)
    p.add(f.addressBit, p.at, 3, address & 7)
    p.close(inner)
    p.skip(3)
    const place = `${(address >> 3) & 0xffff}.${address & 7}`
    const where =
      area === 0x84 ? `DB ${db}.DBX ` : area === 0x81 ? 'I ' : area === 0x82 ? 'Q ' : area === 0x83 ? 'M ' : ''
    p.label(row, `Item [${index + 1}]: (${where}${place} ${sizes[size] ?? 'Unknown'} ${count})`)
  })
  p.close(was)
}

/** Blocks of a program going to the PLC or coming from it. */
function block(p: Packet, code: number, kind: number): void {
  const { f } = s7comm
  if (!p.left) return
  p.take(f.status)
  if (!p.left || (kind !== JOB && code !== 0x1d)) return
  if (code === 0x1f || code === 0x1c) p.take(f.blockError)
  else p.take(f.blockUnknown, 2)
  p.take(f.upload)
  if (kind !== JOB) {
    if (p.left) p.take(f.size7, p.take(f.sizeLength))
    return
  }
  if (code === 0x1e || code === 0x1f || !p.left) return
  const length = p.take(f.fileLength)
  p.need(length)
  fileName(p, length)
  if (code !== 0x1a || !p.left) return
  const second = p.take(f.secondLength)
  if (second < 13) return
  p.take(f.secondUnknown, 1)
  p.take(f.loadMemory, 6)
  p.take(f.codeLength, 6)
}

/** `_0A00001A`: a module, its type, its number, and where it lies. */
function fileName(p: Packet, length: number): void {
  const { f } = s7comm
  const at = p.at
  const row = p.add(f.file, at, length)
  p.skip(length)
  if (length !== 9) return
  const name = latin(p.bytes, at, at + length)
  const kind = blockTypes[name.slice(1, 3)] ?? 'Unknown Block type'
  const number = /^[0-9]{5}$/.test(name.slice(3, 8)) ? String(Number(name.slice(3, 8))) : name.slice(3, 8)
  const where = {
    P: 'Passive (copied, but not chained) module',
    A: 'Active embedded module',
    B: 'Active as well as passive module',
  }
  if (p.columns) p.sayMore(` -> Block:[${kind}${number}]`)
  p.label(row, `Filename: ${name} [${kind}${number}]`)
  const was = p.open(row)
  const drawn = (field: typeof f.file, from: number, to: number, says: string | undefined): void =>
    p.label(p.add(field, at + from, to - from), `${field.label}: ${name.slice(from, to)}${says ? ` (${says})` : ''}`)
  drawn(f.fileKind, 0, 1, { _: 'Complete Module', $: 'Module header for up-loading' }[name[0]!] ?? 'Unknown')
  drawn(f.blockType, 1, 3, kind)
  drawn(f.blockNumber, 3, 8, undefined)
  drawn(f.fileSystem, 8, 9, where[name[8] as keyof typeof where] ?? 'Unknown')
  p.close(was)
}

/** Starting and stopping programs, by their names. */
function program(p: Packet, code: number): void {
  const { f } = s7comm
  if (code === 0x29) {
    p.take(f.startUnknown, 5)
    return void p.take(f.service, p.take(f.stopLength))
  }
  p.take(f.startUnknown, 7)
  const length = p.take(f.startLength)
  p.need(length)
  const argument = latin(p.bytes, p.at, p.at + length)
  p.label(p.add(f.startBlock, p.at, length), `Parameter block: (${argument})`)
  p.skip(length)
  const size = p.take(f.nameLength)
  const name = latin(p.bytes, p.at, p.at + Math.min(size, p.left))
  const row = p.row(f.parameter)
  p.label(row, `Parameter: (PI-Service) -> ${name}(${argument})`)
  const says = programs[name]
  const line = p.add(f.service, p.at, size)
  if (says) p.label(line, `${f.service.label}: ${name} [PI-Service ${name} (${says})]`)
  p.skip(size)
  if (p.columns) p.sayMore(` -> ${name}(${argument})`)
}

/** Values: what was read (in an answer), or is to be written. */
function values(p: Packet, code: number, kind: number): void {
  const { f } = s7comm
  const isWriteReply = code === 5 && kind === REPLY
  for (let i = 0; p.left > 0; i++) {
    if (code !== 4 && code !== 5) return void p.take(f.userData, p.left)
    const result = p.peek(1)
    const row = p.add(f.dataItem, p.at, 1)
    p.label(row, `Item [${i + 1}]: (${codes[result] ?? 'Unknown'})`)
    const was = p.open(row)
    p.take(f.code)
    if (!isWriteReply && p.left >= 3) {
      const transport = p.take(f.transport)
      const said = p.peek(2)
      // Counted in bits, but for octets and real numbers.
      const length = transport >= 3 && transport <= 5 ? (said + 7) >> 3 : said
      p.label(p.add(f.itemLength, p.at, 2, length), `Length: ${length}`)
      p.skip(2)
      p.take(f.value, Math.min(length, p.left))
      if (length & 1 && p.left) p.take(f.fill)
    }
    p.close(was, true)
  }
}

function user(p: Packet, length: number, data: number): void {
  const { f } = s7comm
  const row = p.add(f.parameter, p.at, length)
  const was = p.open(row)
  let group = 0
  let sub = 0
  let type = 0
  p.part(length, () => {
    if (length < 8) return
    p.take(f.userHead)
    p.take(f.userLength)
    p.take(f.method)
    const both = p.peek(1)
    type = both >> 4
    group = both & 15
    p.add(f.userType, p.at, 1, type)
    p.add(f.group, p.at, 1, group)
    p.skip(1)
    sub = p.peek(1)
    const name = subfunctions[group]?.[sub]
    p.label(p.add(f.subfunction, p.at, 1, sub), `Subfunction: ${name ?? 'Unknown'} (${sub})`)
    p.skip(1)
    p.take(f.sequence)
    if (p.left >= 4) {
      p.take(f.unit)
      p.take(f.lastUnit)
      p.take(f.userError)
    }
    const way = type === 4 ? 'Request' : type === 8 ? 'Response' : 'Push'
    const family = groups[group] ?? 'Unknown'
    if (p.columns) p.sayMore(` Function:[${way}] -> [${family}]${name ? ` -> [${name}]` : ''}`)
    p.label(row, `Parameter: (${way}) ->(${family})${name ? ` ->(${name})` : ''}`)
  })
  p.close(was)
  if (!data || p.left < 4) return
  const inner = p.open(p.add(f.data, p.at, data))
  p.take(f.code)
  p.take(f.transport)
  const size = p.take(f.itemLength)
  if (group === 4 && sub === 1 && p.left >= 4 && size >= 4) {
    const id = p.take(f.listId)
    const index = p.take(f.listIndex)
    const word = (n: number): string => `0x${n.toString(16).padStart(4, '0')}`
    if (p.columns) p.sayMore(` ID=${word(id)} Index=${word(index)}`)
  }
  if (p.left) p.take(f.userData, p.left)
  p.close(inner)
}
