/** Extensions of hellos and other messages, one after the other (RFC 8446 section 4.2). */
import type { Packet } from '../../../dissect/packet'
import { extensionBodies } from './extension-bodies'
import { extensions as x } from './fields'
import { extensionName } from './values'

/** What extensions tell to whoever reads the message around them. */
export interface Found {
  /** Types in their order, groups, and point formats: for fingerprints. */
  readonly types: number[]
  groups: readonly number[]
  formats: readonly number[]
  /** Version that the server chose; 0 when none is said. */
  version: number
  /** Application protocol that the server chose. */
  application: string
  /** Length of the session ticket that is offered. */
  ticket: number
}

/** Reads the extensions from the cursor to the end of the layer; `message`: the type of the message that holds them. */
export function readExtensions(p: Packet, message: number): Found {
  const found: Found = { types: [], groups: [], formats: [], version: 0, application: '', ticket: 0 }
  if (p.leftOnWire < 2) return found
  const length = p.take(x.length)
  p.part(length, () => {
    while (p.left > 0) readExtension(p, message, found)
  })
  return found
}

function readExtension(p: Packet, message: number, found: Found): void {
  const at = p.at
  const type = p.peek(2)
  const length = p.peek(2, 2)
  found.types.push(type)
  const row = p.text('', at, 4 + length)
  if (p.drawing) p.label(row, `Extension: ${extensionName(type) ?? `Unknown type ${type}`} (len=${length})`)
  const was = p.open(row)
  p.take(x.type)
  p.take(x.len)
  p.need(length)
  p.part(length, () => {
    const read = extensionBodies[type]
    if (read) read(p, message, found)
    else if (!EMPTY.has(type)) p.take(x.data, p.left)
    p.at = p.end
  })
  p.close(was)
}

/** Extensions whose presence says all: encrypt_then_mac, extended_master_secret, post_handshake_auth. */
const EMPTY: ReadonlySet<number> = new Set([22, 23, 49])
