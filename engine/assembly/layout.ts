/**
 * Where things lie in the linear memory of the index pass. TypeScript imports this file, too (flows/pass-core.ts): each number stands
 * here only.
 */

/** The part of the file that is being read: as much as limits.ts says of one read. */
export const WINDOW: u32 = 1 << 16
export const WINDOW_SIZE: u32 = 1 << 20

/** Bytes of a packet whose own memory is elsewhere: the start of a TCP header, with its options. */
export const SCRATCH: u32 = WINDOW + WINDOW_SIZE
export const SCRATCH_SIZE: u32 = 64

/** Words that both sides read and write: how much waits in the batches, and what `takeBlocks` and `takeRecords` have taken, and left. */
export const CELLS: u32 = SCRATCH + SCRATCH_SIZE
export const PACKETS: u32 = 0
export const SEGMENTS: u32 = 4
export const DATAGRAMS: u32 = 8
export const EVIDENCES: u32 = 12
export const TAKEN: u32 = 16
/** Conversations, TCP segments, and packets before those in the batch. */
export const CONVERSATIONS: u32 = 20
export const ROWS: u32 = 24
export const FLUSHED: u32 = 28
/** Conversations of each transport. */
export const STREAMS: u32 = 32
/** Where the packet lies that is to be decoded, 0 for none. */
export const LEFT: u32 = 64
/** What of it is left: the whole packet, or only what TCP or UDP carries; the rest is filed then. */
export const LEFT_KIND: u32 = 68
export const LEFT_PACKET: u32 = 0
export const LEFT_SEGMENT: u32 = 1
export const LEFT_DATAGRAM: u32 = 2
/** Of these: its kind of layers (STACKS), where the headers of network and transport layer lie, and where what these carry begins and ends. */
export const LEFT_VARIANT: u32 = 72
export const LEFT_NETWORK: u32 = 76
export const LEFT_TRANSPORT: u32 = 80
export const LEFT_PAYLOAD: u32 = 84
export const LEFT_END: u32 = 88
export const LEFT_WIRE: u32 = 92
export const LEFT_FLOW: u32 = 96
/** Segments that lie within a message of which nobody needs to be asked any more. */
export const CONTINUED: u32 = 100

/** Interfaces of the section that is being read, 32 bytes each: see `addInterface`. */
export const INTERFACES: u32 = CELLS + 128
export const INTERFACES_MOST: u32 = 1024

/** One entry of a batch per packet, segment or datagram; a column each. */
export const BATCH: u32 = 1024
export const PACKET_OFFSET: u32 = INTERFACES + 32 * INTERFACES_MOST
export const PACKET_SECONDS: u32 = PACKET_OFFSET + 8 * BATCH
export const PACKET_NANOS: u32 = PACKET_SECONDS + 8 * BATCH
export const PACKET_CAPTURED: u32 = PACKET_NANOS + 4 * BATCH
export const PACKET_LENGTH: u32 = PACKET_CAPTURED + 4 * BATCH
export const PACKET_FLOW: u32 = PACKET_LENGTH + 4 * BATCH
export const PACKET_INTERFACE: u32 = PACKET_FLOW + 4 * BATCH
export const PACKET_STACK: u32 = PACKET_INTERFACE + 2 * BATCH
export const PACKET_TCP_FLAGS: u32 = PACKET_STACK + 2 * BATCH
export const PACKET_HEADER: u32 = PACKET_TCP_FLAGS + 2 * BATCH
export const PACKET_FLAGS: u32 = PACKET_HEADER + BATCH

export const SEGMENT_FLOW: u32 = PACKET_FLAGS + BATCH
export const SEGMENT_DELTA: u32 = SEGMENT_FLOW + 4 * BATCH
export const SEGMENT_FRAME: u32 = SEGMENT_DELTA + 4 * BATCH
export const SEGMENT_NTH: u32 = SEGMENT_FRAME + 4 * BATCH

/** What the analysis found: bits, the frame that is acknowledged and after how many nanoseconds; bytes in flight and bytes since the last PSH. */
export const SEGMENT_VERDICTS: u32 = SEGMENT_NTH + 4 * BATCH
export const SEGMENT_ACKED: u32 = SEGMENT_VERDICTS + 4 * BATCH
export const SEGMENT_RTT: u32 = SEGMENT_ACKED + 4 * BATCH
export const SEGMENT_IN_FLIGHT: u32 = SEGMENT_RTT + 4 * BATCH
export const SEGMENT_PUSH_BYTES: u32 = SEGMENT_IN_FLIGHT + 4 * BATCH

export const DATAGRAM_GAP: u32 = SEGMENT_PUSH_BYTES + 4 * BATCH
export const DATAGRAM_FLOW: u32 = DATAGRAM_GAP + 8 * BATCH
export const DATAGRAM_FRAME: u32 = DATAGRAM_FLOW + 4 * BATCH
export const DATAGRAM_NTH: u32 = DATAGRAM_FRAME + 4 * BATCH

