/** MS-TDS, Tabular Data Stream: how SQL Server is asked. Packets of a message, their kinds, logins that go before, and the text of a batch. */
import { bit, string, u16, u8 } from '../../dissect/field'
import { lengthKnown, protocol } from '../../dissect/protocol'

const types: Readonly<Record<number, string>> = {
  1: 'SQL batch',
  2: 'TDS4/5 login',
  3: 'Remote Procedure Call',
  4: 'Response',
  6: 'Attention',
  7: 'Bulk load data',
  14: 'Transaction Manager Request',
  15: 'TDS5 query',
  16: 'TDS7 login',
  17: 'SSPI message',
  18: 'TDS7 pre-login message',
  23: 'TLS exchange',
}
const HEADER = 8
const PRELOGIN = 18
const BATCH = 1
const set = (name: string, label: string, mask: number) => bit(name, label, mask)

export const tds = protocol({
  name: 'tds',
  title: 'Tabular Data Stream',
  column: 'TDS',
  spec: 'MS-TDS',
  over: { 'tcp.port': [1433, 2433] },
  looks: (p) => p.left >= HEADER && types[p.peek(1)] !== undefined && p.peek(1, 1) <= 31 && p.peek(2, 2) >= HEADER,
  messages: lengthKnown(4, (p) => Math.max(HEADER, p.peek(2, 2))),
  header: {
    type: u8('tds.type', 'Type', { names: types, help: 'What the client wants; all answers are 4.' }),
    status: u8('tds.status', 'Status', {
      display: 'hex',
      of: {
        last: set('tds.status.eom', 'End of message', 1),
        ignore: set('tds.status.ignore', 'Ignore this event', 2),
        event: set('tds.status.event_notif', 'Event notification', 4),
        reset: set('tds.status.reset_conn', 'Reset connection', 8),
        keep: set('tds.status.reset_conn_skip_tran', 'Reset connection keeping transaction state', 16),
      },
    }),
    length: u16('tds.length', 'Length'),
    channel: u16('tds.channel', 'Channel'),
    number: u8('tds.packet_number', 'Packet Number'),
    window: u8('tds.window', 'Window'),
  },
  fields: {
    token: u8('tds.prelogin.option.token', 'Option Token', {
      names: {
        0: 'Version',
        1: 'Encryption',
        2: 'InstOpt',
        3: 'ThreadID',
        4: 'MARS',
        5: 'TraceID',
        6: 'FedAuthRequired',
        7: 'NonceOpt',
        255: 'Terminator',
      },
      help: 'What both ends agree on before the login.',
    }),
    offset: u16('tds.prelogin.option.offset', 'Option offset'),
    optionLength: u16('tds.prelogin.option.length', 'Option length'),
    query: string('tds.query', 'Query', { help: 'What is asked, in SQL.' }),
  },
  decode(p, h, f) {
    if (p.nth()) p.fence()
    const type = p.u8(h.type)
    const isLast = (p.u8(h.status) & 1) === 1
    if (p.columns) p.say(`${types[type] ?? `Unknown Packet Type: ${type}`}${isLast ? '' : ' (Not last buffer)'}`)
    p.limit(p.u16(h.length) - HEADER)
    // A part of a message that goes on in the next packet.
    if (!isLast) return p.rest()
    if (p.first) return
    if (type === PRELOGIN)
      while (p.left) {
        if (p.take(f.token) === 255) break
        p.take(f.offset)
        p.take(f.optionLength)
      }
    else if (type === BATCH && p.left >= 2) {
      // Headers of all streams come first in newer versions: their length in four bytes.
      const headers = p.left >= 4 ? p.bytes[p.at]! + 256 * p.bytes[p.at + 1]! : 0
      if (headers === 22 && p.left > 22) p.skip(22)
      let text = ''
      for (let at = p.at; at + 1 < p.end; at += 2) text += String.fromCharCode(p.bytes[at]! + 256 * p.bytes[at + 1]!)
      p.add(f.query, p.at, p.left, text)
      p.skip(p.left)
    }
    p.at = p.end
  },
})
