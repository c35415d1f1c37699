/** What the other side does when it is told. */

/** The batch is full, or somebody wants to look: take the entries over. */
export declare function takePackets(count: u32): void
export declare function takeSegments(count: u32): void
export declare function takeDatagrams(count: u32): void
export declare function takeEvidence(count: u32): void
export declare function takeContinued(count: u32): void
/** Bits to add to those of a segment that was filed before. */
export declare function late(row: u32, bits: u32): void
/** The time until the acknowledgement that `row` is does not fit 32 bits. */
export declare function longRtt(row: u32, nanoseconds: f64): void
/** The time since the segment before, of the segment that comes next, does not fit 32 bits. */
export declare function longDelta(row: u32, seconds: f64, nanos: f64): void
/** One end of a stream starts anew at `base`; `synAck` is row + 1 of its first SYN, ACK. */
export declare function rebased(direction: u32, row: u32, base: i32, before: i32, synAck: u32): void
/** Memory has grown: what was seen of it before is gone. */
export declare function grown(): void
/** There is no more memory. */
export declare function full(): void
