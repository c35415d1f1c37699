/** The columns of the packet list: what each shows, and how its text is made from a packet just decoded. */
import { ether, ipv4, ipv6 } from '../bytes/read'
import { dateText, epochText, secondsText } from '../bytes/time'
import { visible } from '../bytes/text'
import type { AddressNames } from '../dissect/format'
import type { Ends } from '../dissect/ends'
import type { Packet } from '../dissect/packet'

export type TimeFormat = 'relative' | 'delta' | 'absolute' | 'absolute-date' | 'epoch'

export interface ColumnSettings {
  time: TimeFormat
  names: AddressNames
  /** Decimals of times: as many as the file has. */
  digits: number
}

export interface Column {
  id: string
  /** tshark's name behind `_ws.col.`. */
  name: string
  width: number
  right?: boolean
  text(p: Packet, settings: ColumnSettings): string
}

function endText(ends: Ends, which: 'source' | 'destination', names: AddressNames): string {
  const at = ends[which]
  switch (ends.kind) {
    case 'ether':
      return names.ether(ends.bytes, at) ?? ether(ends.bytes, at)
    case 'ipv4':
      return ipv4(ends.bytes, at)
    case 'ipv6':
      return ipv6(ends.bytes, at)
    case 'text':
      return visible(which === 'source' ? ends.sourceText : ends.destinationText)
    default:
      return ''
  }
}

/** The time of a packet as the user wants to read it. */
export function timeText(p: Packet, { time, digits }: ColumnSettings): string {
  const { frame } = p
  if (!frame.hasTime && time !== 'relative') return ''
  switch (time) {
    case 'relative':
      return secondsText(frame.sinceFirst, digits)
    case 'delta':
      return secondsText(frame.sincePrevious, digits)
    case 'epoch':
      return epochText(frame.seconds, frame.nanos, digits)
    default: {
      const text = dateText(frame.seconds, frame.nanos)
      const clock = text.slice(text.search(/\d\d:\d\d:\d\d/), -4)
      const cut = clock.slice(0, digits ? 9 + digits : 8)
      return time === 'absolute' ? cut : `${new Date(frame.seconds * 1000).toISOString().slice(0, 10)} ${cut}`
    }
  }
}

export const columns: readonly Column[] = [
  { id: 'number', name: 'No.', width: 70, right: true, text: (p) => String(p.frame.number) },
  { id: 'time', name: 'Time', width: 110, right: true, text: timeText },
  { id: 'source', name: 'Source', width: 150, text: (p, s) => endText(p.columnEnds, 'source', s.names) },
  { id: 'destination', name: 'Destination', width: 150, text: (p, s) => endText(p.columnEnds, 'destination', s.names) },
  { id: 'protocol', name: 'Protocol', width: 80, text: (p) => visible(p.protocolColumn) },
  { id: 'length', name: 'Length', width: 70, right: true, text: (p) => String(p.frame.length) },
  { id: 'info', name: 'Info', width: 600, text: (p) => visible(p.info) },
]
