// PostgreSQL and Redis: the first message without a letter, a query and its rows, an error; values and arrays.
import { bytes, fromHex, text } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const talk = (serverPort: number): TcpTalk => new TcpTalk({ serverPort }).open()
const message = (letter: string, body: Uint8Array): Uint8Array =>
  bytes(text(letter), Uint8Array.of(0, 0, 0, body.length + 4), body)

const EACH = 'each message is a layer of its own here'

export const samples: Samples = {
  'pgsql: a query and its answer': [
    1,
    talk(5432)
      .client('PSH ACK', { data: bytes(fromHex('0000001200030000'), text('user\0joe\0\0')) })
      .server('PSH ACK', { data: bytes(message('R', fromHex('00000000')), message('Z', text('I'))) })
      .client('PSH ACK', { data: message('Q', text('select 1\0')) })
      .server('PSH ACK', {
        data: bytes(
          message('D', fromHex('00010000000131')),
          message('C', text('SELECT 1\0')),
          message('E', text('SERROR\0C42P01\0Mno\0\0')),
        ),
      })
      .made.packets(),
    { notAsTshark: { 5: EACH, 7: EACH } },
  ],
  'redis: a command and its answer': [
    1,
    talk(6379)
      .client('PSH ACK', { data: text('*2\r\n$3\r\nGET\r\n$1\r\na\r\n') })
      .server('PSH ACK', { data: text('$2\r\nhi\r\n') })
      .client('PSH ACK', { data: text('*1\r\n$4\r\nINCR\r\n') })
      .server('PSH ACK', { data: text(':7\r\n+OK\r\n-ERR no\r\n') })
      .made.packets(),
  ],
}
