/** MSN Messenger's protocol (version 8, as published in an expired draft): commands in lines. */
import { protocol } from '../../dissect/protocol'
import { endingOf, lineAt, lineText } from '../kit/lines'

export const msnms = protocol({
  name: 'msnms',
  title: 'MSN Messenger Service',
  spec: 'draft-movva-msn-messenger-protocol-00',
  over: { 'tcp.port': [1863] },
  decode(p) {
    const { bytes, end } = p
    if (!p.first) {
      p.say(lineText(bytes, p.at, lineAt(bytes, p.at, end)))
      while (p.at < end) {
        const line = lineAt(bytes, p.at, end)
        p.text(lineText(bytes, p.at, line) + endingOf(bytes, line), p.at, line.next - p.at)
        p.at = line.next
      }
    }
    p.at = end
  },
})
