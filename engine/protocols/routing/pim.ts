/** RFC 7761 (PIM sparse mode), 3973 (dense mode): multicast routers say which groups they want from whom. Version 1 stands inside IGMP. */
import { checked } from '../../dissect/checked'
import { protocol } from '../../dissect/protocol'
import { bitRows } from '../kit/bit-rows'
import { pseudo } from '../kit/pseudo'
import { body } from './pim/body'
import { f } from './pim/fields'
import { types } from './pim/names'

const REGISTER = 1
const ELECTION = 10
const PIM = 103
const VERSION = 2
/** A register message's checksum is over its first eight bytes only. */
const REGISTER_SUM = 8

export const pim = protocol({
  name: 'pim',
  title: 'Protocol Independent Multicast',
  spec: 'RFC 7761',
  over: { 'ip.proto': [PIM] },
  fields: f,
  decode(p) {
    const first = p.peek(1)
    const type = first & 15
    const was = p.open(-1)
    if (p.columns) {
      p.name(`PIMv${first >>> 4}`)
      p.say(first >>> 4 === VERSION ? (types[type] ?? `Unknown (${type})`) : 'Unknown')
    }
    p.add(f.version, p.at, 1, first >>> 4)
    p.add(f.type, p.at, 1, type)
    p.skip(1)
    if (type === ELECTION) bitRows(p, 1, [f.electionKind, f.electionReserved])
    else p.take(f.reserved, 1)
    const at = p.at
    p.take(f.checksum)
    const length = type === REGISTER ? REGISTER_SUM : p.wire - p.base
    if (!p.first)
      checked(
        p,
        p.row(f.checksum),
        at,
        p.base,
        length,
        f.status,
        f.badSum,
        p.ends.kind === 'ipv6' ? pseudo(p, PIM, length) : 0,
      )
    p.close(was)
    if (p.leftOnWire > 0 && first >>> 4 === VERSION) body(p, type)
  },
})
