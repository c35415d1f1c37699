/** RFC 2812: Internet Relay Chat: lines of a prefix, a command or number, parameters and a trailer; as many as a segment holds. */
import { latin, lineAt } from '../kit/lines'
import { expert, string, u16 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const side = (
  name: 'request' | 'response',
): Record<'line' | 'prefix' | 'command' | 'parameter' | 'trailer', Field> => ({
  line: string(`irc.${name}`, name === 'request' ? 'Request' : 'Response'),
  prefix: string(`irc.${name}.prefix`, 'Prefix', { help: 'Whom the line comes from.' }),
  command: string(`irc.${name}.command`, 'Command', { help: 'What is asked or told: NICK, JOIN, PRIVMSG.' }),
  parameter: string(`irc.${name}.command_parameter`, 'Parameter'),
  trailer: string(`irc.${name}.trailer`, 'Trailer', {
    help: 'The last parameter, which may hold blanks: what was said.',
  }),
})
const request = side('request')
const response = side('response')
const other = {
  number: u16('irc.response.num_command', 'Command'),
  ctcp: string('irc.ctcp', 'CTCP Data', {
    help: 'What two clients say to each other inside a message, such as an offer of a file.',
  }),
  requestWithout: expert('irc.request.command.missing', 'warn', 'Malformed', 'Request has no command'),
  requestNumeric: expert('irc.request.command.numeric', 'warn', 'Malformed', 'Numeric command not allowed in request'),
  responseWithout: expert('irc.response.command.missing', 'warn', 'Malformed', 'Response has no command'),
  unended: expert('irc.missing_end_delimiter', 'warn', 'Malformed', 'Missing ending tag delimiter (0x01)'),
}

const PORTS = [6667, 57000]

export const irc = protocol({
  name: 'irc',
  title: 'Internet Relay Chat',
  spec: 'RFC 2812',
  over: { 'tcp.port': PORTS },
  fields: {
    request: request.line,
    requestPrefix: request.prefix,
    requestCommand: request.command,
    requestParameter: request.parameter,
    requestTrailer: request.trailer,
    response: response.line,
    responsePrefix: response.prefix,
    responseCommand: response.command,
    responseParameter: response.parameter,
    responseTrailer: response.trailer,
    ...other,
  },
  decode(p) {
    if (p.first) {
      p.at = p.end
      return
    }
    const isRequest = PORTS.includes(p.destinationPort)
    p.say(isRequest ? 'Request' : 'Response')
    while (p.at < p.end) {
      const { stop, next } = lineAt(p.bytes, p.at, p.end)
      if (stop > p.at) drawLine(p, isRequest, stop)
      p.at = next
    }
  },
})

function drawLine(p: Packet, isRequest: boolean, stop: number): void {
  const { bytes } = p
  const f = isRequest ? request : response
  const was = p.open(p.add(f.line, p.at, stop - p.at))
  let { at } = p
  const word = (): number => {
    let end = bytes.indexOf(32, at)
    if (end < 0 || end > stop) end = stop
    return end
  }
  const blanks = (): void => {
    while (at < stop && bytes[at] === 32) at++
  }
  if (bytes[at] === 58) {
    const end = word()
    p.add(f.prefix, at + 1, end - at - 1)
    at = end
    blanks()
  }
  const end = word()
  if (end === at) p.note(isRequest ? other.requestWithout : other.responseWithout)
  else {
    const command = latin(bytes, at, Math.min(end, at + 64))
    p.sayMore(` (${command})`)
    if (/^\d{3}$/.test(command)) {
      if (isRequest) p.note(other.requestNumeric)
      else p.add(other.number, at, end - at, Number(command))
      if (isRequest) p.add(f.command, at, end - at)
    } else p.add(f.command, at, end - at)
  }
  at = end
  blanks()
  if (at < stop && bytes[at] !== 58) {
    const group = p.open(p.text('Command parameters', at, stop - at))
    while (at < stop && bytes[at] !== 58) {
      const end = word()
      p.add(f.parameter, at, end - at)
      at = end
      blanks()
    }
    p.close(group)
  }
  if (at < stop) {
    p.add(f.trailer, at + 1, stop - at - 1)
    drawTags(p, at + 1, stop)
  }
  p.close(was)
}

/** What stands between two bytes of 1. */
function drawTags(p: Packet, from: number, stop: number): void {
  for (let at = p.bytes.indexOf(1, from); at >= 0 && at < stop;) {
    const end = p.bytes.indexOf(1, at + 1)
    if (end < 0 || end >= stop) return void p.note(other.unended)
    p.add(other.ctcp, at + 1, end - at - 1)
    at = p.bytes.indexOf(1, end + 1)
  }
}
