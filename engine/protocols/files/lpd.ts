/** RFC 1179: line printer daemon: a byte says what is asked, a line about what. */
import { bool, string, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const codes: Readonly<Record<number, string>> = {
  1: 'LPC: start print / jobcmd: abort',
  2: 'LPR: transfer a printer job / jobcmd: receive control file',
  3: 'LPQ: print short form of queue status / jobcmd: receive data file',
  4: 'LPQ: print long form of queue status',
  5: 'LPRM: remove jobs',
}
const answers: Readonly<Record<number, string>> = {
  0: 'Success: accepted, proceed',
  1: 'Queue not accepting jobs',
  2: 'Queue temporarily full, retry later',
  3: 'Bad job format, do not retry',
}

export const lpd = protocol({
  name: 'lpd',
  title: 'Line Printer Daemon Protocol',
  spec: 'RFC 1179',
  over: { 'tcp.port': [515] },
  fields: {
    response: bool('lpd.response', 'Response', { hidden: true }),
    request: bool('lpd.request', 'Request', { hidden: true }),
    command: u8('lpd.client_code', 'Client code', { names: codes }),
    options: string('lpd.printer_option', 'Printer/options'),
    answer: u8('lpd.response_code', 'Response', { names: answers }),
  },
  decode(p, _, f) {
    const { at, bytes } = p
    const isRequest = p.destinationPort === 515
    const code = p.peek(1)
    const line = bytes.indexOf(10, at)
    const hasLine = line > at && line < p.end
    const known = isRequest ? (hasLine ? codes[code] : undefined) : answers[code]
    p.say(isRequest ? (known ?? 'LPD continuation') : 'LPD response')
    p.keepInfo()
    if (!p.first) p.hide(isRequest ? f.request : f.response, at, 0, 1)
    if (known === undefined) return p.rest()
    if (!p.first && isRequest) {
      p.label(p.add(f.command, at, 1, code), known)
      p.add(f.options, at + 1, line - at - 1)
    } else if (!p.first) p.add(f.answer, at, 1, code)
    p.at = p.end
  },
})