export const CONTINUED_FRAME: u32 = DATAGRAM_NTH + 4 * BATCH
export const CONTINUED_FLOW: u32 = CONTINUED_FRAME + 4 * BATCH
export const CONTINUED_SEQUENCE: u32 = CONTINUED_FLOW + 4 * BATCH
/** Where its payload begins, in the packet, and how long it is. */
export const CONTINUED_PLACE: u32 = CONTINUED_SEQUENCE + 4 * BATCH
export const CONTINUED_LENGTH: u32 = CONTINUED_PLACE + 4 * BATCH

/** What the verdicts of a segment were made from: its row, and the eight numbers of E (flows/tcp-rows.ts). */
export const EVIDENCE_MOST: u32 = 256
export const EVIDENCE_ROW: u32 = CONTINUED_LENGTH + 4 * BATCH
export const EVIDENCE: u32 = EVIDENCE_ROW + 4 * EVIDENCE_MOST

/** Rules of the analysis, three tables, and raw edges of the SACK blocks of a segment. */
export const RULES: u32 = EVIDENCE + 64 * EVIDENCE_MOST
export const RULES_SIZE: u32 = 16 * 16
export const SACK_EDGES: u32 = RULES + 3 * RULES_SIZE

/** What the first table of rules said of facts before: facts + 1 and verdicts, for each number that `analysis.ts` makes of facts. */
export const JUDGED_MOST: u32 = 256
export const JUDGED: u32 = SACK_EDGES + 32

/** One bit per port: a protocol asks for what it carries. TCP, then UDP. */
export const PORTS: u32 = JUDGED + 8 * JUDGED_MOST
export const PORTS_SIZE: u32 = 8192
/** Whether heuristics want to see what nobody is known to read: TCP, then UDP. */
export const HEURISTICS: u32 = PORTS + 2 * PORTS_SIZE
/** Layer sets of plain packets, 16 bits each: the sum of UDP 2, with a VLAN tag 4, with data 1, over IPv6 8. */
export const STACKS: u32 = HEURISTICS + 8

/** Where conversations lie: 128 bytes each, 4096 in a row, and the place of each such row here. */
export const CHUNKS: u32 = STACKS + 64
export const CHUNKS_MOST: u32 = 1 << 14
export const CHUNK: u32 = 1 << 12
export const CONVERSATION_SIZE: u32 = 128

/** From here on memory is given out as it is needed. */
export const HEAP: u32 = CHUNKS + 4 * CHUNKS_MOST

/** Parts of a conversation. End 0 sent its first packet. */
export const TRANSPORT: u32 = 0
export const ADDRESS_KIND: u32 = 1
/** Of TCP: parts of a whole conversation that were seen, without those that only the first segment shows; and those. */
export const COMPLETENESS: u32 = 2
export const FIRST_PARTS: u32 = 3
/** Two of 16 bits. */
export const ENDS_PORTS: u32 = 4
/** Two words: an IPv4 address as it stands in memory, where one of IPv6 lies (addresses.ts), or the number of any other. */
export const ENDS: u32 = 8
/** Number among those of its transport. */
export const STREAM: u32 = 16
export const SERVER_PORT: u32 = 20
/** Fast Open: 1 the SYN had a cookie, 2 and data. End + 1 that sent the first FIN. */
export const EARLY_DATA: u32 = 22
export const CLOSER: u32 = 23
/** Of its first and of its last packet. */
export const FRAMES: u32 = 24
export const NANOS: u32 = 32
export const SECONDS: u32 = 40
/** Sent by each end. */
export const PACKET_COUNTS: u32 = 56
export const BYTE_COUNTS: u32 = 64
/** Of TCP, for each end: the number that its sequence numbers count from, row + 1 of its first SYN, ACK, and marks. */
export const BASES: u32 = 80
export const SYN_ACK_ROWS: u32 = 88
export const MARKS: u32 = 96
/** Who reads what it carries: UNKNOWN (heuristics are asked), NOBODY, SOMEBODY (flows/readers.ts). */
export const READER: u32 = 98
export const NOBODY: u32 = 1
export const SOMEBODY: u32 = 2
/** Where the states of its two directions lie (tcp-words.ts); 0 before its first segment. */
export const STATES: u32 = 100
/** Of the last bare SYN, and between it and the end of the handshake: nanoseconds; −∞ and −1 before. */
export const SYN_TIME: u32 = 104
export const INITIAL_RTT: u32 = 112
/** Of each end: the number behind the message that it is sending, whose length is known; 0 when there is none (flows/conversations.ts). */
export const OPEN_STOPS: u32 = 120
/** Marks: the base is known; it changed on the way. */
export const BASED: u32 = 1
export const REBASED: u32 = 2
