// WebSocket behind an upgrade: text, masked text, bytes with a longer length, ping and pong, a close; frames cut between segments.
import { bytes, fromHex, text } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const lines = (...all: string[]): string => all.map((line) => `${line}\r\n`).join('')
const upgraded = (): TcpTalk =>
  new TcpTalk({ serverPort: 80 })
    .open()
    .client('PSH ACK', {
      data: text(lines('GET /chat HTTP/1.1', 'Host: example.test', 'Upgrade: websocket', 'Connection: Upgrade', '')),
    })
    .server('PSH ACK', {
      data: text(lines('HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', '')),
    })
const key = fromHex('01020304')
const masked = (opcode: number, data: Uint8Array): Uint8Array =>
  bytes(
    Uint8Array.of(0x80 | opcode, 0x80 | data.length),
    key,
    data.map((byte, i) => byte ^ key[i & 3]!),
  )

const UPGRADED = 'behind the upgrade HTTP is no layer any more here'

export const samples: Samples = {
  'text both ways, ping and pong, a close': [
    1,
    upgraded()
      .client('PSH ACK', { data: masked(1, text('Hello')) })
      .server('PSH ACK', { data: bytes(Uint8Array.of(0x81, 3), text('Hi\n')) })
      .client('PSH ACK', { data: masked(9, text('p')) })
      .server('PSH ACK', { data: bytes(Uint8Array.of(0x8a, 1), text('p')) })
      .client('PSH ACK', { data: masked(8, bytes(fromHex('03e8'), text('bye'))) })
      .made.packets(),
    { notAsTshark: { 6: UPGRADED, 7: UPGRADED, 8: UPGRADED, 9: UPGRADED, 10: UPGRADED } },
  ],
  'bytes with a longer length, in two segments': [
    1,
    upgraded()
      .server('ACK', { data: bytes(fromHex('827e00c8'), new Uint8Array(100)) })
      .server('PSH ACK', { data: new Uint8Array(100) })
      .made.packets(),
    { notAsTshark: { 7: UPGRADED } },
  ],
}
