/** MySQL's opening: what the server says of itself, and the login. */
import type { Packet } from '../../../dissect/packet'
import { codedText, flagWord, lengthCoded, mysql, say, STEP, zeroText } from './mysql'
import type { Talk } from './mysql'
import { failure } from './answers'

const CONNECT_WITH_DATABASE = 0x0008
const SSL = 0x0800
const PROTOCOL_41 = 0x0200
const SECURE = 0x8000
/** In the upper two bytes. */
const PLUGIN = 0x0008
const ATTRIBUTES = 0x0010
const LENGTH_CODED = 0x0020
const DEPRECATE_EOF = 0x0100

/** The first packet of a server. */
export function greeting(p: Packet, talk: Talk): void {
  const { f } = mysql
  talk.step = STEP.login
  if (p.peek(1) === 0xff) {
    say(p, 'Server Greeting  ')
    return failure(p, 'Error')
  }
  const was = p.open(p.add(f.greeting, p.at, p.left))
  const version = p.take(f.version10)
  const name = zeroText(p, f.version)
  if (p.columns) say(p, `Server Greeting  proto=${version} version=${name} `)
  p.take(f.thread)
  zeroText(p, f.salt)
  if (p.left >= 2) flagWord(p, f.serverCaps, 'capabilities')
  if (p.left >= 3) {
    p.take(f.language)
    flagWord(p, f.status, 'status')
  }
  if (p.left >= 13) {
    flagWord(p, f.serverMore, 'extended')
    p.take(f.pluginLength)
    p.take(f.unused, 10)
    zeroText(p, f.salt2)
  }
  if (p.left) zeroText(p, f.plugin)
  p.close(was)
}

/** The client's answer; true where it only asks for TLS (or says nothing more). */
export function login(p: Packet, talk: Talk): boolean {
  const { f } = mysql
  talk.step = STEP.result
  const row = p.add(f.login, p.at, p.left)
  const was = p.open(row)
  const capabilities = p.peek(1) + 256 * p.peek(1, 1)
  flagWord(p, f.clientCaps, 'capabilities')
  let more = 0
  if (capabilities & PROTOCOL_41) {
    more = p.peek(1) + 256 * p.peek(1, 1)
    talk.deprecatesEof = (more & DEPRECATE_EOF) !== 0
    flagWord(p, f.clientMore, 'extended')
    p.take(f.maxPacket)
    p.take(f.charset)
    p.take(f.unused, 23)
  } else p.skip(3)
  // With nothing behind it, TLS comes first and the login again inside it.
  const isOnlyTls = (capabilities & SSL) !== 0 && p.left === 0
  const user = zeroText(p, f.user)
  let schema = ''
  if (p.left) {
    if (capabilities & SECURE || more & LENGTH_CODED) {
      const length = p.peek(1)
      p.skip(1)
      if (length) p.take(f.password, Math.min(length, p.left))
    } else {
      const zero = p.bytes.indexOf(0, p.at)
      const stop = zero < 0 || zero >= p.end ? p.end : zero
      if (stop > p.at) p.take(f.password, stop - p.at)
      p.at = Math.min(p.end, stop + 1)
    }
  }
  if (p.left && capabilities & CONNECT_WITH_DATABASE) schema = zeroText(p, f.schema)
  if (p.left && more & PLUGIN) zeroText(p, f.clientPlugin)
  if (p.left && more & ATTRIBUTES) attributes(p)
  if (p.columns) say(p, `Login Request user=${user}${schema ? ` db=${schema}` : ''} `)
  p.close(was)
  if (isOnlyTls) talk.step = STEP.login
  return isOnlyTls
}

/** What the client says of itself: names and values. */
function attributes(p: Packet): void {
  const { f } = mysql
  const was = p.open(p.add(f.attributes, p.at, p.left))
  lengthCoded(p)
  while (p.left) {
    const one = p.open(p.add(f.attribute, p.at, 0))
    codedText(p, f.name)
    if (p.left) codedText(p, f.value)
    p.close(one, true)
  }
  p.close(was)
}
