// MySQL: greeting, login, commands, results, errors, prepared statements; then TLS after a login that asks for it.
import { bytes, fromHex, text } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const EACH = 'each packet of the protocol is a layer of its own here'

const talk = (serverPort: number): TcpTalk => new TcpTalk({ serverPort }).open()
/** A packet: three bytes of length, a number, what it says. */
const packet = (number: number, ...parts: Uint8Array[]): Uint8Array => {
  const body = bytes(...parts)
  return bytes(body.length & 255, body.length >> 8, 0, number, body)
}
const say = (letters: string): Uint8Array => text(letters)
const hex = fromHex
const GREETING = packet(
  0,
  hex('0a'),
  say('8.0.30\0'),
  hex('08000000'),
  say('abcdefgh\0'),
  hex('fff7ff0200ffdf15'),
  new Uint8Array(10),
  say('ijklmnopqrst\0'),
  say('mysql_native_password\0'),
)
const LOGIN = packet(
  1,
  hex('0da23e00' + '00000001' + '21'),
  new Uint8Array(23),
  say('joe\0'),
  hex('04aabbccdd'),
  say('shop\0'),
  say('mysql_native_password\0'),
)
const column = (name: string): Uint8Array =>
  bytes(
    hex('03'),
    say('def'),
    hex('04'),
    say('shop'),
    hex('01'),
    say('t'),
    hex('01'),
    say('t'),
    [name.length],
    say(name),
    [name.length],
    say(name),
    hex('0c2100ff000000fd0100000000'),
  )

export const samples: Samples = {
  'mysql: login, a query with rows, an error': [
    1,
    talk(3306)
      .server('PSH ACK', { data: GREETING })
      .client('PSH ACK', { data: LOGIN })
      .server('PSH ACK', { data: packet(2, hex('00000002000000')) })
      .client('PSH ACK', { data: packet(0, hex('03'), say('select a from t')) })
      .server('PSH ACK', {
        data: bytes(
          packet(1, hex('01')),
          packet(2, column('a')),
          packet(3, hex('fe00000200')),
          packet(4, hex('02'), say('hi')),
          packet(5, hex('fb')),
          packet(6, hex('fe00000200')),
        ),
      })
      .client('PSH ACK', { data: packet(0, hex('03'), say('insert into t values (1)')) })
      .server('PSH ACK', { data: packet(1, hex('00010502000000')) })
      .client('PSH ACK', { data: packet(0, hex('03'), say('nonsense')) })
      .server('PSH ACK', { data: packet(1, hex('ff2804'), say('#42000You have an error')) })
      .client('PSH ACK', { data: packet(0, hex('02'), say('other')) })
      .server('PSH ACK', { data: packet(1, hex('00000002000000')) })
      .client('PSH ACK', { data: packet(0, hex('0e')) })
      .server('PSH ACK', { data: packet(1, hex('00000002000000')) })
      .client('PSH ACK', { data: packet(0, hex('09')) })
      .server('PSH ACK', { data: packet(1, say('Uptime: 5')) })
      .client('PSH ACK', { data: packet(0, hex('04'), say('t\0')) })
      .server('PSH ACK', { data: bytes(packet(1, column('a'), hex('00')), packet(2, hex('fe00000200'))) })
      .client('PSH ACK', { data: packet(0, hex('0c01000000')) })
      .client('PSH ACK', { data: packet(0, hex('1b0000')) })
      .server('PSH ACK', { data: packet(1, hex('fe00000200')) })
      .client('PSH ACK', { data: packet(0, hex('01')) })
      .made.packets(),
    { notAsTshark: { 8: EACH, 20: EACH } },
  ],
  'mysql: a statement prepared and executed': [
    1,
    talk(3306)
      .server('PSH ACK', { data: GREETING })
      .client('PSH ACK', { data: LOGIN })
      .server('PSH ACK', { data: packet(2, hex('fe'), say('mysql_native_password\0'), say('abcdefghijklmnopqrst\0')) })
      .client('PSH ACK', { data: packet(3, hex('0102030405060708090a0b0c0d0e0f1011121314')) })
      .server('PSH ACK', { data: packet(4, hex('00000002000000')) })
      .client('PSH ACK', { data: packet(0, hex('16'), say('select a from t where b = ?')) })
      .server('PSH ACK', {
        data: bytes(
          packet(1, hex('000100000001000100000000')),
          packet(2, column('?')),
          packet(3, hex('fe00000200')),
          packet(4, column('a')),
          packet(5, hex('fe00000200')),
        ),
      })
      .client('PSH ACK', { data: packet(0, hex('17010000000001000000' + '00' + '01' + '0300' + '07000000')) })
      .server('PSH ACK', {
        data: bytes(
          packet(1, hex('01')),
          packet(2, column('a')),
          packet(3, hex('fe00000200')),
          packet(4, hex('0000026869')),
          packet(5, hex('fe00000200')),
        ),
      })
      .client('PSH ACK', { data: packet(0, hex('1a01000000')) })
      .server('PSH ACK', { data: packet(1, hex('00000002000000')) })
      .client('PSH ACK', { data: packet(0, hex('1901000000')) })
      .made.packets(),
    { notAsTshark: { 10: EACH, 12: EACH } },
  ],
  'mysql: refused before the login': [
    1,
    talk(3306)
      .server('PSH ACK', { data: packet(0, hex('ff6904'), say("Host 'x' is not allowed")) })
      .made.packets(),
  ],
}
