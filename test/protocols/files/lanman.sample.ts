// Lists of servers and shares, asked for through \PIPE\LANMAN in transactions of SMB.
import { be16, bytes, ethernet, fromHex, ipv4, tcp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const le16 = (n: number): Uint8Array => bytes(n & 255, n >> 8)
const le32 = (n: number): Uint8Array => bytes(le16(n & 0xffff), le16(n >>> 16))
const ascii = (text: string, size = text.length + 1): Uint8Array => {
  const made = new Uint8Array(size)
  for (let i = 0; i < text.length; i++) made[i] = text.charCodeAt(i)
  return made
}
const header = (isResponse: boolean, mid: number): Uint8Array =>
  bytes(fromHex('ff534d4225'), le32(0), isResponse ? 0x88 : 0x08, le16(0x4001), new Uint8Array(12), le16(1), le16(2), le16(3), le16(mid)) // prettier-ignore

let sent = 1
let answered = 1
function segment(isResponse: boolean, smb: Uint8Array): Uint8Array {
  const nbss = bytes(0, 0, be16(smb.length), smb)
  const from = isResponse ? '192.0.2.2' : '192.0.2.1'
  const to = isResponse ? '192.0.2.1' : '192.0.2.2'
  const ports = isResponse ? { source: 139, destination: 40000 } : { source: 40000, destination: 139 }
  const places = isResponse
    ? { sequence: answered, acknowledgment: sent }
    : { sequence: sent, acknowledgment: answered }
  if (isResponse) answered += nbss.length
  else sent += nbss.length
  return ethernet({}, ipv4({ source: from, destination: to }, tcp({ ...ports, ...places, flags: 0x18 }, nbss)))
}
function request(mid: number, parameters: Uint8Array): Uint8Array {
  const name = ascii('\\PIPE\\LANMAN')
  const at = 32 + 1 + 28 + 2 + name.length
  const words = bytes(
    le16(parameters.length), le16(0), le16(8), le16(4096), 0, 0, le16(0), le32(0), le16(0),
    le16(parameters.length), le16(at), le16(0), le16(0), 0, 0,
  ) // prettier-ignore
  return segment(false, bytes(header(false, mid), 14, words, le16(name.length + parameters.length), name, parameters))
}
function response(mid: number, parameters: Uint8Array, data: Uint8Array): Uint8Array {
  const at = 32 + 1 + 20 + 2 + 1
  const words = bytes(
    le16(parameters.length), le16(data.length), le16(0), le16(parameters.length), le16(at), le16(0),
    le16(data.length), le16(at + parameters.length), le16(0), 0, 0,
  ) // prettier-ignore
  return segment(
    true,
    bytes(header(true, mid), 10, words, le16(1 + parameters.length + data.length), 0, parameters, data),
  )
}
const asked = (code: number, form: string, returned: string, ...rest: (number | Uint8Array)[]): Uint8Array =>
  bytes(le16(code), ascii(form), ascii(returned), ...rest)
const server = (name: string, version: number[], types: number, comment: number): Uint8Array =>
  bytes(ascii(name, 16), ...version, le32(types), le32(comment))
const share = (name: string, type: number, comment: number): Uint8Array =>
  bytes(ascii(name, 13), 0, le16(type), le32(comment))

const CONVERT = 0x100
const servers = bytes(
  server('ONE', [6, 1], 0x80102b, CONVERT + 52),
  server('TWO', [5, 1], 0x51003, CONVERT + 58),
  ascii('First'),
  ascii(''),
)
const shares = bytes(share('PUBLIC', 0, CONVERT + 40), share('IPC$', 3, CONVERT + 48), ascii('For all'), ascii('Pipes'))

export const samples: Samples = {
  'servers and shares': [
    1,
    [
      request(1, asked(104, 'WrLehDz', 'B16BBDz', le16(1), le16(4096), le32(0x203), ascii('CTF'))), // servers of a kind
      response(1, bytes(le16(0), le16(CONVERT), le16(2), le16(2)), servers), // two of them
      request(2, asked(0, 'WrLeh', 'B13BWz', le16(1), le16(4096))), // shares
      response(2, bytes(le16(0), le16(CONVERT), le16(2), le16(2)), shares), // a folder and a pipe
      request(3, asked(104, 'WrLehDO', 'B16BBDz', le16(1), le16(4096), le32(0x80000000))), // servers of any domain
      response(3, bytes(le16(0), le16(CONVERT), le16(9), le16(9)), servers.subarray(0, 30)), // a count that lies
    ],
  ],
}
