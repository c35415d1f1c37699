/** RFC 5415 and 5416, CAPWAP: access points and their controller. Frames of stations in one channel, orders to access points in another. */
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { showFragments } from '../../streams/segments'
import { g } from './capwap/element-fields'
import { element } from './capwap/elements'
import { f } from './capwap/fields'
import { header, preamble, reassembled } from './capwap/header'
import type { Header } from './capwap/header'
import { messageName } from './capwap/names'

const DTLS = 'capwap.dtls'
const KEEP_ALIVE = 0x08
const FRAGMENT = 0x80
const NATIVE = 0x100
const IEEE_80211 = 1

export const capwap = protocol({
  name: 'capwap',
  title: 'Control And Provisioning of Wireless Access Points - Control',
  column: 'CAPWAP-Control',
  shortName: 'CAPWAP-CONTROL',
  spec: 'RFC 5415',
  over: { 'udp.port': [5246] },
  fields: { ...f, ...Object.fromEntries(Object.entries(g).map(([key, field]) => [`element.${key}`, field])) },
  decode(p) {
    if (p.columns) p.say('CAPWAP-Control')
    if (preamble(p)) return secret(p)
    const head = header(p)
    if (!(head.flags & FRAGMENT)) return control(p)
    fragment(p, head, 'CAPWAP-Control', () => control(p))
  },
})

export const capwapData = protocol({
  name: 'capwap.data',
  title: 'Control And Provisioning of Wireless Access Points - Data',
  column: 'CAPWAP-Data',
  shortName: 'CAPWAP-DATA',
  spec: 'RFC 5415',
  over: { 'udp.port': [5247] },
  uses: ['capwap'],
  decode(p) {
    if (p.columns) p.say('CAPWAP-Data')
    if (preamble(p)) return secret(p)
    const head = header(p)
    if (head.flags & KEEP_ALIVE) return keepAlive(p)
    if (!(head.flags & FRAGMENT)) return data(p, head)
    fragment(p, head, 'CAPWAP-Data', () => data(p, head))
  },
})

/** What stands behind a header that announces DTLS. */
function secret(p: Packet): void {
  p.next(DTLS, 1)
}

function fragment(p: Packet, head: Header, name: string, whole: () => void): void {
  const datagram = reassembled(p, head)
  if (p.columns) p.say(`${name} (Fragment ID: ${head.fragment}, Fragment Offset: ${head.offset})`)
  if (datagram && !p.first) showFragments(p, f, datagram)
  if (datagram?.frame === p.frame.number) p.within('Reassembled CAPWAP', datagram.bytes!, whole)
  else p.rest()
}

function control(p: Packet): void {
  const was = p.open(p.add(f.control, p.at, 8))
  const message = p.peek(4)
  if (p.columns) p.say(`CAPWAP-Control - ${messageName(message)}`)
  const inner = p.open(p.add(f.message, p.at, 4, message))
  p.take(f.messageVendor, 3)
  p.at -= 3
  p.add(f.messageSpecific, p.at, 4, message)
  p.skip(4)
  p.close(inner)
  p.take(f.sequence)
  const length = p.take(f.elementsLength)
  p.take(f.controlFlags)
  p.close(was)
  p.limit(length - 3)
  const list = p.open(p.add(f.elements, p.at, p.left))
  while (p.left > 0) element(p)
  p.close(list)
}

function keepAlive(p: Packet): void {
  if (p.columns) p.say('CAPWAP-Data Keep-Alive')
  const was = p.open(p.add(f.keepAlive, p.at, p.left))
  p.take(f.keepAliveLength)
  while (p.left > 0) element(p)
  p.close(was)
}

function data(p: Packet, head: Header): void {
  if (!(head.flags & NATIVE)) return void p.next('gre.proto', 0x6558)
  if (head.binding === IEEE_80211) return void p.next('capwap.native', IEEE_80211)
  p.rest()
}
