/** What is known of a packet before a byte of it is read: the record around it in the capture file. */
export class Frame {
  /** Counted from 1. */
  number = 0
  /** Whole seconds since 1970 and nanoseconds within the second. */
  seconds = 0
  nanos = 0
  /** False for packets whose record has no time (pcapng Simple Packet Blocks). */
  hasTime = true
  captured = 0
  /** Length on the wire. */
  length = 0
  /** Data link type of the interface, LINKTYPE_… */
  linkType = 0
  interfaceIndex = 0
  /** Nanoseconds since the first packet, the previous captured one, the previous displayed one. Not known in the first pass. */
  sinceFirst: number | bigint = 0
  sincePrevious: number | bigint = 0
  sinceDisplayed: number | bigint = 0
  marked = false
  ignored = false
  comments: readonly string[] = []
  /** False for files that name no interfaces (pcap). */
  hasInterface = false
  interfaceName: string | undefined
  interfaceDescription: string | undefined
  sectionNumber = 0
  /** Bytes of frame check sequence that the file says are at the end. */
  fcsLength = 0
  /** pcapng packet options, where present. */
  flags: number | undefined
  packetId: bigint | undefined
  /** Packets lost between the one before and this one. */
  dropCount: bigint | undefined
  /** pcapng verdicts: one byte kind, then the verdict. */
  verdicts: readonly Uint8Array[] = []
  queue: number | undefined
}
