/** RFC 1334 (PAP) and 1994 (CHAP): how the ends of a PPP link prove who they are: by a password in the clear, or by a digest of a challenge. */
import { hex } from '../../bytes/read'
import { utf8Text, visible } from '../../bytes/text'
import { bytes, none, string, u16, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const papCodes: Readonly<Record<number, string>> = {
  1: 'Authenticate-Request',
  2: 'Authenticate-Ack',
  3: 'Authenticate-Nak',
}
const chapCodes: Readonly<Record<number, string>> = { 1: 'Challenge', 2: 'Response', 3: 'Success', 4: 'Failure' }

export const pap = protocol({
  name: 'pap',
  title: 'PPP Password Authentication Protocol',
  column: 'PPP PAP',
  spec: 'RFC 1334',
  over: { 'ppp.protocol': [0xc023], ethertype: [0xc023] },
  fields: {
    code: u8('pap.code', 'Code', { names: papCodes }),
    identifier: u8('pap.identifier', 'Identifier'),
    length: u16('pap.length', 'Length'),
    data: none('pap.data', 'Data'),
    peerLength: u8('pap.peer_id.length', 'Peer-ID-Length'),
    peer: string('pap.peer_id', 'Peer-ID'),
    passwordLength: u8('pap.password.length', 'Password-Length'),
    password: string('pap.password', 'Password', { help: 'In the clear: whoever sees the line knows it.' }),
    messageLength: u8('pap.message.length', 'Message-Length'),
    message: string('pap.message', 'Message'),
    stuff: bytes('pap.stuff', 'Data'),
  },
  decode(p, _, f) {
    const code = p.take(f.code)
    if (p.columns) p.say(papCodes[code] ?? 'Unknown')
    p.take(f.identifier)
    p.limit(p.take(f.length) - 4)
    if (p.leftOnWire <= 0) return
    const was = p.open(p.add(f.data, p.at, p.left))
    if (code === 1) {
      const peer = counted(p, f.peerLength, f.peer)
      const password = counted(p, f.passwordLength, f.password)
      p.sayMore(` (Peer-ID='${peer}', Password='${password}')`)
    } else if (code === 2 || code === 3) p.sayMore(` (Message='${counted(p, f.messageLength, f.message)}')`)
    else p.take(f.stuff, p.left)
    p.close(was)
  },
})

/** A text behind its length. */
function counted(p: Packet, length: Field, field: Field): string {
  const size = p.take(length)
  const at = p.take(field, size)
  return p.columns ? visible(utf8Text(p.bytes, at, size)) : ''
}

export const chap = protocol({
  name: 'chap',
  title: 'PPP Challenge Handshake Authentication Protocol',
  column: 'PPP CHAP',
  spec: 'RFC 1994',
  over: { 'ppp.protocol': [0xc223], ethertype: [0xc223] },
  fields: {
    code: u8('chap.code', 'Code', { names: chapCodes }),
    identifier: u8('chap.identifier', 'Identifier'),
    length: u16('chap.length', 'Length'),
    data: none('chap.data', 'Data'),
    valueSize: u8('chap.value_size', 'Value Size'),
    value: bytes('chap.value', 'Value', { help: 'The challenge, or the digest of challenge and password.' }),
    name: string('chap.name', 'Name'),
    message: string('chap.message', 'Message'),
    stuff: bytes('chap.stuff', 'Stuff'),
  },
  decode(p, _, f) {
    const code = p.take(f.code)
    if (p.columns) p.say(chapCodes[code] ?? 'Unknown')
    p.take(f.identifier)
    p.limit(p.take(f.length) - 4)
    if (p.leftOnWire <= 0) return
    const was = p.open(p.add(f.data, p.at, p.left))
    if (code === 1 || code === 2) {
      const size = p.take(f.valueSize)
      const at = p.take(f.value, size)
      const length = p.leftOnWire
      const name = p.take(f.name, length)
      if (p.columns)
        p.sayMore(` (NAME='${visible(utf8Text(p.bytes, name, length))}', VALUE=0x${hex(p.bytes, at, size)})`)
    } else if (code === 3 || code === 4) {
      const length = p.leftOnWire
      const at = p.take(f.message, length)
      if (p.columns) p.sayMore(` (MESSAGE='${visible(utf8Text(p.bytes, at, length))}')`)
    } else p.take(f.stuff, p.left)
    p.close(was)
  },
})
