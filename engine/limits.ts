/** Every cap in the program, one line each with its reason. A capture is untrusted input: whatever it can make us repeat, nest or hold has a number here. */
export const limits = Object.freeze({
  /** Layers inside one another. Deeper nesting than this is only ever made to exhaust a decoder. */
  layersDeep: 32,
  /** Layers of one packet in all, siblings too (several messages in one segment): records keep 8 bits for them. */
  layersPerPacket: 250,
  /** Ranges behind a gap that are followed in one direction of a TCP conversation: a window of segments with every second one lost. */
  gapsPerDirection: 256,
  /** Packets of one direction among which a second sighting of one is looked for: more than a mirror port sends in a moment. */
  sightings: 64,
  /** Resets of one attempt that are told one by one. */
  resetsTold: 100,
  /** Attempts to open one connection that are told one by one: more are made by scans only. */
  attemptsTold: 100,
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
  /** What a compressed file may become: a bomb grows a thousandfold, no capture opened by hand is larger. */
  gunzipped: 64 * 1024 * 1024 * 1024,
  /** USB requests that wait for their answer: a bus has some thousands at most. */
  usbRequests: 16_384,
  /** How far back a zstd file may refer, all held in memory: what zstd itself takes without being told more. */
  zstdWindow: 128 * 1024 * 1024,
  /** One block of zstd (RFC 8878, 3.1.1.2.3). */
  zstdBlock: 128 * 1024,
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
  /** Messages begun in one segment of a stream and ended in a later one, and segments of one of them: places only, some 500 and 100 bytes each. */
  streamMessages: 256 * 1024,
  segmentsPerMessage: 65_536,
  /** Bytes of one message that is put together: longer ones are told segment by segment. */
  messageBytes: 64 * 1024 * 1024,
  /** Encrypted records of one session that are opened: how each was is remembered, some 100 bytes. */
  openedRecords: 1024 * 1024,
  /** A file of session keys. */
  keyLog: 64 * 1024 * 1024,
  /** Distinct texts of a column that a list is sorted by, and letters of each that count. */
  sortTexts: 2_000_000,
  sortText: 80,
  /** Rules of Decode As that are kept, and the ports (or other values) that all of them may speak of, some 50 bytes each. */
  decodeAsRules: 200,
  decodeAsKeys: 262_144,
  /** Preferences that differ from their presets. */
  preferencesSet: 500,
  /** Characters of the Info column: Wireshark's own number. */
  infoText: 4_096,
  /** Characters of a line of the tree: Wireshark's own number. Of what a dissector writes, those that are kept until then. */
  lineText: 239,
  labelText: 4_096,
  /** What a compressed body may become. */
  unpackedBody: 64 * 1024 * 1024,
  /** Messages of a direction that late segments can still go on with. */
  messagesPerDirection: 64,
  /** Packets with data of one conversation that are offered to heuristics before nobody is thought to know it. */
  looksPerConversation: 10,
  /** Commands of one IMAP conversation that wait for their answer. */
  tagsPerConversation: 1_000,
  /** Requests of SIP that wait for answers; the oldest are forgotten. */
  sipRequests: 100_000,
  /** Mails whose parts are remembered: a hundred bytes each and more per part. */
  lettersInAll: 100_000,
  /** Conversations announced by another one (SDP, FTP …) that are waited for; the oldest are forgotten. */
  expectedConversations: 100_000,
  /** Requests with their answers that one kind of exchange remembers (a power of two); the oldest are forgotten. */
  pairs: 4 * 1024 * 1024,
  /** Contexts bound and calls open, that DCE/RPC and ONC RPC each remember; the oldest give way. */
  rpcCalls: 256 * 1024,
  /** Open files, shares and unanswered requests of one connection of SMB; the oldest give way. */
  openFiles: 64 * 1024,
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
  /** Bytes of a file of settings or macros that the command line reads. */
  settingsBytes: 4 * 1024 * 1024,
  /** Macros that are kept, and characters of a name of one. */
  filterMacros: 200,
  filterMacroName: 64,
  /** States of one regular expression, and sets of them that are remembered while it runs. */
  regexStates: 10_000,
  regexTable: 1_000,
  /** Steps of a regular expression that lead two ways: each may cost a look at every byte, where the other states go 32 at a time. */
  regexSplits: 1_500,
  /** Places of a pattern in all rows of its table together: what filling the table costs. */
  regexTablePlaces: 100_000,
  /** Rows in one reply to the window. */
  rowsPerReply: 1_000,
  /** Frames named in one reply about expert information. */
  framesPerReply: 200_000,
  /** Characters of one page of an exported ladder. */
  exportPage: 512 * 1024,
  /** Characters of what stands on and beside one arrow of a ladder: a hundred thousand of them are held for an export. */
  arrowText: 1_024,
  /** Bytes of one packet that a reply holds, of all its sources together. */
  packetBytesPerReply: 3 * 1024 * 1024,
  /** One answer of a decoder, as MessagePack counts it: it must fit in `portQueue` beside others. */
  answer: 6 * 1024 * 1024,
  /** Bytes waiting to be sent on one port. */
  portQueue: 8 * 1024 * 1024,
  /** Requests of one window that are answered at a time, and that wait for it. */
  requestsAtOnce: 12,
  requestsWaiting: 10_000,
  /** Packets among which duplicates are looked for by time: editcap's most. */
  duplicatesHeld: 1_000_000,
  /** Replacements of addresses and of names that are held while a capture is scrubbed; others are made again. */
  scrubbedHeld: 100_000,
  /** Networks of 256 addresses whose order is held meanwhile. */
  scrubbedNetworks: 10_000,
  /** Objects written out of one capture, bytes of all of them, and of one that is put together from packets. */
  carriedObjects: 100_000,
  carriedBytes: 16 * 1024 * 1024 * 1024,
  carriedObject: 256 * 1024 * 1024,
  /** Bytes of a file's name: what the usual file systems allow. */
  fileName: 255,
  /** Pairs of an address or name and its replacement that are listed. */
  scrubbedListed: 100_000,
  /** Blocks about interfaces that are carried over into a new file. */
  statisticsBlocks: 10_000,
  /** Characters of a lab sheet and of one text in it, its questions, and the characters of an answer file. */
  labSheet: 1_000_000,
  labText: 10_000,
  labQuestions: 500,
  /** Frames named of one answer in a reply. */
  labFrames: 20,
  /** Characters of an answer to an agent, and of one text in it: what a model reads at once. */
  agentReply: 60_000,
  agentText: 4_000,
  /** Pieces of a stream in front of a page that are read for whether somebody was asked for a password. */
  agentLookBack: 400,
  /** One WebSocket message to the server. */
  webSocketFrame: 1024 * 1024,
  /** Hosts with a lifeline of their own in a ladder (Wireshark's own number of nodes is 40); the others share one. */
  ladderHosts: 200,
  /** Hosts without a line of their own that are told apart to be counted: names of 40 bytes in some megabytes. */
  ladderHostsCounted: 100_000,
  /** Networks (VLAN, tunnel, interface) with hosts of their own that ARP tells apart, and hosts that ask there. */
  arpAskers: 262_144,
  /** Arrows of one exported ladder. */
  ladderExport: 100_000,
  /** Bytes that following a stream holds back while a gap before them may still be filled, per direction. */
  followHeld: 8 * 1024 * 1024,
  /** Payload in one reply to the window. */
  followPerReply: 1024 * 1024,
  /** Rows of a data set's file that are written at once: enough for a column to compress well. */
  datasetRows: 20_000,
  /** Characters of such rows: long Infos must not fill the memory. */
  datasetText: 8 * 1024 * 1024,
  /** Files of a data set that one capture writes at a time, one per table and day. */
  datasetFilesOpen: 64,
  /** Characters of one line of a hex dump. */
  hexDumpLine: 1024 * 1024,
  /** Characters of text in front of a dumped packet that are kept: a time and a direction stand there. */
  hexDumpText: 1024,
  /** Packets of one capture that are compared with another's: some hundred bytes each. */
  comparedPackets: 1_000_000,
  /** Packets that the text of a comparison lists. */
  comparedLines: 100_000,
  /** Translated addresses that a comparison tells. */
  comparedTranslations: 10_000,
  /** Segments that together may be one of another capture: what offloading puts into one. */
  comparedParts: 256,
  /** Bytes that a query over a data set may hold. */
  queryMemory: 2 * 1024 * 1024 * 1024,
  /** Processes that read captures for a data set. */
  datasetProcesses: 64,
  /** Distinct statements in a list of expert information. */
  expertSummaries: 10_000,
  /** Frames named for each of them. */
  expertFrames: 1_000,
  /** Exchanges of ARP that its table keeps; the oldest are forgotten, and counted. */
  arpExchanges: 200_000,
  /** Pairs of link or network addresses that a table of conversations keeps. */
  addressPairs: 1_000_000,
  /** Directions of SCTP associations whose first number is remembered; numbers of further ones are shown as they are. */
  sctpDirections: 200_000,
  /** Values or elements inside one another in JSON and XML bodies: deeper text is only made to exhaust a reader. */
  nestedValues: 100,
  /** Headers of one HTTP/2 message, and bytes of its compressed block: far more than servers take. */
  http2Headers: 1_000,
  http2BlockBytes: 256 * 1024,
  /** Dynamic table of HPACK, whatever a peer asks for: sixteen times the preset. */
  http2TableBytes: 64 * 1024,
  /** Streams of one direction whose bodies are put together at the same time. */
  http2Streams: 1_000,
  /** Intervals of one table of traffic over time. */
  statisticIntervals: 1_000_000,
  /** Lines of a tree of protocols or counters in one reply. */
  statisticLines: 10_000,
  /** Different names under one line of a tree of counters. */
  counterNames: 1_000,
  /** Interfaces, sections and comments of a file that its properties tell of. */
  propertyParts: 100,
  /** Lines of one picture of traffic over time. */
  graphLines: 8,
  /** Points of one series of a graph. */
  graphPoints: 20_000,
  /** Rows of one table of a report, arrows of its ladder, notes and problems that it lists: some pages; what is left out is said. */
  reportRows: 100,
  reportArrows: 60,
  /** Segments that a report tells field by field: a page each. */
  reportSegments: 8,
  /** Bytes of data that a report shows, of each segment and of how many. */
  reportPayload: 512,
  reportPayloads: 10,
  /** Bytes and pieces of handshake messages that QUIC holds until they are whole, per direction and level: long chains of certificates fit. */
  quicHandshake: 128 * 1024,
  quicPieces: 256,
  /** Bytes of one field in a table of a report. */
  reportFieldBytes: 16,
  /** Packets around one that a report looks at for where a value comes from. */
  reportLooks: 50,
  /** Packets in which an overview looks for problems: all layers of each are decoded. */
  reportExpert: 200_000,
  /** Characters of a report that a window shows: with the rest of the answer it must fit in `answer`. */
  reportPreview: 1_500_000,
  /** Seconds that a browser may take to print a report: some for its start, and a large report has some hundred pages. */
  pdfSeconds: 60,
  /** Packets before and behind one that are looked at to explain its fields: what lies further away is seldom the reason, and a person waits. */
  explainReach: 5_000,
  /** A report that is checked: bytes of the file, of the text in a packed one, characters, entries of the package, sentences, and words of one sentence. */
  claimReport: 16 * 1024 * 1024,
  claimXml: 16 * 1024 * 1024,
  claimText: 1_000_000,
  claimZipEntries: 5_000,
  claimSentences: 5_000,
  claimTokens: 400,
  /** Characters of one sentence: nobody writes longer ones, and patterns are tried at each of them. */
  claimSentence: 2_000,
  /** Packets, frames in memory and TCP conversations of the capture that statements are looked up in. */
  claimPackets: 50_000,
  claimFrames: 5_000,
  claimTalks: 50,
  /** Statements of one reply, and frames named of each. */
  claimsPerReply: 2_000,
  claimFramesPerReply: 20,
})
