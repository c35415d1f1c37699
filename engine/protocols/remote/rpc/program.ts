/** Programs of ONC RPC: each is a protocol whose rows name the procedure called. They hang in the table 'rpc.program'. */
import { u32 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { protocol } from '../../../dissect/protocol'
import type { Fields, Protocol } from '../../../dissect/protocol'
import { rpcCalls } from './state'
import type { Call } from './state'

export interface RpcProgram<F extends Fields> {
  name: string
  title: string
  column: string
  spec: string
  number: number
  /** Filter name of the field of procedures, without the version behind it. */
  field: string
  /** Names of procedures by version, from 0 on, between spaces. */
  procedures: Readonly<Record<number, string>>
  fields?: F
  call?(p: Packet, call: Call, procedure: string, f: F): void
  reply?(p: Packet, call: Call, procedure: string, f: F): void
}

/** What programs and their procedures are called. */
export interface Named extends Protocol {
  procedureOf(version: number, procedure: number): string | undefined
}

/** The version, which the tree shows again in the layer of the program. */
const versionField = (p: Packet): Field => p.registry.protocolByName.get('rpc')!.f.programVersion as Field

/** Declares a program. */
export function rpcProgram<const F extends Fields = Record<never, Field>>(about: RpcProgram<F>): Named {
  const lists = Object.fromEntries(Object.entries(about.procedures).map(([v, list]) => [v, list.trim().split(/\s+/)]))
  const procedureOf = (version: number, procedure: number): string | undefined => {
    const name = lists[version]?.[procedure]
    return name === '-' ? undefined : name
  }
  const procedures: Record<string, Field> = Object.fromEntries(
    Object.keys(lists).map((v) => [
      `v${v}`,
      u32(`${about.field}_v${v}`, `V${v} Procedure`, { names: (n) => procedureOf(Number(v), n), generated: true }),
    ]),
  )
  const made = protocol({
    name: about.name,
    title: about.title,
    column: about.column,
    spec: about.spec,
    over: { 'rpc.program': [about.number] },
    uses: ['rpc'],
    fields: { ...about.fields, ...procedures },
    decode(p) {
      const { atHand, isReply } = p.recall(rpcCalls)
      if (!atHand) return false
      const { version, procedure } = atHand
      p.set(versionField(p), version)
      const field = procedures[`v${version}`]
      if (field) p.set(field, procedure)
      const name = procedureOf(version, procedure) ?? ''
      const f = (about.fields ?? {}) as F
      if (name && isReply) about.reply?.(p, atHand, name, f)
      else if (name) about.call?.(p, atHand, name, f)
      p.at = p.end
      return undefined
    },
  })
  return Object.assign(made, { procedureOf })
}

/** A text behind its length, filled up to four bytes. */
export function xdrText(p: Packet, field?: Field): string {
  const length = p.peek(4)
  p.skip(4)
  const { at } = p
  p.need(length)
  const text = new TextDecoder().decode(p.bytes.subarray(at, at + length))
  if (field) p.add(field, at, length, text)
  p.skip(length)
  p.skip(Math.min(p.left, (4 - (length % 4)) % 4))
  return text
}
/** An unsigned number of four bytes, recorded as `field`. */
export function xdr(p: Packet, field?: Field): number {
  if (field) return p.take(field)
  const value = p.peek(4)
  p.skip(4)
  return value
}
