// memcached by lines and by headers; SQL Server: a prelogin, batches, one in two packets.
import { bytes, fromHex, text } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const talk = (serverPort: number, clientPort = 40000): TcpTalk => new TcpTalk({ serverPort, clientPort }).open()
const tds = (type: number, status: number, body: Uint8Array): Uint8Array =>
  bytes(type, status, (body.length + 8) >> 8, (body.length + 8) & 255, 0, 0, 1, 0, body)
const wide = (t: string): Uint8Array => bytes([...t].flatMap((c) => [c.charCodeAt(0), 0]))

const INSIDE = 'what is inside is not read here, so that it cannot be malformed'

export const samples: Samples = {
  'memcache: text': [
    1,
    talk(11211)
      .client('PSH ACK', { data: text('set a 0 60 2\r\nhi\r\n') })
      .server('PSH ACK', { data: text('STORED\r\n') })
      .client('PSH ACK', { data: text('get a b\r\n') })
      .server('PSH ACK', { data: text('VALUE a 0 2\r\nhi\r\nEND\r\n') })
      .client('PSH ACK', { data: text('incr n 5\r\n') })
      .server('PSH ACK', { data: text('7\r\n') })
      .client('PSH ACK', { data: text('delete a\r\n') })
      .server('PSH ACK', { data: text('DELETED\r\n') })
      .client('PSH ACK', { data: text('version\r\n') })
      .server('PSH ACK', { data: text('VERSION 1.4.5\r\n') })
      .client('PSH ACK', { data: text('flush_all\r\n') })
      .server('PSH ACK', { data: text('OK\r\n') })
      .client('PSH ACK', { data: text('quit\r\n') })
      .made.packets(),
  ],
  'memcache: binary': [
    1,
    talk(11211)
      .client('PSH ACK', { data: bytes(fromHex('80000001000000000000000100000000' + '0000000000000000'), text('a')) })
      .server('PSH ACK', {
        data: bytes(fromHex('81000000040000000000000600000000' + '0000000000000001' + '00000000'), text('hi')),
      })
      .server('PSH ACK', {
        data: bytes(fromHex('81000000000000010000000900000000' + '0000000000000000'), text('Not found')),
      })
      .made.packets(),
  ],
  'tds: prelogin, a batch': [
    1,
    talk(1433)
      .client('PSH ACK', {
        data: tds(
          18,
          1,
          fromHex(
            '00001a000601002000010200210001030022000404002600' + '01ff' + '0b000c38000000' + '00' + '00000000' + '00',
          ),
        ),
      })
      .server('PSH ACK', { data: tds(4, 1, fromHex('000010000601001600010200170000ff' + '0b000c38000002')) })
      .client('PSH ACK', { data: tds(1, 1, wide('select 1')) })
      .server('PSH ACK', { data: tds(4, 1, fromHex('fd10000000' + '0100000000000000')) })
      .client('PSH ACK', { data: tds(3, 1, fromHex('ffff0a0000000000')) })
      .client('PSH ACK', { data: tds(6, 1, fromHex('')) })
      .client('PSH ACK', { data: tds(1, 0, wide('select ')) })
      .client('PSH ACK', { data: tds(1, 1, wide('2')) })
      .client('PSH ACK', { data: tds(14, 1, fromHex('0500')) })
      .made.packets(),
    { notAsTshark: { 8: INSIDE, 11: INSIDE, 12: INSIDE } },
  ],
}
