/** MySQL's commands, and which answer each of them gets. */
import type { Packet } from '../../../dissect/packet'
import { mysql, say, STEP, zeroText } from './mysql'
import type { Talk } from './mysql'
import { commands } from './names'

const QUIT = 1
const USE = 2
const QUERY = 3
const SHOW_FIELDS = 4
const CREATE = 5
const DROP = 6
const STATISTICS = 9
const KILL = 12
const PREPARE = 22
const EXECUTE = 23
const SEND_BLOB = 24
const CLOSE = 25
const RESET = 26
const OPTION = 27
const FETCH = 28

/** The command at the cursor. */
export function request(p: Packet, talk: Talk): void {
  const { f } = mysql
  const code = p.peek(1)
  const name = commands[code] ?? 'Unknown'
  if (p.columns) say(p, `Request ${name}`)
  const row = p.add(f.request, p.at, p.left)
  p.label(row, `Request Command ${name}`)
  const was = p.open(row)
  p.take(f.command)
  talk.step = STEP.answer
  talk.isBinary = code === EXECUTE
  switch (code) {
    case QUERY:
    case PREPARE:
      if (p.left) p.take(f.query, p.left)
      if (code === PREPARE) talk.step = STEP.prepared
      break
    case USE:
    case CREATE:
    case DROP:
      if (p.left) p.take(f.schema, p.left)
      break
    case SHOW_FIELDS:
      zeroText(p, f.tableName)
      talk.step = STEP.shown
      break
    case STATISTICS:
      talk.step = STEP.message
      break
    case KILL:
      p.take(f.thread)
      break
    case OPTION:
      p.take(f.option)
      talk.step = STEP.oneEnd
      break
    case EXECUTE:
      p.take(f.statement)
      p.take(f.executeFlags)
      p.take(f.iterations)
      if (p.left) p.take(f.payload, p.left)
      break
    case SEND_BLOB:
      p.take(f.statement)
      p.take(f.parameterNumber)
      if (p.left) p.take(f.payload, p.left)
      talk.step = STEP.command
      break
    case FETCH:
      p.take(f.statement)
      p.take(f.rowsWanted)
      talk.step = STEP.binaryRows
      break
    case CLOSE:
    case RESET:
      p.take(f.statement)
      if (code === CLOSE) talk.step = STEP.command
      break
    case QUIT:
      talk.step = STEP.command
      break
    default:
      if (p.left) p.take(f.payload, p.left)
  }
  p.close(was)
}
