/** IPv4 options by their type byte, and the names of values in them. */

/** `length` is the one that the option has to have, where there is only one. */
export const ipOptions: Readonly<Record<number, { name: string; length?: number }>> = {
  7: { name: 'Record Route' },
  11: { name: 'MTU Probe', length: 4 },
  12: { name: 'MTU Reply', length: 4 },
  25: { name: 'Quick-Start', length: 8 },
  68: { name: 'Time Stamp' },
  82: { name: 'Traceroute', length: 12 },
  130: { name: 'Security' },
  131: { name: 'Loose Source Route' },
  133: { name: 'Extended Security' },
  134: { name: 'Commercial Security' },
  136: { name: 'Stream ID', length: 4 },
  137: { name: 'Strict Source Route' },
  148: { name: 'Router Alert', length: 4 },
  149: { name: 'Selective Directed Broadcast' },
}

/** The number in the type byte's lower five bits. */
export const ipOptionNumbers: Readonly<Record<number, string>> = {
  0: 'End of Option List (EOL)',
  1: 'No-Operation (NOP)',
  2: 'Security',
  3: 'Loose source route',
  4: 'Time stamp',
  5: 'Extended security',
  6: 'Commercial IP security option',
  7: 'Record route',
  8: 'Stream identifier',
  9: 'Strict source route',
  10: 'Experimental Measurement',
  11: 'MTU probe',
  12: 'MTU Reply',
  13: 'Experimental Flow Control',
  14: 'Experimental Access Control',
  15: 'Ask Estrin',
  16: 'IMI Traffic Descriptor',
  17: 'Extended Internet Protocol',
  18: 'Traceroute',
  19: 'Address Extension',
  20: 'Router Alert',
  21: 'Selective Directed Broadcast',
  22: 'Unassigned',
  23: 'Dynamic Packet State',
  24: 'Upstream Multicast Packet',
  25: 'Quick-Start',
  30: 'RFC 3692-style experiment',
}

/** RFC 4782. */
export const quickStartRates: readonly string[] = [
  '0 bit/s',
  '80 Kbit/s',
  '160 Kbit/s',
  '320 Kbit/s',
  '640 Kbit/s',
  '1.28 Mbit/s',
  '2.56 Mbit/s',
  '5.12 Mbit/s',
  '10.24 Mbit/s',
  '20.48 Mbit/s',
  '40.96 Mbit/s',
  '81.92 Mbit/s',
  '163.84 Mbit/s',
  '327.68 Mbit/s',
  '655.36 Mbit/s',
  '1.31072 Gbit/s',
]

/** RFC 791. */
export const securityLevels: Readonly<Record<number, string>> = {
  0x0: 'Unclassified',
  0x135e: 'Reserved',
  0x24bd: 'Reserved',
  0x35e2: 'Reserved',
  0x4d78: 'Reserved',
  0x5e26: 'PROG',
  0x6bc5: 'Top secret',
  0x789a: 'EFTO',
  0x89af: 'Reserved',
  0x9af1: 'Reserved',
  0xaf13: 'Restricted',
  0xbc4d: 'MMMM',
  0xc4d6: 'Reserved',
  0xd788: 'Secret',
  0xe26b: 'Reserved',
  0xf135: 'Confidential',
}

/** RFC 1108. */
export const classificationLevels: Readonly<Record<number, string>> = {
  0x1: 'Reserved 4',
  0x3d: 'Top secret',
  0x5a: 'Secret',
  0x66: 'Reserved 3',
  0x96: 'Confidential',
  0xab: 'Unclassified',
  0xcc: 'Reserved 2',
  0xf1: 'Reserved 1',
}
