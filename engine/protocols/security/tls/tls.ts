/** RFC 8446 (TLS 1.3), 5246 (1.2), 4346 (1.1), 2246 (1.0), 6101 (SSL 3.0): records of a stream, each a part of what it carries. */
import { file } from '../../../dissect/preference'
import { protocol } from '../../../dissect/protocol'
import { isText, looksLikeTls, tlsMessages } from './framing'
import { tlsFields } from './fields'
import { readRecords } from './records'

export const tls = protocol({
  name: 'tls',
  title: 'Transport Layer Security',
  column: 'TLS',
  spec: 'RFC 8446',
  over: {
    'tcp.port': [
      324, 443, 465, 636, 802, 853, 993, 995, 1300, 2221, 2443, 3249, 3250, 3251, 3252, 3496, 5061, 5671, 5684, 5868,
      8883, 11207, 19999,
    ],
  },
  heuristic: ['tcp'],
  looks: looksLikeTls,
  messages: tlsMessages,
  fields: tlsFields,
  preferences: {
    keyLog: file(
      'tls.keylog_file',
      'Secrets of sessions, as programs log them (SSLKEYLOGFILE): what they belong to is decrypted.',
    ),
  },

  decode(p) {
    if (isText(p)) return false
    readRecords(p)
    return undefined
  },
})
