/**
 * Bits and places that the analysis of TCP and its readers share: TypeScript reads this file too (flows/tcp-rules.ts and tcp-rows.ts say what
 * each of them means).
 */

/** Flags of a segment (RFC 9293). */
export const FIN: u32 = 1
export const SYN: u32 = 2
export const RST: u32 = 4
export const PSH: u32 = 8
export const ACK: u32 = 16

/** Conditions. */
export const EMPTY: u32 = 1 << 0
export const ONE_BYTE: u32 = 1 << 1
export const SYN_FIN: u32 = 1 << 2
export const RESET: u32 = 1 << 3
export const ACK_FLAG: u32 = 1 << 4
export const AT_NEXT: u32 = 1 << 5
export const ABOVE_NEXT: u32 = 1 << 6
export const BELOW_NEXT: u32 = 1 << 7
export const ONE_BELOW_NEXT: u32 = 1 << 8
export const WINDOW_ZERO: u32 = 1 << 9
export const WINDOW_SAME: u32 = 1 << 10
export const ACK_SAME: u32 = 1 << 11
export const PEER_WINDOW_ZERO: u32 = 1 << 13
export const PEER_KEPT_ALIVE: u32 = 1 << 14
export const PEER_PROBED: u32 = 1 << 15
export const FILLS_WINDOW: u32 = 1 << 16
export const ACKS_UNSEEN: u32 = 1 << 17
export const TELLS_OF_PATHS: u32 = 1 << 18
export const COVERED: u32 = 1 << 19
export const SOON_AFTER_ACK: u32 = 1 << 20
export const TWO_DUPLICATES: u32 = 1 << 21
export const AT_PEER_ACK: u32 = 1 << 22
export const SOON_AFTER_HIGHEST: u32 = 1 << 24
export const ENDS_AT_NEXT: u32 = 1 << 26
export const KEPT_ALIVE: u32 = 1 << 27
export const MISSES_PEER: u32 = 1 << 29

/** Verdicts. */
export const REUSED_PORTS: u32 = 1 << 0
export const RETRANSMISSION: u32 = 1 << 1
export const FAST_RETRANSMISSION: u32 = 1 << 2
export const SPURIOUS_RETRANSMISSION: u32 = 1 << 3
export const OUT_OF_ORDER: u32 = 1 << 4
export const LOST_SEGMENT: u32 = 1 << 5
export const ACK_LOST_SEGMENT: u32 = 1 << 6
export const WINDOW_UPDATE: u32 = 1 << 7
export const WINDOW_FULL: u32 = 1 << 8
export const KEEP_ALIVE: u32 = 1 << 9
export const KEEP_ALIVE_ACK: u32 = 1 << 10
export const DUPLICATE_ACK: u32 = 1 << 11
export const ZERO_WINDOW_PROBE: u32 = 1 << 12
export const ZERO_WINDOW: u32 = 1 << 13
export const ZERO_WINDOW_PROBE_ACK: u32 = 1 << 14
/** The segment was sent before, and is not read again. A fast retransmission most often fills a gap of this very capture: it is, as in tshark. */
export const REPEATED: u32 = RETRANSMISSION | SPURIOUS_RETRANSMISSION

/** What else is filed of a segment beside its verdicts. */
export const FIN_ACTIVE: u32 = 1 << 16
export const FIN_PASSIVE: u32 = 1 << 17
export const UNREAD: u32 = 1 << 18
export const IN_FLIGHT: u32 = 1 << 19
export const PUSHED: u32 = 1 << 20
export const ACKS: u32 = 1 << 21
export const ANALYSED: u32 = 1 << 22
export const TOUCHED: u32 = 1 << 23
export const RELATIVE: u32 = 1 << 24
export const TAKES_EARLY_DATA: u32 = 1 << 25
export const LEAVES_EARLY_DATA: u32 = 1 << 26

/** Beside the twelve flags of a packet's last TCP layer, where the index keeps them: its whole header was captured. */
export const TCP_KNOWN: u32 = 0x8000

/** Window scales that are no shift. */
export const SCALE_UNKNOWN: i32 = -1
export const SCALE_UNUSED: i32 = -2

/** What is kept of one direction of a stream, in bytes from its start: one line of the processor's cache. Sequence numbers are raw. */
export const STATE_SIZE: u32 = 64
/** Bits, 24 of them; the window scale above: eight bits, signed. */
export const S_FLAGS: u32 = 0
export const S_SCALE: u32 = 3
export const S_NEXT: u32 = 4
export const S_NEXT_FRAME: u32 = 8
export const S_LIMIT: u32 = 12
export const S_LAST_ACK: u32 = 16
export const S_LAST_NEW_ACK_FRAME: u32 = 20
export const S_DUPLICATES: u32 = 24
/** Two of 16 bits: the last window as it was sent, and how many segments wait for an acknowledgement. */
export const S_WINDOW: u32 = 28
export const S_WAITING: u32 = 30
export const S_PUSH_BYTES: u32 = 32
/** Bytes that the SACK blocks name that it sent last. */
export const S_SACKED: u32 = 36
/** When the highest segment came, and when the last segment of any kind: nanoseconds since the stream's first packet. */
export const S_HIGHEST_TIME: u32 = 40
export const S_LAST_TIME: u32 = 48
/** Segments that wait for an acknowledgement: the first and the last. */
export const S_OLDEST: u32 = 56
export const S_NEWEST: u32 = 60
/** SACK blocks that a segment has room for. */
export const MOST_SACKS: u32 = 4
/** As many as S_WAITING can count. */
export const MOST_WAITING: u32 = 0xffff

/** Bits of S_FLAGS. The window is known, and the segments that wait are in order. */
export const WINDOW_KNOWN: u32 = 256
export const IN_ORDER: u32 = 512
/** Its last segment kept the connection alive, or probed a window of zero. */
export const KEPT_ALIVE_LAST: u32 = 1024
export const PROBED_LAST: u32 = 2048
export const IN_FLIGHT_VALID: u32 = 2
export const PUSHED_LAST: u32 = 4
/** It sent a SYN, ACK last: its window is not scaled yet. */
export const FIRST_ACK: u32 = 8
export const ACCURATE_ECN: u32 = 32
/** The other side acknowledged more than was captured, and was told of. */
export const GAP_TOLD: u32 = 128
