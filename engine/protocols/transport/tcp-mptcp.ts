/** RFC 8684. Multipath TCP's option: which connection a subflow belongs to, and where its bytes stand in the whole. */
import { bit, bits, bytes, expert, Field, ipv4, ipv6, u16, u32, u64, u8, uint } from '../../dissect/field'
import { bitPattern } from '../../dissect/format'
import type { Packet } from '../../dissect/packet'
import { mptcpResetReasons, mptcpSubtypes } from '../../names/tcp-options'

const flag = (name: string, label: string, mask: number): Field => bits(`tcp.options.mptcp.${name}`, label, mask)

const resetFlag = (name: string, label: string, mask: number): Field =>
  bit(`tcp.options.mptcp.flag_${name}.flag`, label, mask, { patternBits: 4, trueFalse: ['Set', 'Not set'] })

export const mptcpFields = {
  mptcp: new Field('tcp.options.mptcp', 'Multipath Transmission Control Protocol', 'none', 0),
  mpSubtype: bits('tcp.options.mptcp.subtype', 'Multipath TCP subtype', 0xf0, {
    names: mptcpSubtypes,
    help: 'What this option says: opening, joining, data, addresses, closing.',
  }),
  mpVersion: bits('tcp.options.mptcp.version', 'Multipath TCP version', 0x0f),
  mpReserved: u16('tcp.options.mptcp.reserved', 'Reserved', { display: 'hex' }),
  mpFlags: u8('tcp.options.mptcp.flags', 'Multipath TCP flags', { display: 'hex' }),
  mpBackup: flag('backup.flag', 'Backup flag', 0x01),
  mpChecksumRequired: flag('checksumreq.flags', 'Checksum required', 0x80),
  mpExtensible: flag('extensibility.flag', 'Extensibility', 0x40),
  mpNoMore: flag('nomoresubflows.flag', 'Do not attempt to establish new subflows to this address and port', 0x20),
  mpSha1: flag('sha1.flag', 'Use HMAC-SHA1', 0x01),
  mpSha256: flag('sha256.flag', 'Use HMAC-SHA256', 0x01),
  mpReservedFlags: bits('tcp.options.mptcp.reserved.flag', 'Reserved', 0x3e, { display: 'hex' }),
  mpUnsupported: expert('mptcp.connection.unsupported_algorithm', 'warn', 'Protocol', 'Unsupported algorithm'),
  mpFin: flag('datafin.flag', 'DATA_FIN', 0x10),
  mpSeq8: flag('dseqn8.flag', 'Data Sequence Number is 8 octets', 0x08),
  mpSeq: flag(
    'dseqnpresent.flag',
    'Data Sequence Number, Subflow Sequence Number, Data-level Length, Checksum present',
    0x04,
  ),
  mpAck8: flag('dataack8.flag', 'Data ACK is 8 octets', 0x02),
  mpAck: flag('dataackpresent.flag', 'Data ACK is present', 0x01),
  mpFlagU: resetFlag('U', 'Flag U', 0x08),
  mpFlagV: resetFlag('V', 'Flag V', 0x04),
  mpFlagW: resetFlag('W', 'Flag W', 0x02),
  mpTransient: resetFlag('T', 'Transient', 0x01),
  mpReason: u8('tcp.options.mptcp.rst_reason', 'TCPRST Reason', { display: 'hex', names: mptcpResetReasons }),
  mpAddressId: u8('tcp.options.mptcp.addrid', 'Address ID'),
  mpSendKey: u64('tcp.options.mptcp.sendkey', "Sender's Key"),
  mpReceiveKey: u64('tcp.options.mptcp.recvkey', "Receiver's Key"),
  mpToken: u32('tcp.options.mptcp.recvtok', "Receiver's Token"),
  mpRandom: u32('tcp.options.mptcp.sendrand', "Sender's Random Number"),
  mpShortHmac: u64('tcp.options.mptcp.sendtrunchmac', "Sender's Truncated HMAC"),
  mpHmac: bytes('tcp.options.mptcp.sendhmac', "Sender's HMAC"),
  mpAddressHmac: u64('tcp.options.mptcp.addaddrtrunchmac', 'Truncated HMAC'),
  mpDataAck: uint('tcp.options.mptcp.rawdataack', 'Original MPTCP Data ACK', { width: 8 }),
  mpDataSequence: uint('tcp.options.mptcp.rawdataseqno', 'Data Sequence Number', { width: 8 }),
  mpSubflowSequence: u32('tcp.options.mptcp.subflowseqno', 'Subflow Sequence Number'),
  mpLength: u16('tcp.options.mptcp.datalvllen', 'Data-level Length'),
  mpChecksum: u16('tcp.options.mptcp.checksum', 'Checksum', { display: 'hex' }),
  mpIpVersion: bits('tcp.options.mptcp.ipver', 'IP version', 0x0f),
  mpEcho: bits('tcp.options.mptcp.echo', 'Echo', 0x01),
  mpIPv4: ipv4('tcp.options.mptcp.ipv4', 'Advertised IPv4 Address'),
  mpIPv6: ipv6('tcp.options.mptcp.ipv6', 'Advertised IPv6 Address'),
  mpPort: u16('tcp.options.mptcp.port', 'Advertised port'),
}
type F = typeof mptcpFields

/** Bits of the byte at `at`. */
const mark = (p: Packet, field: Field, at: number): void => {
  p.add(field, at, 1, ((p.bytes[at] ?? 0) & field.mask) >>> field.shift)
}

