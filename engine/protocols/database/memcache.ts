/** memcached: a cache that is asked by lines of text, or by messages with a header of 24 bytes (binary protocol, public description). */
import { bytes, string, u16, u32, u64, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { MORE, protocol } from '../../dissect/protocol'
import { utf8Text } from '../../bytes/text'
import { lineAt } from '../kit/lines'

const PORT = 11211
const REQUEST = 0x80
const RESPONSE = 0x81
const HEADER = 24
const opcodes: Readonly<Record<number, string>> = {
  0: 'Get',
  1: 'Set',
  2: 'Add',
  3: 'Replace',
  4: 'Delete',
  5: 'Increment',
  6: 'Decrement',
  7: 'Quit',
  8: 'Flush',
  9: 'Get Quietly',
  10: 'NOOP',
  11: 'Version',
  12: 'Get Key',
  13: 'Get Key Quietly',
  14: 'Append',
  15: 'Prepend',
  16: 'Statistics',
  17: 'Set Quietly',
  18: 'Add Quietly',
  19: 'Replace Quietly',
  20: 'Delete Quietly',
  21: 'Increment Quietly',
  22: 'Decrement Quietly',
  23: 'Quit Quietly',
  24: 'Flush Quietly',
  25: 'Append Quietly',
  26: 'Prepend Quietly',
  32: 'List SASL Mechanisms',
  33: 'SASL Authenticate',
  34: 'SASL Step',
}
const statuses: Readonly<Record<number, string>> = {
  0: 'No error',
  1: 'Key not found',
  2: 'Key exists',
  3: 'Value too large',
  4: 'Invalid arguments',
  5: 'Item not stored',
  0x81: 'Unknown command',
  0x82: 'Out of memory',
}
const words =
  /^(set|add|replace|append|prepend|cas|get|gets|gat|gats|touch|delete|incr|decr|stats|flush_all|version|verbosity|quit|STORED|NOT_STORED|EXISTS|NOT_FOUND|DELETED|TOUCHED|VALUE|END|STAT|VERSION|OK|RESET|ERROR|CLIENT_ERROR|SERVER_ERROR)\b/

export const memcache = protocol({
  name: 'memcache',
  title: 'Memcache Protocol',
  column: 'MEMCACHE',
  spec: 'memcached protocol.txt',
  over: { 'tcp.port': [PORT], 'udp.port': [PORT] },
  messages: {
    cut(p) {
      const first = p.peek(1)
      if (first !== REQUEST && first !== RESPONSE) return p.left
      return p.left < 12 ? MORE : HEADER + p.peek(4, 8)
    },
  },
  fields: {
    command: string('memcache.command', 'Command', { help: 'What the cache is asked to do, or what came of it.' }),
    name: string('memcache.name', 'Stat name'),
    nameValue: string('memcache.name_value', 'Stat value'),
    version: string('memcache.version', 'Version'),
    key: string('memcache.key', 'Key', { help: 'Under which name something is kept.' }),
    value: string('memcache.value', 'Value'),
    magic: u8('memcache.magic', 'Magic', { names: { 0x80: 'Request', 0x81: 'Response' } }),
    opcode: u8('memcache.opcode', 'Opcode', { names: opcodes }),
    keyLength: u16('memcache.key.length', 'Key Length'),
    extrasLength: u8('memcache.extras.length', 'Extras length'),
    dataType: u8('memcache.data_type', 'Data type'),
    reserved: u16('memcache.reserved', 'Reserved'),
    status: u16('memcache.status', 'Status', { names: statuses }),
    total: u32('memcache.total_body_length', 'Total body length'),
    opaque: u32('memcache.opaque', 'Opaque'),
    cas: u64('memcache.cas', 'CAS'),
    extras: bytes('memcache.extras.unknown', 'Unknown'),
  },
  decode(p) {
    if (p.first) return
    const first = p.peek(1)
    if (first === REQUEST || first === RESPONSE) binary(p, first === RESPONSE)
    else lines(p)
  },
})

function binary(p: Packet, isAnswer: boolean): void {
  const { f } = memcache
  if (p.nth()) p.fence()
  p.take(f.magic)
  const code = p.take(f.opcode)
  const keyLength = p.take(f.keyLength)
  const extras = p.take(f.extrasLength)
  p.take(f.dataType)
  const status = p.take(isAnswer ? f.status : f.reserved)
  const total = p.take(f.total)
  p.take(f.opaque)
  p.take(f.cas)
  const failed = isAnswer && status ? ` (${statuses[status] ?? 'Unknown'})` : ''
  if (p.columns) p.say(`${opcodes[code] ?? 'Unknown opcode'} ${isAnswer ? 'Response' : 'Request'}${failed}`)
  p.limit(total)
  if (extras) p.take(f.extras, extras)
  if (keyLength) p.take(f.key, keyLength)
  if (p.left) p.take(f.value, p.left)
}

/** Lines of text: each a command or an answer; what belongs to a value goes by its length, which is not looked at. */
function lines(p: Packet): void {
  const { f } = memcache
  for (let nth = 0; p.left; nth++) {
    const at = p.at
    const line = lineAt(p.bytes, at, p.end)
    const text = utf8Text(p.bytes, at, line.stop - at)
    const isKnown = words.test(text)
    if (nth === 0 && p.columns) p.say(isKnown ? `${text} ` : 'MEMCACHE Continuation')
    if (!isKnown && nth === 0) {
      p.text('MEMCACHE Continuation', p.at, p.left)
      p.at = p.end
      return
    }
    if (isKnown) {
      const blank = text.indexOf(' ')
      p.add(f.command, at, blank < 0 ? line.stop - at : blank)
      if (text.startsWith('STAT ')) {
        const second = text.indexOf(' ', 5)
        p.add(f.name, at + 5, (second < 0 ? text.length : second) - 5)
        if (second > 0) p.add(f.nameValue, at + second + 1, line.stop - at - second - 1)
      } else if (text.startsWith('VERSION ')) p.add(f.version, at + 8, line.stop - at - 8)
      else if (blank > 0 && p.destinationPort === PORT) {
        const second = text.indexOf(' ', blank + 1)
        p.add(f.key, at + blank + 1, (second < 0 ? line.stop - at : second) - blank - 1)
      }
    }
    p.at = line.next
  }
}
