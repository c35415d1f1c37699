/** NetBIOS names as packets write them (RFC 1001 14.1): sixteen bytes, each as two letters, of which the last says what kind of name it is. */
import type { Packet } from '../../dissect/packet'

const KINDS: Readonly<Record<number, string>> = {
  0x00: 'Workstation/Redirector',
  0x01: 'Browser',
  0x02: 'Workstation/Redirector',
  0x03: 'Messenger service/Main name',
  0x05: 'Forwarded name',
  0x06: 'RAS Server service',
  0x1b: 'Domain Master Browser',
  0x1c: 'Domain Controllers',
  0x1d: 'Local Master Browser',
  0x1e: 'Browser Election Service',
  0x1f: 'Net DDE Service',
  0x20: 'Server service',
  0x21: 'RAS client service',
  0x22: 'Exchange Interchange (MSMail Connector)',
  0x23: 'Exchange Store',
  0x24: 'Exchange Directory',
  0x2b: 'Lotus Notes Server service',
  0x30: 'Modem sharing server service',
  0x31: 'Modem sharing client service',
  0x43: 'SMS Clients Remote Control',
  0x44: 'SMS Administrators Remote Control Tool',
  0x45: 'SMS Clients Remote Chat',
  0x46: 'SMS Clients Remote Transfer',
  0x6a: 'Exchange IMC',
  0x87: 'Exchange MTA',
  0xbe: 'Network Monitor Agent',
  0xbf: 'Network Monitor Analyzer',
}
const LENGTH = 16
const POINTER = 0xc0

/** What kind of name the last byte says. */
export const nameKind = (kind: number): string => KINDS[kind] ?? 'Unknown'

/** A name of sixteen bytes as text: `HOST<20>`; padding is left out, what cannot be printed is written as `<01>`. */
export function nameText(b: ArrayLike<number>, at: number): { text: string; kind: number } {
  const kind = b[at + LENGTH - 1]!
  let last = LENGTH - 2
  while (last >= 0 && b[at + last] === 0x20) last--
  let text = ''
  for (let i = 0; i <= last; i++) text += shown(b[at + i]!)
  return { text: `${text}<${twoDigits(kind)}>`, kind }
}
const twoDigits = (v: number): string => v.toString(16).padStart(2, '0')
const shown = (v: number): string => (v >= 0x20 && v < 0x7f ? String.fromCharCode(v) : `<${twoDigits(v)}>`)

export interface EncodedName {
  text: string
  /** −1 where the name is not in the usual form. */
  kind: number
  /** Bytes at the place where the name stands. */
  length: number
}

/** An encoded name at a place in the layer, perhaps a pointer to one further in front (`start`: where the message begins). */
export function encodedName(p: Packet, at: number, start: number): EncodedName {
  const first = p.peekAt(at, 1)
  if (first >= POINTER) {
    const to = start + (p.peekAt(at, 2) & 0x3fff)
    // A pointer leads to a name, never to another pointer, and only to what came before.
    if (to >= at || p.peekAt(to, 1) >= POINTER)
      return { text: '<Name contains a pointer that loops>', kind: -1, length: 2 }
    return { ...encodedName(p, to, start), length: 2 }
  }
  const labels: string[] = []
  let here = at
  let name = ''
  let kind = -1
  for (let n = 0; ; n++) {
    const size = p.peekAt(here, 1)
    here++
    if (size === 0) break
    if (size >= POINTER) {
      here++
      break
    }
    p.need(size, here)
    if (n === 0) {
      const raw = new Uint8Array(LENGTH)
      if (size !== 2 * LENGTH) name = 'Illegal NetBIOS name'
      else {
        for (let i = 0; i < LENGTH; i++)
          raw[i] = ((p.bytes[here + 2 * i]! - 0x41) << 4) | ((p.bytes[here + 2 * i + 1]! - 0x41) & 15)
        ;({ text: name, kind } = nameText(raw, 0))
      }
    } else labels.push(Array.from(p.bytes.subarray(here, here + size), (c) => String.fromCharCode(c)).join(''))
    here += size
  }
  return { text: [name, ...labels].join('.'), kind, length: here - at }
}
