/** PCCC inside CIP (Allen-Bradley DF1 Protocol and Command Set, 1770-RM516): commands of older controllers. */
import { bits, bytes, u16, u32, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const hexed = { display: 'hex' } as const
const diagnostics: Readonly<Record<number, string>> = {
  0x00: 'Echo',
  0x01: 'Read diagnostic counters',
  0x02: 'Set variables',
  0x03: 'Diagnostic status',
  0x04: 'Set timeout',
  0x05: 'Set NAKs',
  0x06: 'Set ENQs',
  0x07: 'Read diagnostic counters',
  0x08: 'Set data table size',
  0x09: 'Read link parameters',
  0x0a: 'Set link parameters',
}
const typed: Readonly<Record<number, string>> = {
  0x00: 'Word range write',
  0x01: 'Word range read',
  0x02: 'Bit write',
  0x67: 'Typed write',
  0x68: 'Typed read',
  0xa1: 'Protected typed logical read with two address fields',
  0xa2: 'Protected typed logical read with three address fields',
  0xa9: 'Protected typed logical write with two address fields',
  0xaa: 'Protected typed logical write with three address fields',
}

export const cippccc = protocol({
  name: 'cippccc',
  title: 'CIP PCCC Object',
  column: 'CIP PCCC',
  shortName: 'CIPPCCC',
  spec: '1770-RM516',
  uses: ['cip'],
  fields: {
    way: bits('cip.pccc.rr', 'Request/Response', 0x80, { ...hexed, names: { 0: 'Request', 1: 'Response' } }),
    service: bits('cip.pccc.sc', 'Service', 0x7f, { ...hexed, names: { 0x4b: 'Execute PCCC' } }),
    idLength: u8('cip.pccc.req.id.len', 'Requestor ID Length', hexed),
    vendor: u16('cip.pccc.cip.vend.id', 'CIP Vendor ID', { ...hexed, little: true }),
    serial: u32('cip.pccc.cip.serial.num', 'CIP Serial Number', { ...hexed, little: true }),
    command: u8('cip.pccc.cmd.code', 'Command Code', hexed),
    response: u8('cip.pccc.resp.code', 'Response Code', hexed),
    status: u8('cip.pccc.gs.status', 'Status', { ...hexed, names: { 0: 'Success' } }),
    extended: u8('cip.pccc.es.status', 'Extended Status', hexed),
    transaction: u16('cip.pccc.tns.code', 'Transaction Code', { ...hexed, little: true }),
    function06: u8('cip.pccc.fnc.code_06', 'Function Code', { ...hexed, names: diagnostics }),
    function07: u8('cip.pccc.fnc.code_07', 'Function Code', hexed),
    function0f: u8('cip.pccc.fnc.code_0f', 'Function Code', { ...hexed, names: typed }),
    data: bytes('cip.pccc.data', 'Data'),
  },
  decode(p, _, f) {
    if (p.first) return p.leaveOpen()
    // The service stands in front, before the path or the status of CIP.
    const { at } = p
    const start = p.layerBase[p.layer - 1]!
    const service = p.bytes[start]!
    const isResponse = service > 0x7f
    const which = isResponse ? 'Response' : 'Request'
    const line = p.open(p.text(`Service: Execute PCCC (${which})`, start, 1))
    p.hide(f.way, start, 1, service >>> 7)
    p.add(f.service, start, 1, service & 0x7f)
    p.close(line)
    const length = p.peek(1)
    const id = p.open(p.text('Requestor ID', at, length))
    p.take(f.idLength)
    p.take(f.vendor)
    p.take(f.serial)
    p.at = at + Math.max(length, 7)
    p.need(4)
    p.close(id)
    const group = p.open(p.text(`PCCC ${isResponse ? 'Response' : 'Command'} Data`, p.at, p.left))
    const command = p.take(isResponse ? f.response : f.command)
    const status = p.take(f.status)
    p.take(f.transaction)
    if (isResponse) {
      if (status === 0xf0 && p.left) p.take(f.extended)
      if (p.left) {
        const inner = p.open(p.text('Function Specific Response Data', p.at, p.left))
        p.take(f.data, p.left)
        p.close(inner)
      }
    } else if (p.left) {
      const field =
        command === 6 ? f.function06 : command === 7 ? f.function07 : command === 15 ? f.function0f : undefined
      if (field) {
        const code = p.take(field)
        const names = field.options.names as Record<number, string> | undefined
        const name = names?.[code]
        p.sayMore(name ? ` - ${name}` : ` - Unknown Function (0x${code.toString(16).padStart(2, '0')})`)
      }
      if (p.left) p.take(f.data, p.left)
    }
    p.close(group)
  },
})
