/** RFC 3173, IPComp: compressed payloads of IP. They stay as they are: which method was agreed on is told elsewhere. */
import { u16, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { ipProtocolName } from '../../names/ip-protocols'

const methods: Readonly<Record<number, string>> = { 1: 'OUI', 2: 'DEFLATE', 3: 'LZS', 4: 'LZJH' }
const name = (v: number): string => methods[v] ?? 'Unknown'

export const ipcomp = protocol({
  name: 'ipcomp',
  title: 'IP Payload Compression',
  column: 'IPComp',
  spec: 'RFC 3173',
  over: { 'ip.proto': [108] },
  header: {
    next: u8('ipcomp.next_header', 'Next Header', { display: 'hex', names: ipProtocolName }),
    flags: u8('ipcomp.flags', 'IPComp Flags', { display: 'hex' }),
    method: u16('ipcomp.cpi', 'IPComp CPI', { display: 'hex', names: name, help: 'How it is compressed.' }),
  },
  decode(p) {
    p.rest()
  },
  summary: (p, h) => {
    const method = p.u16(h.method)
    return methods[method]
      ? `IPComp (CPI=${methods[method]})`
      : `IPComp (CPI=0x${method.toString(16).padStart(4, '0')})`
  },
})
