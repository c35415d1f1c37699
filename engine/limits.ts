/** Every cap in the program, one line each with its reason. A capture is untrusted input: whatever it can make us repeat, nest or hold has a number here. */
export const limits = Object.freeze({
  /** Layers of one packet. Deeper nesting than this is only ever made to exhaust a decoder. */
  layersPerPacket: 16,
  /** Rows (field occurrences) of one packet; the tree then ends with "… more". */
  rowsPerPacket: 10_000,
  /** Jumps along compression pointers in one DNS name. */
  compressionJumps: 32,
  /** Captured bytes of one packet; libpcap's own maximum. */
  capturedLength: 262_144,
  /** One pcapng block: room for the longest packet with its options. */
  blockLength: 16 * 1024 * 1024,
  /** Captured bytes on link types whose packets are whole transfers (USBPcap, D-Bus, EBHSCR): still inside a block. */
  capturedLengthLarge: 16 * 1024 * 1024 - 4 * 1024,
  /** Options of one pcapng block. */
  optionsPerBlock: 1_000,
  /** Interfaces of one pcapng section. */
  interfacesPerSection: 1_024,
  /** Interfaces of one file, over all sections: the index keeps 16 bits for them. */
  interfacesPerFile: 65_536,
  /** Blocks of one file that are kept in memory (sections, interfaces, names, statistics), all together. */
  captureMetadata: 64 * 1024 * 1024,
  /** One option's value; its length field has 16 bits. */
  optionLength: 65_535,
  /** What a gzip file may become: a bomb grows a thousandfold, no capture opened by hand is larger. */
  gunzipped: 64 * 1024 * 1024 * 1024,
  /** What decompressing leaves free on the disk of the temporary folder. */
  gunzipFreeSpace: 256 * 1024 * 1024,
  /** One read of the index pass: larger ones leave the processor's cache, and the window of engine/assembly/layout.ts. */
  scanChunk: 1024 * 1024,
  /** One page of the cache behind packets on the screen, and how many there are. */
  pageLength: 64 * 1024,
  pages: 64,
  /** Bytes held to put one stream together. */
  reassemblyPerStream: 8 * 1024 * 1024,
  /** The same for a whole capture; the oldest are dropped and counted. */
  reassemblyInAll: 256 * 1024 * 1024,
  /** Copies of fragments and of the datagrams made of them, per network layer; the oldest are dropped and counted. */
  reassemblyOfDatagrams: 64 * 1024 * 1024,
  /** Fragments of one datagram: 65,536 bytes in the smallest fragments there can be. */
  fragmentsPerDatagram: 8_192,
  /** Messages begun in one TCP segment and ended in a later one, and segments of one of them: places only, some 500 and 100 bytes each. */
  tcpMessages: 256 * 1024,
  segmentsPerMessage: 65_536,
  /** Messages of a direction that late segments can still go on with. */
  tcpMessagesPerDirection: 64,
  /** Requests with their answers that one kind of exchange remembers (a power of two); the oldest are forgotten. */
  pairs: 4 * 1024 * 1024,
  /** TCP segments waiting for their acknowledgement, per direction (Wireshark's own number) and in all: a one-sided capture never gets any. */
  tcpUnackedPerDirection: 10_000,
  tcpUnackedInAll: 1_000_000,
  /** How often one direction of a TCP stream may get another initial sequence number: each is kept, and looked through. */
  tcpRebasesPerDirection: 1_000,
  /** Characters of a filter. */
  filterText: 4 * 1024,
  /** Nesting of a filter. */
  filterDepth: 250,
  /** Nodes of a parsed filter. */
  filterNodes: 10_000,
  /** Members of one set in a filter. */
  filterSetMembers: 1_000,
  /** Characters of a filter after its macros were replaced, and macros inside macros. */
  filterExpanded: 16 * 1024,
  filterMacroDepth: 16,
  /** Macros that are kept, and characters of a name of one. */
  filterMacros: 200,
  filterMacroName: 64,
  /** States of one regular expression, and sets of them that are remembered while it runs. */
  regexStates: 10_000,
  regexTable: 1_000,
  /** Rows in one reply to the window. */
  rowsPerReply: 1_000,
  /** Bytes waiting to be sent on one port. */
  portQueue: 8 * 1024 * 1024,
  /** One WebSocket message to the server. */
  webSocketFrame: 1024 * 1024,
  /** Hosts with a lifeline of their own in a ladder (Wireshark's own number of nodes is 40); the others share one. */
  ladderHosts: 200,
  /** Arrows of one exported ladder. */
  ladderExport: 100_000,
  /** Bytes that following a stream holds back while a gap before them may still be filled, per direction. */
  followHeld: 8 * 1024 * 1024,
  /** Payload in one reply to the window. */
  followPerReply: 1024 * 1024,
  /** Distinct statements in a list of expert information. */
  expertSummaries: 10_000,
  /** Frames named for each of them. */
  expertFrames: 1_000,
  /** Exchanges of ARP that its table keeps; the oldest are forgotten, and counted. */
  arpExchanges: 200_000,
  /** Pairs of link or network addresses that a table of conversations keeps. */
  addressPairs: 1_000_000,
  /** Points of one series of a graph. */
  graphPoints: 20_000,
})
