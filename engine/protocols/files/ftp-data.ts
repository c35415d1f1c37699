/** RFC 959, section 3.2: what FTP moves over the connections that its control connection agreed on. */
import { framenum, string } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversationReaders } from '../../flows/readers'
import { nextAsLines } from '../web/media'
import type { Transfer } from './ftp-transfers'

export const ftpData = protocol({
  name: 'ftp-data',
  title: 'FTP Data',
  spec: 'RFC 959',
  over: { 'tcp.port': [20] },
  fields: {
    setupFrame: framenum('ftp-data.setup-frame', 'Setup frame', {
      generated: true,
      help: 'The packet of the control connection that agreed on this one.',
    }),
    method: string('ftp-data.setup-method', 'Setup method', {
      generated: true,
      help: 'PORT and EPRT: the server calls the client. PASV and EPSV: the client calls.',
    }),
    command: string('ftp-data.command', 'Command', { generated: true, help: 'What is being moved.' }),
    commandFrame: framenum('ftp-data.command-frame', 'Command frame'),
    directory: string('ftp-data.current-working-directory', 'Current working directory', { generated: true }),
  },
  decode(p, _, f) {
    const transfer = transferOf(p)
    if (p.first) {
      if (transfer) {
        transfer.frames++
        transfer.bytes += p.leftOnWire
        transfer.first ||= p.frame.number
        transfer.last = p.frame.number
      }
    } else {
      const how = transfer ? ` (${transfer.method})${transfer.command ? ` (${transfer.command})` : ''}` : ''
      p.say(`FTP Data: ${p.leftOnWire} bytes${how}`)
      if (transfer) {
        const was = p.outside()
        p.set(f.setupFrame, transfer.setup)
        p.set(f.method, transfer.method)
        if (transfer.command) {
          p.set(f.command, transfer.command)
          p.add(f.commandFrame, p.at, 0, transfer.commandFrame)
          p.set(f.directory, transfer.directory)
        }
        p.close(was)
      }
    }
    p.keepInfo()
    if (isText(p.bytes, p.at, p.end)) nextAsLines(p)
    else p.at = p.end
  },
  heading: (p) => `FTP Data (${p.leftOnWire} bytes data)`,
})

/** The transfer that announced this conversation. */
function transferOf(p: Packet): Transfer | undefined {
  if (p.flow < 0 || p.quoted) return undefined
  return p.recall(conversationReaders).of(p, p.flow >> 1)?.told as Transfer | undefined
}

/** Whether the first bytes are printable, blanks or ends of lines. */
function isText(bytes: Uint8Array, at: number, end: number): boolean {
  const stop = Math.min(end, at + 64)
  for (let i = at; i < stop; i++) {
    const c = bytes[i]!
    if (!((c >= 32 && c < 127) || (c >= 9 && c <= 13))) return false
  }
  return true
}
