/** Rules of Decode As as somebody writes them: `tcp.port`, `8000-8010`, `http`. Read for `-d`, for the dialog and for kept settings. */
import { Refused } from '../refused'
import type { Registry } from './registry'
import type { DecodeAs } from './settings'

/** One rule in words. `protocol` '' : nobody reads it. */
export interface DecodeAsText {
  table: string
  /** A number, 0x…, a range `a-b` of at most 65,536 numbers, or a word for tables of words. */
  key: string
  protocol: string
}

/** The rules that a text stands for, one per key. Throws Refused when the table, the range or the protocol is none. */
export function readDecodeAs(registry: Registry, { table, key, protocol: name }: DecodeAsText): DecodeAs[] {
  if (!registry.hasTable(table))
    throw new Refused(
      'no-such-table',
      `There is no table "${table}" of protocols.`,
      'For example: tcp.port, udp.port, ethertype, ip.proto.',
    )
  const protocol = registry.protocolByName.get(name)
  if (!protocol && name)
    throw new Refused('no-such-protocol', `There is no protocol "${name}".`, 'wirelens -G protocols lists them.')
  const given = key.trim()
  if (!given) throw new Refused('no-key', `A value of ${table} is missing.`)
  const range = /^(0x[0-9a-f]{1,8}|\d{1,10})(?:[-:](\d{1,10}))?$/i.exec(given)
  if (!range) {
    if (/^[\d-]/.test(given)) throw new Refused('no-range', `"${given}" is no number and no range.`)
    return [{ table, key: given, protocol }]
  }
  const from = Number(range[1])
  const to = Number(range[2] ?? from)
  if (to < from || to - from > 65535) throw new Refused('no-range', `"${given}" is no range.`)
  return Array.from({ length: to - from + 1 }, (_, n) => ({ table, key: from + n, protocol }))
}
