// HTTP/1 over TCP: bodies by length, by chunks, until the close; heads and bodies cut anywhere; several messages in a segment; none at all.
import { gzipSync } from 'node:zlib'
import { bytes, text } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const lines = (...all: string[]): string => all.map((line) => `${line}\r\n`).join('')
const get = (path: string, ...more: string[]): Uint8Array =>
  text(lines(`GET ${path} HTTP/1.1`, 'Host: example.test', ...more, ''))
const talk = (serverPort = 80): TcpTalk => new TcpTalk({ serverPort }).open()
const answer = (body: Uint8Array | string, ...more: string[]): Uint8Array => {
  const whole = typeof body === 'string' ? text(body) : body
  return bytes(text(lines('HTTP/1.1 200 OK', `Content-Length: ${whole.length}`, ...more, '')), whole)
}
const chunk = (body: Uint8Array): Uint8Array => bytes(text(`${body.length.toString(16)}\r\n`), body, text('\r\n'))
/** The server sends these bytes in segments of `size`. */
const inParts = (t: TcpTalk, whole: Uint8Array, size: number): TcpTalk => {
  for (let at = 0; at < whole.length; at += size) t.server('ACK', { data: whole.subarray(at, at + size) })
  return t
}
const sample = (t: TcpTalk, notAsTshark: Record<number, string> = {}): Samples[string] => [
  1,
  t.made.packets(),
  { notAsTshark },
]
const UNNAMED = 'tshark names no layer of data here'
const CHUNKS = 'tshark 4.0 loses its place in chunks whose size line ends in the segment before'
const html = '<p>\r\nHello\r\n</p>\n'

export const samples: Samples = {
  'a page, and what it needs': sample(
    talk()
      .client('PSH ACK', { data: get('/?a=1&b=2', 'Cookie: one=1; two=2') })
      .server('PSH ACK', { data: answer(html, 'Content-Type: text/html; charset=utf-8', 'Server: test') })
      .client('PSH ACK', { data: get('/none', 'Authorization: Basic YTpi') })
      .server('PSH ACK', { data: text(lines('HTTP/1.1 404 Not Found', 'Content-Length: 0', '')) }),
  ),
  'a body in several segments': sample(
    inParts(
      talk().client('PSH ACK', { data: get('/long') }),
      answer('x'.repeat(300), 'Content-Type: text/plain', 'Expires: never'),
      100,
    ),
  ),
  'a head cut in its middle': sample(
    inParts(talk().client('PSH ACK', { data: get('/') }), answer(html, 'Content-Type: text/html'), 20),
  ),
  'chunks, compressed': sample(
    inParts(
      talk().client('PSH ACK', { data: get('/chunks') }),
      bytes(
        text(
          lines(
            'HTTP/1.1 200 OK',
            'Content-Type: text/plain',
            'Content-Encoding: gzip',
            'Transfer-Encoding: chunked',
            '',
          ),
        ),
        chunk(gzipSync(text('one\ntwo\n')).subarray(0, 10)),
        chunk(gzipSync(text('one\ntwo\n')).subarray(10)),
        text('0\r\n\r\n'),
      ),
      70,
    ),
    { 6: CHUNKS, 7: CHUNKS },
  ),
  'a body until the close': sample(
    talk()
      .client('PSH ACK', { data: get('/old') })
      .server('ACK', { data: text(lines('HTTP/1.0 200 OK', 'Content-Type: text/plain', '', 'one')) })
      .server('ACK', { data: text('two\r\n') })
      .server('FIN ACK')
      .client('FIN ACK')
      .server('ACK'),
  ),
  'an answer to HEAD, and one that has no body': sample(
    talk()
      .client('PSH ACK', { data: text(lines('HEAD / HTTP/1.1', 'Host: example.test', '')) })
      .server('PSH ACK', { data: text(lines('HTTP/1.1 200 OK', 'Content-Length: 500', '')) })
      .client('PSH ACK', { data: get('/') })
      .server('PSH ACK', { data: text(lines('HTTP/1.1 304 Not Modified', '')) }),
  ),
  'another port': sample(
    talk(12345)
      .client('PSH ACK', { data: get('/elsewhere') })
      .server('PSH ACK', { data: answer(html) }),
  ),
  'an answer without type and length lasts until the close': sample(
    talk()
      .client('PSH ACK', { data: get('/') })
      .server('ACK', { data: text(lines('HTTP/1.1 200 OK', 'X-Seen: yes', 'Connection: keep-alive', '')) })
      .server('ACK', { data: text('more') })
      .server('FIN ACK'),
  ),
  'what follows CONNECT and an unknown Upgrade is not HTTP': sample(
    talk()
      .client('PSH ACK', { data: text(lines('CONNECT example.test:443 HTTP/1.1', '')) })
      .server('PSH ACK', { data: text(lines('HTTP/1.1 200 Connection established', '')) })
      .client('PSH ACK', { data: bytes(22, 3, 1) }),
  ),
  'a protocol nobody knows': sample(
    talk()
      .client('PSH ACK', { data: get('/', 'Upgrade: other') })
      .server('PSH ACK', { data: text(lines('HTTP/1.1 101 Switching Protocols', 'Upgrade: other', '')) })
      .server('PSH ACK', { data: text('xyz') }),
    { 6: UNNAMED },
  ),
  'a token of NTLM in a line': sample(
    talk().client('PSH ACK', {
      data: get('/', 'Authorization: NTLM TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAGAbEdAAAADw=='),
    }),
  ),
  'what is no HTTP': sample(
    talk()
      .client('PSH ACK', { data: text('hello\r\n') })
      .server('PSH ACK', { data: bytes(0, 1, 2, 3) }),
    { 4: UNNAMED, 5: UNNAMED },
  ),
}
