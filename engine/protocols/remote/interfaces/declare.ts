/** Interfaces of DCE/RPC: each is a protocol whose rows are named after the operation called. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { u16 } from '../../../dissect/field'
import { protocol } from '../../../dissect/protocol'
import type { Fields, Protocol } from '../../../dissect/protocol'
import { Ndr } from '../../kit/ndr'
import { calls } from '../dcerpc/calls'
import { connectionFields } from '../dcerpc/fields'
import type { Stub } from '../dcerpc/calls'

export interface RpcInterface<F extends Fields> {
  name: string
  title: string
  column: string
  spec: string
  uuid: string
  /** Filter name of the field that holds the operation. */
  opnum: string
  opnumLabel?: string
  /** What operations are called, from 0 on, between spaces; '-' for those that nobody uses. */
  operations: string
  fields?: F
  /** Reads the stub of an operation, named as in `operations`; adds to Info with `p.sayMore`. Not asked for what cannot be read. */
  stub?(ndr: Ndr, stub: Stub, operation: string, f: F): void
}

/** Declares an interface. */
export function rpcInterface<const F extends Fields = Record<never, Field>>(about: RpcInterface<F>): Protocol {
  const { name, title, column, spec, uuid, opnum, opnumLabel = 'Operation', operations, fields, stub } = about
  const names = operations.trim().split(/\s+/)
  const nameOf = (n: number): string | undefined =>
    names[n] === undefined || names[n] === '-' ? undefined : names[n].replaceAll('~', ' ')
  const operation = (p: Packet): string => {
    const n = p.recall(calls).stub.opnum
    return nameOf(n) ?? `Unknown operation ${n}`
  }
  const operationField = u16(opnum, opnumLabel, { names: nameOf, help: 'Which operation is called.' })
  return protocol({
    name,
    title,
    column,
    spec,
    over: { 'dcerpc.uuid': [uuid] },
    uses: ['dcerpc'],
    fields: { ...fields, operation: operationField },
    decode(p) {
      const said = p.recall(calls).stub
      const text = operation(p)
      if (p.columns) p.say(`${text} ${said.isRequest ? 'request' : 'response'}`)
      p.add(operationField, p.at, 0, said.opnum)
      const { call } = said
      if (call && said.isRequest && call.response) p.set(connectionFields.responseIn, call.response)
      else if (call && !said.isRequest) p.set(connectionFields.requestIn, call.request)
      if (stub && !said.isClosed)
        stub(new Ndr(p, said.isLittle, p.at, said.call?.isWide), said, text, (fields ?? {}) as F)
      p.at = p.end
    },
    heading: (p) => `${title}, ${operation(p)}`,
  })
}
