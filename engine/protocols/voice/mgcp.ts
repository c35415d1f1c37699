/** RFC 3435, MGCP: a call agent tells gateways what to connect, in lines of text; they answer with a number, and tell what happens. */
import { duration, framenum, none, string, uint } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { Pairs } from '../../flows/pairs'
import { latin, lineAt } from '../kit/lines'

const verbs: Readonly<Record<string, string>> = {
  EPCF: 'EndpointConfiguration',
  CRCX: 'CreateConnection',
  MDCX: 'ModifyConnection',
  DLCX: 'DeleteConnection',
  RQNT: 'NotificationRequest',
  NTFY: 'Notify',
  AUEP: 'AuditEndpoint',
  AUCX: 'AuditConnection',
  RSIP: 'RestartInProgress',
}
const parameter = (name: string, label: string, help?: string): Field =>
  string(`mgcp.param.${name}`, label, help ? { help } : undefined)
/** By the letters in front of the colon. */
const parameters: Readonly<Record<string, Field>> = {
  K: parameter('rspack', 'ResponseAck (K)'),
  B: parameter('bearerinfo', 'BearerInformation (B)'),
  C: parameter('callid', 'CallId (C)', 'Names the call, at all gateways that take part.'),
  I: parameter('connectionid', 'ConnectionIdentifier (I)', 'Names the connection at this gateway.'),
  I2: parameter('secondconnectionid', 'SecondConnectionID (I2)'),
  N: parameter('notifiedentity', 'NotifiedEntity (N)'),
  X: parameter('requestid', 'RequestIdentifier (X)'),
  L: parameter('localconnectionoptions', 'LocalConnectionOptions (L)', 'How to send: codecs, milliseconds a packet.'),
  M: parameter('connectionmode', 'ConnectionMode (M)', 'Whether to send, to receive, or both.'),
  R: parameter('reqevents', 'RequestedEvents (R)', 'What the gateway is to tell: a phone off its hook, digits.'),
  S: parameter('signalreq', 'SignalRequests (S)', 'Tones to play, or a phone to ring.'),
  D: parameter('digitmap', 'DigitMap (D)'),
  O: parameter('observedevents', 'ObservedEvents (O)', 'What happened.'),
  P: parameter('connectionparam', 'ConnectionParameters (P)'),
  E: parameter('reasoncode', 'ReasonCode (E)'),
  RM: parameter('restartmethod', 'RestartMethod (RM)'),
  RD: parameter('restartdelay', 'RestartDelay (RD)'),
  A: parameter('capabilities', 'Capabilities (A)'),
  Z: parameter('specificendpointid', 'SpecificEndpointID (Z)'),
}

const f = {
  verb: string('mgcp.req.verb', 'Verb', { help: 'What the gateway or the agent is told to do.' }),
  code: uint('mgcp.rsp.rspcode', 'Response Code', { help: 'Of 2xx the request was done, of 4xx and 5xx not.' }),
  transaction: string('mgcp.transid', 'Transaction ID', { help: 'The answer repeats it.' }),
  endpoint: string('mgcp.req.endpoint', 'Endpoint', { help: 'The line or trunk of the gateway.' }),
  version: string('mgcp.version', 'Version'),
  text: string('mgcp.rsp.rspstring', 'Response String'),
  responseIn: framenum('mgcp.rspframe', 'Response Frame', { generated: true }),
  requestIn: framenum('mgcp.reqframe', 'Request Frame', { generated: true }),
  time: duration('mgcp.time', 'Time from request', { generated: true }),
  list: none('mgcp.params', 'Parameters'),
  ...Object.fromEntries(Object.entries(parameters).map(([key, field]) => [`parameter ${key}`, field])),
  unknown: string('mgcp.param.invalid', 'Invalid parameter'),
}
const exchanges = memory(() => new Pairs())
const PORTS = [2427, 2727]
const MOST_ID = 999_999_999

