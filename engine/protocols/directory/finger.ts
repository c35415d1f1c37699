/** RFC 1288: a line that asks for a user, and text until the connection is closed. */
import { duration, expert, framenum, string } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import { MORE, protocol, UNTIL_CLOSE } from '../../dissect/protocol'
import { Questions } from '../kit/questions'

const questions = memory(() => new Questions())

export const finger = protocol({
  name: 'finger',
  title: 'finger',
  spec: 'RFC 1288',
  over: { 'tcp.port': [79] },
  messages: {
    cut(p, ask) {
      if (p.destinationPort !== 79) return UNTIL_CLOSE
      const found = p.bytes.indexOf(10, p.at)
      if ((found >= 0 && found < p.end) || ask.from) return ask.from + p.left
      ask.from += p.left
      return MORE
    },
  },
  fields: {
    query: string('finger.query', 'Query', { help: 'Whom the client asks for; an empty line asks for everybody.' }),
    response: string('finger.response', 'Response'),
    responseIn: framenum('finger.response_in', 'Response In', { generated: true }),
    responseTo: framenum('finger.response_to', 'Request In', { generated: true }),
    time: duration('finger.response_time', 'Response Time', { generated: true }),
    noLineEnd: expert('finger.nocrlf', 'warn', 'Malformed', 'Missing <CR><LF>'),
  },
  decode(p, _, f) {
    const isQuery = p.destinationPort === 79
    const all = p.recall(questions)
    all.note(p, isQuery)
    if (!p.first && p.flow >= 0) {
      const own = all.of(p.flow >> 1)
      p.say(isQuery ? 'Query' : 'Response')
      const row = p.add(isQuery ? f.query : f.response, p.at, p.left)
      if (isQuery && p.bytes[p.end - 1] !== 10) {
        const was = p.open(row)
        p.note(f.noLineEnd)
        p.close(was)
      }
      if (isQuery && own.answered) p.set(f.responseIn, own.answered)
      if (!isQuery && own.asked) {
        p.set(f.responseTo, own.asked)
        p.set(f.time, all.since(p, own))
      }
    }
    p.at = p.end
  },
  heading: (p) => `FINGER: ${p.destinationPort === 79 ? 'Query' : 'Response'}`,
})
