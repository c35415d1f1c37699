/** RFC 3977: network news: commands and answers in lines. */
import { bool } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'
import { endingOf, lineAt, lineText } from '../kit/lines'

export const nntp = protocol({
  name: 'nntp',
  title: 'Network News Transfer Protocol',
  spec: 'RFC 3977',
  over: { 'tcp.port': [119] },
  fields: {
    response: bool('nntp.response', 'Response', { hidden: true }),
    request: bool('nntp.request', 'Request', { hidden: true }),
  },
  decode(p, _, f) {
    const { bytes, end } = p
    if (!p.first) {
      const isRequest = p.destinationPort === 119
      p.say(`${isRequest ? 'Request' : 'Response'}: ${lineText(bytes, p.at, lineAt(bytes, p.at, end))}`)
      p.hide(isRequest ? f.request : f.response, p.at, 0, 1)
      while (p.at < end) {
        const line = lineAt(bytes, p.at, end)
        p.text(lineText(bytes, p.at, line) + endingOf(bytes, line), p.at, line.next - p.at)
        p.at = line.next
      }
    }
    p.at = end
  },
})
