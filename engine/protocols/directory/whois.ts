/** RFC 3912: a line that asks who holds a name or an address, and text until the connection is closed. */
import { utf8Text } from '../../bytes/text'
import { duration, expert, framenum, string } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import { MORE, protocol, UNTIL_CLOSE } from '../../dissect/protocol'
import { lineAt } from '../kit/lines'
import { Questions } from '../kit/questions'

const questions = memory(() => new Questions())

export const whois = protocol({
  name: 'whois',
  title: 'whois',
  column: 'WHOIS',
  spec: 'RFC 3912',
  over: { 'tcp.port': [43] },
  messages: {
    cut(p, ask) {
      if (p.destinationPort !== 43) return UNTIL_CLOSE
      const found = p.bytes.indexOf(10, p.at)
      if ((found >= 0 && found < p.end) || ask.from) return ask.from + p.left
      ask.from += p.left
      return MORE
    },
  },
  fields: {
    query: string('whois.query', 'Query', { help: 'The name or address whose holder is asked for.' }),
    answer: string('whois.answer', 'Answer'),
    answerIn: framenum('whois.answer_in', 'Answer In', { generated: true }),
    answerTo: framenum('whois.answer_to', 'Query In', { generated: true }),
    time: duration('whois.response_time', 'Response Time', { generated: true }),
    noLineEnd: expert('whois.nocrlf', 'warn', 'Malformed', 'Missing <CR><LF>'),
    encoding: expert(
      'whois.encoding',
      'chat',
      'Assumption',
      'WHOIS has no mechanism to indicate encoding (RFC 3912), assuming UTF-8',
    ),
  },
  decode(p, _, f) {
    const isQuery = p.destinationPort === 43
    const all = p.recall(questions)
    const line = lineAt(p.bytes, p.at, p.end)
    const first = utf8Text(p.bytes, p.at, Math.min(256, line.stop - p.at))
    all.note(p, isQuery, first)
    if (!p.first && p.flow >= 0) {
      const own = all.of(p.flow >> 1)
      p.say(`${isQuery ? 'Query' : 'Answer'}: ${own.text || first}`)
      if (isQuery) {
        p.add(f.query, p.at, line.stop - p.at)
        if (line.next === line.stop) p.note(f.noLineEnd)
        if (own.answered) p.set(f.answerIn, own.answered)
      } else {
        if (own.asked) {
          p.set(f.answerTo, own.asked)
          p.set(f.time, all.since(p, own))
        }
        p.note(f.encoding)
        while (p.at < p.end) {
          const { next } = lineAt(p.bytes, p.at, p.end)
          p.add(f.answer, p.at, next - p.at)
          p.at = next
        }
      }
    }
    p.at = p.end
  },
  heading: (p) => `WHOIS: ${p.destinationPort === 43 ? 'Query' : 'Answer'}`,
})
