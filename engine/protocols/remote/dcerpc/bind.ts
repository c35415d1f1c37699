/** MS-RPCE 2.2.2: what a connection agrees on: interfaces by context number, and in which form calls are written. */
import type { Packet } from '../../../dissect/packet'
import type { Ndr } from '../../kit/ndr'
import { calls } from './calls'
import { connectionFields as f } from './fields'
import { rejections, results, syntaxName } from './names'

/** The first bytes of a UUID that carries flags in place of a transfer syntax (bind time feature negotiation). */
const FEATURES = '6cb71c2c-9812-4540-'

/** What an interface or transfer syntax is called. */
export const nameOf = (p: Packet, uuid: string): string =>
  syntaxName(uuid, (id) => p.find('dcerpc.uuid', id)?.columnText)

/** Bind and alter_context: contexts with their interfaces. */
export function bindItems(p: Packet, ndr: Ndr): void {
  ndr.number(f.maxTransmit)
  ndr.number(f.maxReceive)
  ndr.number(f.group)
  const items = ndr.number(f.items)
  p.skip(3)
  if (p.columns) p.sayMore(`, ${items} context items:`)
  for (let i = 0; i < items; i++) item(p, ndr, i)
}

function item(p: Packet, ndr: Ndr, i: number): void {
  const row = p.add(f.item, p.at, 0)
  const outer = p.open(row)
  const context = ndr.number(f.context)
  const transfers = ndr.number(f.transfers)
  p.skip(1)
  const abstract = p.add(f.abstract, p.at, 20)
  const inner = p.open(abstract)
  const { at } = p
  const uuid = ndr.uuid()
  const name = nameOf(p, uuid)
  const id = p.add(f.uuid, at, 16, uuid)
  p.label(id, name === uuid ? `Interface UUID: ${uuid}` : `Interface: ${name} UUID: ${uuid}`)
  const version = ndr.number(f.interfaceVersion)
  const minor = ndr.number(f.interfaceMinor)
  p.label(abstract, `Abstract Syntax: ${name} V${version}.${minor}`)
  p.close(inner)
  if (p.columns) p.sayMore(`${i ? ',' : ''} ${name} V${version}.${minor} (`)
  let line = `Ctx Item[${i + 1}]: Context ID:${context}, ${name}`
  for (let k = 0; k < transfers; k++) {
    const syntax = transfer(p, ndr, k)
    line += `, ${syntax.title}`
    if (p.first && k === 0) p.recall(calls).bind(p, context, uuid, version, syntax.name === '64bit NDR')
    if (p.columns) p.sayMore(`${k ? ',' : ''}${syntax.name}`)
  }
  if (p.columns) p.sayMore(')')
  p.label(row, line)
  p.close(outer, true)
}

function transfer(p: Packet, ndr: Ndr, k: number): { name: string; title: string } {
  const row = p.add(f.transfer, p.at, 20)
  const was = p.open(row)
  const { at } = p
  const uuid = ndr.uuid()
  const isFeatures = uuid.startsWith(FEATURES)
  const name = nameOf(p, uuid)
  const title = isFeatures ? 'Bind Time Feature Negotiation' : name
  const id = p.add(f.transferId, at, 16, uuid)
  p.label(id, title === uuid ? `Transfer Syntax UUID: ${uuid}` : `Transfer Syntax: ${title} UUID:${uuid}`)
  if (isFeatures) {
    p.at = at + 8
    p.take(f.features)
    p.at = at + 16
  }
  const version = ndr.number(f.transferVersion)
  p.label(row, `Transfer Syntax[${k + 1}]: ${title} V${version}`)
  p.close(was)
  return { name, title }
}

/** Their answers: what was accepted. */
export function bindResults(p: Packet, ndr: Ndr, start: number): void {
  const transmit = ndr.number(f.maxTransmit)
  const receive = ndr.number(f.maxReceive)
  ndr.number(f.group)
  const length = ndr.number(f.addressLength)
  if (length) p.take(f.address, length)
  const over = (p.at - start) % 4
  if (over) p.skip(4 - over)
  const count = ndr.number(f.resultCount)
  p.skip(3)
  if (p.columns) p.sayMore(`, max_xmit: ${transmit} max_recv: ${receive}, ${count} results:`)
  for (let i = 0; i < count; i++) {
    const row = p.text('', p.at, 24)
    const was = p.open(row)
    const result = ndr.number(f.result)
    const word = results[result] ?? `Unknown (${result})`
    if (result === 3) p.take(f.features)
    else if (result) ndr.number(f.reason)
    else p.skip(2)
    const uuid = ndr.uuid(f.ackTransfer)
    ndr.number(f.ackVersion)
    p.label(row, `Ctx Item[${i + 1}]: ${word}, ${nameOf(p, uuid)}`)
    p.close(was)
    if (p.columns) p.sayMore(`${i ? ',' : ''} ${word}`)
  }
}

/** Nothing was agreed on. */
export function nak(p: Packet, ndr: Ndr): void {
  const reason = ndr.number(f.reject)
  if (p.columns) p.sayMore(` reason: ${rejections[reason] ?? 'Unknown'}`)
  if (reason === 4 && p.left > 1) {
    const count = ndr.number(f.protocols)
    for (let i = 0; i < count; i++) {
      p.take(f.protocolMajor)
      p.take(f.protocolMinor)
    }
  }
  p.at = p.end
}
