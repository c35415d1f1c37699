/** RFC 1939: mail fetched from a server: commands and answers in lines, and messages behind answers that tell their length. */
import { bool, framenum, none, string, u32 } from '../../dissect/field'
import { FlowState, FrameFacts, memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversationReaders } from '../../flows/readers'
import { endingOf, latin, lineAt, lineText, spells } from '../kit/lines'
import { imf } from './imf'
import { drawLetter, letters } from './letters'
import type { Letter } from './letters'

const fields = {
  response: string('pop.response', 'Response'),
  indicator: string('pop.response.indicator', 'Response indicator', { help: 'Either +OK or -ERR.' }),
  description: string('pop.response.description', 'Response description'),
  responseData: string('pop.response.data', 'Data'),
  request: string('pop.request', 'Request'),
  command: string('pop.request.command', 'Request command', {
    help: 'What the client asks for: USER, PASS, LIST, RETR, DELE.',
  }),
  parameter: string('pop.request.parameter', 'Request parameter', {
    help: 'A name, a number of a message; behind PASS the password, for anybody to read.',
  }),
  requestData: string('pop.request.data', 'Data'),
  fragments: none('pop.data.fragments', 'DATA fragments'),
  fragment: framenum('pop.data.fragment', 'DATA fragment'),
  overlap: bool('pop.data.fragment.overlap', 'DATA fragment overlap'),
  overlapConflict: bool('pop.data.fragment.overlap.conflicts', 'DATA fragment overlapping with conflicting data'),
  multipleTails: bool('pop.data.fragment.multiple_tails', 'DATA has multiple tail fragments'),
  tooLong: bool('pop.data.fragment.too_long_fragment', 'DATA fragment too long'),
  fragmentError: framenum('pop.data.fragment.error', 'DATA defragmentation error'),
  fragmentCount: u32('pop.data.fragment.count', 'DATA fragment count'),
  reassembledIn: framenum('pop.data.reassembled.in', 'Reassembled DATA in frame'),
  reassembledLength: u32('pop.data.reassembled.length', 'Reassembled DATA length'),
}

class Talk {
  /** Bytes of the message to come, and those that came. */
  wanted = 0
  came = 0
  letter: Letter | undefined
  retrieves = false
  asksTls = false
}
const talks = memory(() => new FlowState(() => new Talk()))
/** Frames that are part of a message of known length: 1, or 2 where the message ends. */
const inMessage = memory(() => new FrameFacts<number>())

export const pop = protocol({
  name: 'pop',
  title: 'Post Office Protocol',
  column: 'POP',
  spec: 'RFC 1939',
  over: { 'tcp.port': [110] },
  fields,
  decode(p) {
    const { bytes, at, end } = p
    const isRequest = p.destinationPort === 110
    if (p.first) {
      if (p.flow >= 0 && !p.quoted) follow(p, isRequest)
      p.at = end
      return
    }
    const part = isRequest ? 0 : (p.recall(inMessage).get(p.frame.number, p.nth()) ?? 0)
    if (part) {
      p.say(`S: DATA fragment, ${p.left} bytes`)
      if (p.recall(letters).of(p)) drawLetter(p, fields, 'Reassembled DATA')
      p.at = end
      return
    }
    const line = lineAt(bytes, at, end)
    const text = lineText(bytes, at, line)
    if (!isRequest && !isAnswer(bytes, at, line.stop)) {
      // Lines of an answer that goes on.
      p.say('')
      p.nest(imf)
      return
    }
    p.say(`${isRequest ? 'C' : 'S'}: ${text}`)
    const row = p.add(isRequest ? fields.request : fields.response, at, line.next - at)
    p.label(row, text + endingOf(bytes, line))
    const was = p.open(row)
    const blank = bytes.indexOf(32, at)
    const stop = blank >= 0 && blank < line.stop ? blank : line.stop
    if (stop > at) p.add(isRequest ? fields.command : fields.indicator, at, stop - at)
    if (stop + 1 < line.stop) p.add(isRequest ? fields.parameter : fields.description, stop + 1, line.stop - stop - 1)
    p.close(was)
    for (p.at = line.next; p.at < end;) {
      const more = lineAt(bytes, p.at, end)
      const next = p.add(isRequest ? fields.requestData : fields.responseData, p.at, more.next - p.at)
      p.label(next, lineText(bytes, p.at, more) + endingOf(bytes, more))
      p.at = more.next
    }
  },
})

const isAnswer = (bytes: Uint8Array, at: number, stop: number): boolean =>
  spells(bytes, at, stop, '+OK') || spells(bytes, at, stop, '-ERR') || (stop - at === 1 && bytes[at] === 43)

function follow(p: Packet, isRequest: boolean): void {
  const talk = p.recall(talks).of(p.flow >> 1)
  const { bytes, at, end } = p
  const { stop } = lineAt(bytes, at, end)
  if (isRequest) {
    talk.retrieves = spells(bytes, at, stop, 'RETR') || spells(bytes, at, stop, 'TOP')
    talk.asksTls = spells(bytes, at, stop, 'STLS')
    return
  }
  if (talk.wanted) {
    // The dot behind it is taken with it.
    talk.letter = p.recall(letters).add(p, talk.letter, at, p.left)
    talk.came += p.left
    const isEnd = talk.came >= talk.wanted
    if (isEnd && talk.letter) p.recall(letters).end(p, talk.letter, talk.came)
    p.recall(inMessage).set(p.frame.number, isEnd ? 2 : 1, p.nth())
    if (isEnd) {
      p.leaveOpen()
      talk.wanted = talk.came = 0
      talk.letter = undefined
    }
    return
  }
  if (!isAnswer(bytes, at, stop)) p.leaveOpen()
  if (talk.retrieves && spells(bytes, at, stop, '+OK')) {
    const length = /^\+OK (\d{1,9}) octets/i.exec(latin(bytes, at, Math.min(stop, at + 100)))?.[1]
    if (length && Number(length) > 0) talk.wanted = Number(length)
    talk.retrieves = false
    const { next } = lineAt(bytes, at, end)
    if (talk.wanted && next < end) talk.wanted = 0
  }
  if (talk.asksTls && spells(bytes, at, stop, '+OK')) {
    const tls = p.registry.protocolByName.get('tls')
    if (tls) p.recall(conversationReaders).become(p, tls)
  }
  talk.asksTls = false
}
