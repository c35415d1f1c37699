// Numbers of draft-ietf-opsawg-pcapng and draft-ietf-opsawg-pcap: block types, option codes, magic numbers.

export const block = {
  section: 0x0a0d0d0a, // reads the same in both byte orders
  interface: 1,
  packet: 2, // obsolete, still found
  simplePacket: 3,
  names: 4,
  statistics: 5,
  enhancedPacket: 6,
  journal: 9, // systemd journal export
  secrets: 10,
  custom: 0x0bad, // may be copied
  customNoCopy: 0x40000bad, // asks not to be copied when the packets change
} as const

export const byteOrderMagic = 0x1a2b3c4d

export const option = {
  end: 0,
  comment: 1,
  // section
  hardware: 2,
  os: 3,
  application: 4,
  // interface
  name: 2,
  description: 3,
  speed: 8,
  tsResolution: 9,
  filter: 11,
  interfaceOs: 12,
  fcsLength: 13,
  tsOffset: 14,
  interfaceHardware: 15,
  // packet
  flags: 2,
  hash: 3,
  dropCount: 4,
  packetId: 5,
  queue: 6,
  verdict: 7,
  // statistics
  received: 4,
  dropped: 5,
  filterAccepted: 6,
  droppedBySystem: 7,
  delivered: 8,
} as const

export const pcapMagic = {
  microseconds: 0xa1b2c3d4,
  nanoseconds: 0xa1b23c4d,
  modified: 0xa1b2cd34, // Kuznetzov's patched libpcap: eight more bytes per record header
  ixiaHardware: 0x1c0001ac, // lcap: four more bytes in the file header
  ixiaSoftware: 0x1c0001ab,
} as const

/** Link types whose "packets" are whole transfers and may be larger than any frame: D-Bus, USBPcap, EBHSCR. */
export const largeLinkTypes: ReadonlySet<number> = new Set([231, 249, 279])
