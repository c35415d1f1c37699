/** What single extensions hold, by type: RFC 6066, 7301, 8446 and those that the registry of extensions names. */
import { utf8Text } from '../../../bytes/text'
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import type { Found } from './extensions'
import { contents, extensions as x } from './fields'
import { readTransportParameters } from './quic-parameters'
import { readTimestamps } from './timestamps'
import { CLIENT_HELLO, HELLO_RETRY, NEW_TICKET } from './names'
import { groupName } from './values'

type Read = (p: Packet, message: number, found: Found) => void

/** `1 suite`, `2 suites`. */
export const many = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

/** A list of fields of one kind in `length` bytes, under a line of its own; returns their values. */
export function readList(
  p: Packet,
  group: Field,
  field: Field,
  length: number,
  title: (n: number) => string,
): number[] {
  const values: number[] = []
  p.need(length)
  const row = p.add(group, p.at, length)
  if (p.drawing) p.label(row, title(Math.floor(length / field.size)))
  const was = p.open(row)
  p.part(length, () => {
    while (p.left >= field.size) values.push(p.take(field))
  })
  p.close(was)
  return values
}

/** Signature schemes behind their length. */
export function readSchemes(p: Packet): void {
  const length = p.take(x.sigHashAlgLen)
  p.need(length)
  const row = p.add(x.sigHashAlgs, p.at, length)
  if (p.drawing) p.label(row, `Signature Hash Algorithms (${many(length >> 1, 'algorithm')})`)
  const was = p.open(row)
  p.part(length, () => {
    while (p.left >= 2) readScheme(p)
  })
  p.close(was)
}

export function readScheme(p: Packet): void {
  const was = p.open(p.add(x.sigHashAlg, p.at, 2))
  p.take(x.sigHashHash)
  p.take(x.sigHashSig)
  p.close(was)
}

export const extensionBodies: Readonly<Record<number, Read>> = {
  0: readServerNames,
  1: (p) => void p.take(x.maxFragmentLength),
  5: (p, message) => {
    if (p.left) readStatusRequest(p, message)
  },
  9: readCertificateTypes,
  10: (p, _, found) => {
    const length = p.take(x.supportedGroupsLength)
    const title = (n: number): string => `Supported Groups (${many(n, 'group')})`
    found.groups = readList(p, x.supportedGroups, x.supportedGroup, length, title)
  },
  11: (p, _, found) => {
    const length = p.take(x.ecPointFormatsLength)
    const title = (n: number): string => `Elliptic curves point formats (${n})`
    found.formats = readList(p, x.ecPointFormats, x.ecPointFormat, length, title)
  },
  12: (p) => void p.take(x.srpUsername, p.take(x.srpLen)),
  13: readSchemes,
  15: (p) => void p.take(x.heartbeatMode),
  16: readAlpn,
  18: (p) => {
    if (p.left) readTimestamps(p)
  },
  19: readCertificateTypes,
  20: readCertificateTypes,
  21: (p) => void (p.left && p.take(x.paddingData, p.left)),
  27: (p) => {
    const length = p.take(x.compressCertificateAlgorithmsLength)
    p.part(length, () => {
      while (p.left >= 2) p.take(x.compressCertificateAlgorithm)
    })
  },
  28: (p) => void p.take(contents.recordSizeLimit),
  34: readSchemes,
  35: readTicket,
  41: readPreShared,
  42: (p, message) => void (message === NEW_TICKET && p.take(x.earlyDataMaxEarlyDataSize)),
  43: readVersions,
  44: (p) => void p.take(x.cookie, p.take(x.cookieLen)),
  45: (p) => {
    const length = p.take(x.pskKeModesLength)
    p.part(length, () => {
      while (p.left) p.take(x.pskKeMode)
    })
  },
  50: readSchemes,
  51: readKeyShare,
  57: readTransportParameters,
  13172: readNextProtocols,
  17513: readSettings,
  65281: (p) => {
    const was = p.open(p.text('Renegotiation Info extension', p.at, p.left))
    const length = p.take(x.renegInfoLen)
    if (length) p.take(x.renegInfo, length)
    p.close(was)
  },
  65445: readTransportParameters,
  65486: readEncryptedName,
}

function readTicket(p: Packet, _: number, found: Found): void {
  const { left } = p
  found.ticket = left
  const row = p.add(x.data, p.at, left)
  if (p.drawing) p.label(row, `Data (${many(left, 'byte')})`)
}

function readServerNames(p: Packet): void {
  if (!p.left) return
  const was = p.open(p.text('Server Name Indication extension', p.at, p.left))
  const length = p.take(x.serverNameListLen)
  p.part(length, () => {
    while (p.left > 0) {
      p.take(x.serverNameType)
      const name = p.take(x.serverNameLen)
      if (name) p.take(x.serverName, name)
    }
  })
  p.close(was)
}

