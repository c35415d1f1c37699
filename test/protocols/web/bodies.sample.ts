// Bodies by their media type, each in an answer of its own; what lies about its type, and what has none.
import { bytes, fromHex, text } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const lines = (...all: string[]): string => all.map((line) => `${line}\r\n`).join('')
const answer = (body: Uint8Array, type: string): Uint8Array =>
  bytes(
    text(lines('HTTP/1.1 200 OK', ...(type ? [`Content-Type: ${type}`] : []), `Content-Length: ${body.length}`, '')),
    body,
  )
function bodies(...all: [Uint8Array | string, string][]): Samples[string] {
  const talk = new TcpTalk({ serverPort: 80 }).open()
  for (const [body, type] of all) {
    talk.client('PSH ACK', { data: text(lines('GET / HTTP/1.1', 'Host: example.test', '')) })
    talk.server('PSH ACK', { data: answer(typeof body === 'string' ? text(body) : body, type) })
  }
  return [1, talk.made.packets()]
}
/** A picture of one pixel. */
const png = fromHex(
  '89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000000097048597300000b1300000b1301009a9c18' +
    '0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082',
)
const gif = fromHex('4749463839610100010080010000000000ffffff21f9040100000000' + '2c00000000010001000002024401003b')
const jpeg = fromHex(
  'ffd8ffe000104a46494600010101004800480000' +
    'fffe000568690affdb00040001ffc0000b080001000101011100ffda0008010100003f00d2cf20ffd9',
)

export const samples: Samples = {
  'JSON, and what only says so': bodies(
    ['{"a": 1, "b": [true, false, null, {"c": "d\\u00e9\\n"}], "e": {"f": -1.5e3}, "g": ""}', 'application/json'],
    ['[1, "x", [2]]', 'application/problem+json'],
    ['{"a":', 'application/json'],
  ),
  'XML: declaration, comments, elements that nest, text outside of them': bodies(
    [
      '<?xml version="1.0" encoding="utf-8"?>\n<!-- hi -->\n<a x="1" y=\'2\'>text <b/>more<c>zz</c><![CDATA[raw <x>]]></a>\n',
      'text/xml',
    ],
    ['<!DOCTYPE a [<!ELEMENT a (b)>]><a><b>t</b></a>tail', 'application/soap+xml'],
    ['no xml', 'application/xml'],
  ),
  'forms, whole and in parts': bodies(
    ['a=1&b=x+y%20z&c&=d&', 'application/x-www-form-urlencoded'],
    [
      lines('before', '--B', 'Content-Disposition: form-data; name="x"', '', 'hello', '--B') +
        lines('Content-Type: text/plain', 'X-Y: z', '', 'one', 'two', '--B', '', 'bare', '--B--') +
        'behind',
      'multipart/form-data; boundary=B',
    ],
  ),
  'pictures, named rightly and wrongly': bodies(
    [png, 'image/png'],
    [gif, 'image/gif'],
    [jpeg, 'image/jpeg'],
    [png, 'image/gif'],
    [gif, ''],
    ['none', 'image/png'],
  ),
}
