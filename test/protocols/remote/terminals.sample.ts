// Terminals: Telnet, and who is who: finger, whois.
import type { Samples } from '../sample'
import { tcpTalk } from '../talk'

const of = (...numbers: number[]): Uint8Array => Uint8Array.from(numbers)

export const samples: Samples = {
  'Telnet: options, a window, a name, text': [
    1,
    tcpTalk(
      23,
      ['<', of(255, 253, 24, 255, 253, 31, 255, 251, 200)],
      ['>', of(255, 250, 31, 0, 80, 0, 24, 255, 240)],
      ['<', of(255, 250, 24, 1, 255, 240)],
      ['>', of(255, 250, 24, 0, 120, 116, 255, 240)],
      ['>', of(255, 250, 33, 1, 255, 240, 255, 250, 34, 3, 255, 255, 1, 255, 240)],
      '<login: ',
      '>joe\r\n',
      ['>', of(255, 244)],
    ),
  ],
  'finger: a question and its answer': [
    1,
    tcpTalk(79, '>joe\r\n', '<Login: joe\r\n', '<Name: Joe\r\n', '<FIN', '>FIN'),
  ],
  'whois: a question and its answer': [
    1,
    tcpTalk(43, '>example.com\r\n', '<domain: EXAMPLE.COM\r\n', '<source: X\r\n', '<FIN', '>FIN'),
  ],
}