function readStatusRequest(p: Packet, message: number): void {
  const type = p.take(x.statusRequestType)
  if (message !== CLIENT_HELLO || type !== 1) return
  for (const field of [x.statusRequestResponderIdsLen, x.statusRequestExtsLen]) {
    const length = p.take(field)
    if (!length) continue
    p.note(x.statusRequestUndecoded, undefined, p.at, length)
    p.skip(length)
  }
}

function readCertificateTypes(p: Packet, message: number): void {
  if (message !== CLIENT_HELLO) return void p.take(x.certTypeType)
  const length = p.take(x.certTypeTypesLen)
  readList(p, x.certTypeTypes, x.certTypeType, length, (n) => `Certificate Type List (${n})`)
}

function readAlpn(p: Packet, message: number, found: Found): void {
  const length = p.take(x.alpnLen)
  p.part(length, () => {
    const was = p.open(p.add(x.alpnList, p.at, p.left))
    while (p.left > 0) {
      const size = p.take(x.alpnStrLen)
      const at = p.take(x.alpnStr, size)
      if (message !== CLIENT_HELLO && p.first) found.application = utf8Text(p.bytes, at, size)
    }
    p.close(was)
  })
}

function readVersions(p: Packet, message: number, found: Found): void {
  if (message === CLIENT_HELLO) {
    const length = p.take(x.supportedVersionsLen)
    p.part(length, () => {
      while (p.left >= 2) p.take(x.supportedVersion)
    })
  } else {
    const version = p.take(x.supportedVersion)
    found.version = version >= 0x7f00 ? 0x0304 : version
  }
}

function readKeyShare(p: Packet, message: number): void {
  const was = p.open(p.text('Key Share extension', p.at, p.left))
  if (message === HELLO_RETRY) p.take(x.keyShareSelectedGroup)
  else if (message === CLIENT_HELLO) {
    const length = p.take(x.keyShareClientLength)
    p.part(length, () => {
      while (p.left > 0) readShare(p)
    })
  } else readShare(p)
  p.close(was)
}

function readShare(p: Packet): void {
  const group = p.peek(2)
  const length = p.peek(2, 2)
  const row = p.text('', p.at, 4 + length)
  if (p.drawing)
    p.label(row, `Key Share Entry: Group: ${groupName(group) ?? `Unknown (${group})`}, Key Exchange length: ${length}`)
  const was = p.open(row)
  p.take(x.keyShareGroup)
  p.take(x.keyShareKeyExchangeLength)
  if (length) p.take(x.keyShareKeyExchange, length)
  p.close(was)
}

/** RFC 8446 section 4.2.11. */
function readPreShared(p: Packet, message: number): void {
  const was = p.open(p.text('Pre-Shared Key extension', p.at, p.left))
  if (message !== CLIENT_HELLO) p.take(x.pskIdentitySelected)
  else {
    const length = p.take(x.pskIdentitiesLength)
    p.part(length, () => {
      while (p.left > 0) {
        const size = p.peek(2)
        const row = p.text('', p.at, 6 + size)
        if (p.drawing) p.label(row, `PSK Identity (length: ${size})`)
        const one = p.open(row)
        p.take(x.pskIdentityIdentityLength)
        p.take(x.pskIdentityIdentity, size)
        p.take(x.pskIdentityObfuscatedTicketAge)
        p.close(one)
      }
    })
    const binders = p.take(x.pskBindersLen)
    p.need(binders)
    p.add(x.pskBinders, p.at, binders)
    p.skip(binders)
  }
  p.close(was)
}

function readNextProtocols(p: Packet): void {
  if (!p.left) return
  const was = p.open(p.text('Next Protocol Negotiation', p.at, p.left))
  while (p.left > 0) p.take(x.npn, p.take(x.npnStrLen))
  p.close(was)
}

/** ALPS: settings of the application protocol inside the handshake. */
function readSettings(p: Packet, message: number): void {
  if (message === CLIENT_HELLO) {
    const length = p.take(x.alpsLen)
    p.part(length, () => {
      const was = p.open(p.add(x.alpsAlpnList, p.at, p.left))
      while (p.left > 0) p.take(x.alpsAlpnStr, p.take(x.alpsAlpnStrLen))
      p.close(was)
    })
  } else if (p.left) p.take(x.alpsSettings, p.left)
}

/** Encrypted server name, a draft before ECH. */
function readEncryptedName(p: Packet, message: number): void {
  if (message !== CLIENT_HELLO) return void p.take(x.esniNonce, p.left)
  p.take(x.esniSuite)
  readShare(p)
  p.take(x.esniRecordDigest, p.take(x.esniRecordDigestLength))
  p.take(x.esniEncryptedSni, p.take(x.esniEncryptedSniLength))
}
