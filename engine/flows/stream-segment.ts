/** One segment of a TCP conversation as the stories about it need it: plain data, read by engine/session/stream-reader.ts. */

/** Bits of `flags`. */
export const FLAG = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ece: 64, cwr: 128 } as const

/** Which end of a conversation: 0 sent its first packet. */
export type End = 0 | 1
export const other = (end: End): End => (end === 0 ? 1 : 0)

export interface StreamSegment {
  frame: number
  /** Nanoseconds since the first packet of the conversation. */
  time: number
  from: End
  /** Raw numbers. */
  sequence: number
  acknowledgment: number
  /** Counted from the start of each direction, as far as that is known. */
  relativeSequence: number
  relativeAcknowledgment: number
  flags: number
  /** As it stands in the header, and times the scale. */
  window: number
  scaledWindow: number
  /** Bytes of data; 0 where that is not known. */
  length: number
  /** Verdicts of the analysis (VERDICT in tcp-rules.ts). */
  verdicts: number
  /** Frame of the segment that this one acknowledges, 0 for none, and the nanoseconds since then. */
  acks: number
  rtt: number
  /** TCP Fast Open option: absent, a request for a cookie, a cookie. */
  fastOpen: 'request' | 'cookie' | ''
  /** What it says about where the capture was made: see vantage.ts. */
  trace: Trace
  /** Right edge of the highest SACK block, NaN without one. */
  sackEnd: number
  /** What the layers below say of it: see seen-twice.ts. */
  way: Way
}

/** The marks by which one packet is told from another, and the way that it took. */
export interface Way {
  /** Time to live (hop limit); −1 where unknown. */
  ttl: number
  /** Identification of IPv4; −1 for IPv6. */
  id: number
  /** TCP checksum, −1 where unknown. */
  checksum: number
  /** Hardware addresses, VLANs and interface of this sighting, as text. */
  place: string
}

/** Marks that a packet bears of having been captured before it was sent, or after it was received. */
export interface Trace {
  /** The checksum is only the sum over the pseudo-header: the adapter was to compute the rest. */
  partialChecksum: boolean
  /** Shorter than Ethernet allows on a wire: captured before padding was added. */
  unpadded: boolean
  /** Has padding: it came over a wire. */
  padded: boolean
}

export const noWay: Way = { ttl: -1, id: -1, checksum: -1, place: '' }

export const noTrace: Trace = { partialChecksum: false, unpadded: false, padded: false }

/** a − b in sequence space. */
export const ahead = (a: number, b: number): number => (a - b) | 0

/** Whether a number lies beyond a mark; every number does while there is none (NaN). */
export const isBeyond = (number: number, mark: number): boolean => Number.isNaN(mark) || ahead(number, mark) > 0

/** The number behind the last one that a segment uses: SYN and FIN count one each. */
export const endOf = (s: Pick<StreamSegment, 'sequence' | 'length' | 'flags'>): number =>
  (s.sequence + s.length + (s.flags & FLAG.syn ? 1 : 0) + (s.flags & FLAG.fin ? 1 : 0)) >>> 0

const WORDS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const

/** `SYN, ACK`, in the order of the bits. */
export const flagText = (flags: number): string => WORDS.filter((_, i) => flags & (1 << i)).join(', ') || '<None>'