/** Which kind of the option it is, from its first byte. */
export function mptcpTitle(p: Packet): string {
  const subtype = p.peek(1) >> 4
  return `: ${mptcpSubtypes[subtype] ?? `Unknown (${subtype})`}`
}

/** Reads the value of option 30; the cursor is behind its length. */
export function readMptcp(p: Packet, f: F): string {
  const at = p.at
  const first = p.peek(1)
  const subtype = first >> 4
  const title = mptcpTitle(p)
  // No layer of its own here; a protocol inside the segment says its own name behind this one.
  p.name('MPTCP')
  mark(p, f.mpSubtype, at)
  switch (subtype) {
    case 0:
      readCapable(p, f, first & 15)
      break
    case 1:
      readJoin(p, f)
      break
    case 2:
      readData(p, f)
      break
    case 3:
      readAddress(p, f, first & 15)
      break
    case 4:
      p.skip(1)
      while (p.left) p.take(f.mpAddressId)
      break
    case 5:
      flags(p, f, [f.mpBackup], 1)
      if (p.left) p.take(f.mpAddressId)
      break
    case 6:
    case 7: {
      const word = p.peek(2) & 0xfff
      const record = p.add(f.mpReserved, p.at, 2, word)
      p.label(
        record,
        `.... ${word
          .toString(2)
          .padStart(12, '0')
          .replace(/(....)(?=.)/g, '$1 ')} = Reserved: 0x${word.toString(16).padStart(3, '0')}`,
      )
      p.skip(2)
      p.take(subtype === 6 ? f.mpDataSequence : f.mpReceiveKey, 8)
      break
    }
    case 8:
      flags(p, f, [f.mpFlagU, f.mpFlagV, f.mpFlagW, f.mpTransient], 1)
      p.take(f.mpReason)
      break
    default:
      break
  }
  return title
}

/** The flags byte at the cursor with those of its bits that mean something here. */
function flags(p: Packet, f: F, list: readonly Field[], length: number): void {
  const at = p.at
  const was = p.open(p.add(f.mpFlags, at, length, p.peek(1)))
  for (const one of list) mark(p, one, at)
  p.close(was)
  p.skip(length)
}

function readCapable(p: Packet, f: F, version: number): void {
  mark(p, f.mpVersion, p.at)
  p.skip(1)
  const start = [f.mpChecksumRequired, f.mpExtensible]
  // Version 0 (RFC 6824) has five reserved bits, version 1 (RFC 8684) made one of them mean something.
  const reserved = (p.peek(1) >> 1) & (version ? 15 : 31)
  if (version) {
    const at = p.at
    const was = p.open(p.add(f.mpFlags, at, 1, p.peek(1)))
    for (const one of [...start, f.mpNoMore, f.mpSha256]) mark(p, one, at)
    const row = p.add(f.mpReservedFlags, at, 1, reserved)
    if (p.drawing)
      p.label(
        row,
        `...${bitPattern(15, reserved, 4).slice(0, 1)} ${bitPattern(15, reserved, 4).slice(1, 4)}. = Reserved: 0x${reserved.toString(16)}`,
      )
    p.close(was)
    p.skip(1)
  } else {
    flags(p, f, [...start, f.mpSha1, f.mpReservedFlags], 1)
    if (reserved) p.note(f.mpUnsupported, undefined, p.at - 1, 1)
  }
  if (p.left >= 8) p.take(f.mpSendKey)
  if (p.left >= 8) p.take(f.mpReceiveKey)
  if (p.left >= 2) p.take(f.mpLength)
  if (p.left >= 2) p.take(f.mpChecksum)
}

/** Three forms, told apart by their length: SYN, SYN/ACK, ACK. */
function readJoin(p: Packet, f: F): void {
  const length = p.left + 2
  if (length === 24) {
    p.skip(2)
    p.take(f.mpHmac, 20)
    return
  }
  flags(p, f, [f.mpBackup], 1)
  p.take(f.mpAddressId)
  if (length === 16) {
    p.take(f.mpShortHmac)
    p.take(f.mpRandom)
  } else if (length === 12) {
    p.take(f.mpToken)
    p.take(f.mpRandom)
  }
}

function readData(p: Packet, f: F): void {
  p.skip(1)
  const word = p.peek(1)
  flags(p, f, [f.mpFin, f.mpSeq8, f.mpSeq, f.mpAck8, f.mpAck], 1)
  if (word & 1) p.take(f.mpDataAck, word & 2 ? 8 : 4)
  if (word & 4) {
    p.take(f.mpDataSequence, word & 8 ? 8 : 4)
    p.take(f.mpSubflowSequence)
    p.take(f.mpLength)
    if (p.left >= 2) p.take(f.mpChecksum)
  }
}

/** Version 0 says which IP version; version 1 has a flag and leaves it to the length. */
function readAddress(p: Packet, f: F, low: number): void {
  const size = p.left - 2
  const isSix = size >= 16
  mark(p, low === 4 || low === 6 ? f.mpIpVersion : f.mpEcho, p.at)
  p.skip(1)
  p.take(f.mpAddressId)
  p.take(isSix ? f.mpIPv6 : f.mpIPv4)
  if (p.left === 2 || p.left === 10) p.take(f.mpPort)
  if (p.left >= 8) p.take(f.mpAddressHmac)
}