export const mgcp = protocol({
  name: 'mgcp',
  title: 'Media Gateway Control Protocol',
  column: 'MGCP',
  spec: 'RFC 3435',
  over: { 'udp.port': PORTS },
  looks: (p) => /^([A-Z]{4}|\d{3}) \d{1,9}[ \r\n]/.test(latin(p.bytes, p.at, Math.min(p.end, p.at + 20))),
  fields: f,
  decode(p) {
    const line = lineAt(p.bytes, p.at, p.end)
    const text = latin(p.bytes, p.at, line.stop)
    const words = text.split(' ')
    const isAnswer = /^\d{3}$/.test(words[0]!)
    if (!isAnswer && !/^[A-Z]{4}$/.test(words[0]!)) return false
    const id = Number(words[1])
    const isOwn = p.flow >= 0 && !p.quoted && id >= 0 && id <= MOST_ID
    const pairs = p.recall(exchanges)
    const n = !isOwn ? 0 : isAnswer ? pairs.answer(p, p.nth(), p.flow >> 1, id) : pairs.ask(p, p.nth(), p.flow >> 1, id)
    if (!p.first) {
      p.say(text)
      firstLine(p, words, isAnswer)
      links(p, n, isAnswer)
    }
    p.at = line.next
    headers(p)
    const sdp = p.registry.protocolByName.get('sdp')
    if (p.left && sdp) {
      p.keepInfo()
      p.nest(sdp)
    }
  },
})

function firstLine(p: Packet, words: readonly string[], isAnswer: boolean): void {
  const place = (i: number): [at: number, size: number] => [
    p.at + words.slice(0, i).reduce((sum, word) => sum + word.length + 1, 0),
    words[i]!.length,
  ]
  if (isAnswer) p.add(f.code, ...place(0), Number(words[0]))
  else p.label(p.add(f.verb, ...place(0)), `${words[0]} (${verbs[words[0]!] ?? 'Unknown'})`)
  if (words[1]) p.add(f.transaction, ...place(1))
  if (words[2] === undefined) return
  const [at] = place(2)
  if (isAnswer) p.add(f.text, at, words.slice(2).join(' ').length)
  else {
    p.add(f.endpoint, ...place(2))
    if (words[3]) p.add(f.version, place(3)[0], words.slice(3).join(' ').length)
  }
}

function links(p: Packet, n: number, isAnswer: boolean): void {
  if (!n) return
  const pairs = p.recall(exchanges)
  if (isAnswer) {
    const frame = pairs.requestOf(n)
    p.label(p.set(f.requestIn, frame), `[This is a response to a request in frame ${frame}]`)
    p.set(f.time, pairs.delay(n))
  } else if (pairs.answerOf(n))
    p.label(p.set(f.responseIn, pairs.answerOf(n)), `[The response to this request is in frame ${pairs.answerOf(n)}]`)
}

/** Lines of parameters as far as an empty one; the cursor stands behind that. */
function headers(p: Packet): void {
  const { at, end } = p
  let line = lineAt(p.bytes, at, end)
  if (at >= end || line.stop === at) return void (p.at = Math.min(end, line.next))
  const was = p.first ? -1 : p.open(p.add(f.list, at, 0))
  while (p.at < end) {
    line = lineAt(p.bytes, p.at, end)
    if (line.stop === p.at) break
    if (!p.first) header(p, line.stop)
    p.at = line.next
  }
  if (!p.first) p.close(was, true)
  if (p.at < end) p.at = line.next
}

function header(p: Packet, stop: number): void {
  const colon = p.bytes.indexOf(58, p.at)
  const name = colon < 0 || colon > stop ? '' : latin(p.bytes, p.at, colon).trim().toUpperCase()
  const field = parameters[name]
  let from = colon + 1
  while (from < stop && p.bytes[from] === 32) from++
  if (field) p.add(field, from, stop - from)
  else p.add(f.unknown, p.at, stop - p.at)
}
