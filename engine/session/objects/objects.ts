/** Objects that a capture carried: bodies of HTTP, files of TFTP, letters. One at a time; what is not asked for is not held. */
import { limits } from '../../limits'
import { valueOf } from '../../dissect/format'
import type { Packet } from '../../dissect/packet'
import { makePlan } from '../../dissect/plan'
import { occurrence } from '../../dissect/tree'
import { registry } from '../../protocols'
import type { Session } from '../session'

export const objectKinds = ['http', 'tftp', 'imf'] as const
export type ObjectKind = (typeof objectKinds)[number]

export interface CarriedObject {
  /** Packet (from 1) in which it was whole. */
  frame: number
  /** As the protocol said it; '' where it did not. It may be anything: see `safeName`. */
  name: string
  bytes: Uint8Array
}

/** All objects of a kind, in the order in which they were whole. */
export function* objectsOf(session: Session, kind: ObjectKind): Generator<CarriedObject> {
  const { fields, read } = { http: () => http, tftp: () => tftp(), imf: () => imf }[kind]()
  const plan = makePlan(registry, { fields: fields.map((name) => registry.field(name)) })
  const own = registry.protocolByName.get(kind)?.id
  // A stack that is not known to the end says so; a letter stands in SMTP, POP, IMAP.
  const wanted = [own, registry.open.id]
  for (let i = 0; i < session.count; i++) {
    const layers = session.stacks.layers[session.index.stack[i]!] ?? []
    if (wanted.some((id) => id !== undefined && layers.includes(id))) yield* read(session.decode(i, plan))
  }
}

interface Reading {
  fields: string[]
  read(p: Packet): Iterable<CarriedObject>
}

/** The bytes of record `i`. */
function bytesAt(p: Packet, i: number): Uint8Array {
  const { bytes, origin } = occurrence(p, i)
  const from = origin + p.records.start[i]!
  return bytes.slice(from, from + p.records.length[i]!)
}

const http: Reading = {
  fields: ['http.file_data', 'http.request.uri', 'http.response_for.uri', 'http'],
  *read(p) {
    let uri = ''
    for (let i = 0; i < p.records.count; i++) {
      const o = occurrence(p, i)
      if (o.field.name === 'http') uri = ''
      else if (o.field.name === 'http.request.uri' || o.field.name === 'http.response_for.uri') uri = String(valueOf(o))
      else if (o.field.name === 'http.file_data')
        yield { frame: p.frame.number, name: lastPart(uri), bytes: bytesAt(p, i) }
    }
  },
}

/** What stands behind the last slash that something stands behind. */
function lastPart(uri: string): string {
  const path = uri.replace(/^[a-z]+:\/\/[^/]*/i, '')
  const end = path.replace(/\/+$/, '')
  return end ? end.slice(end.lastIndexOf('/') + 1) : uri && '/'
}

function tftp(): Reading {
  const files = new Map<number, { name: string; blocks: Uint8Array[]; size: number }>()
  return {
    fields: ['tftp.opcode', 'tftp.request_frame', 'tftp.destination_file', 'tftp.block.full', 'data.data'],
    *read(p) {
      const { records } = p
      let [request, block, name, opcode] = [0, 0, '', 0]
      let data: Uint8Array | undefined
      for (let i = 0; i < records.count; i++) {
        const o = occurrence(p, i)
        if (o.field.name === 'tftp.opcode') opcode = records.value[i]!
        else if (o.field.name === 'tftp.request_frame') request = records.value[i]!
        else if (o.field.name === 'tftp.block.full') block = records.value[i]!
        else if (o.field.name === 'tftp.destination_file') name = String(valueOf(o))
        else if (o.field.name === 'data.data') data = bytesAt(p, i)
      }
      if (!request || !block || opcode !== 3) return
      let file = files.get(request)
      if (!file) files.set(request, (file = { name, blocks: [], size: 0 }))
      // A block that comes again, or behind one that is missing, adds nothing.
      if (block !== file.blocks.length + 1) return
      const bytes = data ?? new Uint8Array(0)
      if (file.size + bytes.length > limits.carriedObject) return
      file.size += bytes.length
      file.blocks.push(bytes)
      if (bytes.length >= file.blocks[0]!.length && file.blocks.length > 1) return
      if (file.blocks.length === 1 && bytes.length >= 512) return
      const whole = new Uint8Array(file.size)
      let at = 0
      for (const part of file.blocks) {
        whole.set(part, at)
        at += part.length
      }
      files.delete(request)
      yield { frame: p.frame.number, name: file.name, bytes: whole }
    },
  }
}

const imf: Reading = {
  fields: ['imf', 'imf.subject'],
  *read(p) {
    const { records } = p
    for (let i = 0; i < records.count; i++) {
      const o = occurrence(p, i)
      if (o.field.name !== 'imf' || records.source[i] === 0) continue
      let subject = ''
      for (let k = i + 1; k < records.count && !subject; k++) {
        const within = occurrence(p, k)
        if (within.field.name === 'imf') break
        if (within.field.name === 'imf.subject') subject = String(valueOf(within))
      }
      yield { frame: p.frame.number, name: `${subject}.eml`, bytes: o.bytes.slice(records.start[i]!) }
    }
  },
}
