// SSH: banners, an exchange of keys, and what nobody can read behind it.
import { be32, bytes, filler, text } from '../../support/packet-builder'
import type { Samples } from '../sample'
import { tcpTalk } from '../talk'

const counted = (data: Uint8Array): Uint8Array => bytes(be32(data.length), data)
const packet = (code: number, payload: Uint8Array): Uint8Array => {
  const padding = 4 + ((8 - ((payload.length + 10) % 8)) % 8)
  return bytes(be32(payload.length + 2 + padding), [padding, code], payload, new Uint8Array(padding))
}
const offer = (kex: string, cipher: string): Uint8Array =>
  packet(
    20,
    bytes(
      filler(16),
      ...[kex, 'ssh-rsa', cipher, cipher, 'hmac-sha1', 'hmac-sha1', 'none', 'none', '', ''].map((names) =>
        counted(text(names)),
      ),
      [0, 0, 0, 0, 0],
    ),
  )
const key = counted(bytes(counted(text('ssh-rsa')), counted(bytes(35)), counted(filler(16))))
const signature = counted(bytes(counted(text('ssh-rsa')), counted(filler(16))))

export const samples: Samples = {
  'SSH: elliptic curves, then a cipher with a code of its own': [
    1,
    tcpTalk(
      22,
      '>SSH-2.0-Client\r\n',
      '<SSH-1.99-Server\r\n',
      ['>', offer('curve25519-sha256', 'aes128-ctr')],
      ['<', offer('curve25519-sha256', 'aes128-ctr')],
      ['>', packet(30, counted(filler(32)))],
      ['<', bytes(packet(31, bytes(key, counted(filler(32)), signature)), packet(21, bytes()))],
      ['>', bytes(packet(21, bytes()), filler(48, 1))],
      ['<', filler(64, 9)],
    ),
  ],
  'SSH: a group that is asked for, a cipher that hides all': [
    1,
    tcpTalk(
      22,
      '>SSH-2.0-Client\r\n',
      '<SSH-2.0-Server\r\n',
      ['>', offer('diffie-hellman-group-exchange-sha256', 'chacha20-poly1305@openssh.com')],
      ['<', offer('diffie-hellman-group-exchange-sha256', 'chacha20-poly1305@openssh.com')],
      ['>', packet(34, bytes(be32(1024), be32(2048), be32(8192)))],
      ['<', packet(31, bytes(counted(filler(16)), counted(bytes(2))))],
      ['>', packet(32, counted(filler(16)))],
      ['<', bytes(packet(33, bytes(key, counted(filler(16)), signature)), packet(21, bytes()))],
      ['<', filler(40, 1)],
    ),
  ],
}
