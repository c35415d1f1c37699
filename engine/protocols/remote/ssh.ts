/** RFC 4253: a line from each side, packets that agree on keys, and from then on packets that nobody else can read. */
import type { Packet } from '../../dissect/packet'
import { atLeast, MORE, protocol } from '../../dissect/protocol'
import { lineAt, lineText, spells, wholeLine } from '../kit/lines'
import { drawPayload, readOffer } from './ssh-exchange'
import { messageName, sshFields as f } from './ssh-fields'
import { factOf, facts, hasFixedGroup, isSilent, talks } from './ssh-state'
import type { Fact } from './ssh-state'

const PORTS = [22, 29418]
const sideOf = (p: Packet): 0 | 1 => (PORTS.includes(p.destinationPort) || !PORTS.includes(p.sourcePort) ? 0 : 1)
/** Longer packets than this are none (RFC 4253, section 6.1: 35000 bytes at most). */
const MOST = 0x40000

export const ssh = protocol({
  name: 'ssh',
  title: 'SSH Protocol',
  column: 'SSH',
  spec: 'RFC 4253',
  over: { 'tcp.port': PORTS },
  messages: { cut },
  fields: f,
  decode(p) {
    const side = sideOf(p)
    if (p.first) {
      if (p.flow >= 0 && !p.quoted) follow(p, side)
      p.at = p.end
      return
    }
    const fact = p.recall(facts).get(p.frame.number, p.nth()) ?? NOTHING
    if (fact.version) p.name(`SSHv${fact.version}`)
    const said: string[] = []
    const say = (text: string): void => {
      said.push(text)
      p.say(`${side ? 'Server' : 'Client'}: ${said.join(', ')}`)
    }
    p.say(`${side ? 'Server' : 'Client'}: `)
    draw(p, fact, say)
    p.set(f.direction, side)
    p.at = p.end
  },
})
const NOTHING: Fact = {
  version: 0,
  kex: '',
  encryption: '',
  mac: '',
  compression: '',
  isKeyed: false,
  isPlain: false,
  number: 0,
}

/** Whole lines and packets; what is encrypted as it comes. */
function cut(p: Packet): number {
  const { bytes, end } = p
  const talk = p.flow < 0 ? undefined : p.recall(talks).of(p.flow >> 1)
  const side = sideOf(p)
  let isPlain = talk ? talk.hasBanner[side]! && !talk.isKeyed[side] : false
  let whole = p.at
  for (let { at } = p; at < end; whole = at) {
    if (spells(bytes, at, end, 'SSH-')) {
      const line = wholeLine(bytes, at, end)
      if (!line) break
      isPlain = spells(bytes, at, end, 'SSH-2') || spells(bytes, at, end, 'SSH-1.99')
      at = line.next
      continue
    }
    if (!isPlain) return p.left
    if (end - at < 6) break
    const length = p.peekAt(at, 4)
    if (length < 2 || length > MOST) return p.left
    if (at + 4 + length > end) return at === p.at ? atLeast(4 + length) : at - p.at
    if (bytes[at + 5] === 21) isPlain = false
    at += 4 + length
  }
  return whole > p.at ? whole - p.at : MORE
}

function follow(p: Packet, side: 0 | 1): void {
  const talk = p.recall(talks).of(p.flow >> 1)
  const { bytes, end } = p
  const before = factOf(talk, side)
  for (let { at } = p; at < end;) {
    if (!talk.isKeyed[side] && spells(bytes, at, end, 'SSH-')) {
      talk.hasBanner[side] = true
      const isTwo = spells(bytes, at, end, 'SSH-2') || spells(bytes, at, end, 'SSH-1.99')
      talk.version = isTwo ? 2 : 1
      at = lineAt(bytes, at, end).next
      continue
    }
    if (!talk.hasBanner[side] || talk.isKeyed[side] || talk.version !== 2 || end - at < 6) break
    const length = p.peekAt(at, 4)
    if (length < 2 || at + 4 + length > end) break
    const code = bytes[at + 5]
    if (code === 20) talk.offers[side] = readOffer(bytes, at + 6 + 16, at + 4 + length)
    if (code === 21) talk.isKeyed[side] = true
    talk.packets[side]!++
    at += 4 + length
  }
  const after = factOf(talk, side)
  p.recall(facts).set(
    p.frame.number,
    { ...after, isKeyed: before.isKeyed, isPlain: before.isPlain, number: before.number },
    p.nth(),
  )
}

function draw(p: Packet, fact: Fact, say: (text: string) => void): void {
  const { bytes, end } = p
  let { number } = fact
  let isPlain = fact.isPlain
  while (p.at < end) {
    if (!fact.isKeyed && spells(bytes, p.at, end, 'SSH-')) {
      const line = lineAt(bytes, p.at, end)
      p.add(f.protocol, p.at, line.stop - p.at)
      say(`Protocol (${lineText(bytes, p.at, line)})`)
      isPlain = fact.version === 2
      p.at = line.next
      continue
    }
    const cipher = hasFixedGroup(fact.kex) && fact.encryption && ` (encryption:${fact.encryption}`
    const mac = /^chacha|gcm@/.test(fact.encryption) || !fact.mac ? '' : ` mac:${fact.mac}`
    const title = `SSH Version ${fact.version}${cipher ? `${cipher}${mac} compression:${fact.compression})` : ''}`
    const group = fact.version ? p.text(title, p.at, p.left) : -1
    const was = p.open(group)
    if (isPlain) {
      const code = drawPacket(p, fact, number++, say)
      if (code === 21) isPlain = false
    } else {
      if (!isSilent(fact)) {
        say(`Encrypted packet (len=${p.left})`)
        if (p.left > 4) {
          p.take(f.encryptedLength, 4)
          p.add(f.encrypted, p.at, p.left)
        } else p.add(f.encrypted, p.at, p.left)
      }
      p.at = end
    }
    p.close(was)
  }
}

/** One packet in clear; returns its code. */
function drawPacket(p: Packet, fact: Fact, number: number, say: (text: string) => void): number {
  const { at } = p
  const length = p.take(f.length)
  const stop = at + 4 + length
  if (length < 2 || stop > p.end) {
    p.note(f.tooLong)
    p.need(Math.max(0, length))
    p.at = p.end
    return 0
  }
  const padding = p.take(f.paddingLength)
  const code = p.peek(1)
  const name = messageName(code, fact.kex)
  say(name)
  const was = p.open(p.text(`Key Exchange${fact.kex ? ` (method:${fact.kex})` : ''}`, p.at, stop - p.at))
  p.label(p.take(f.code) >= 0 ? p.row(f.code) : -1, `Message Code: ${name} (${code})`)
  p.part(Math.max(0, stop - padding - p.at), () => drawPayload(p, code, fact.kex))
  p.close(was)
  p.at = Math.max(p.at, stop - padding)
  if (stop > p.at) p.add(f.padding, p.at, stop - p.at)
  p.set(f.number, number)
  p.at = stop
  return code
}
