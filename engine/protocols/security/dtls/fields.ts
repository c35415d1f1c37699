/** Fields of DTLS alone: what stands in front of a record and of a handshake message, and fragments (RFC 6347 section 4). */
import { bool, bytes, framenum, none, u16, u24, u32, u8, uint } from '../../../dissect/field'
import { spokenFields } from '../tls/fields'
import { contentTypes, versionName } from '../tls/names'

/** What DTLS shares with TLS, under its own names. */
export const dtlsSpoken = spokenFields('dtls')

export const dtlsFields = {
  record: none('dtls.record', 'Record Layer'),
  contentType: u8('dtls.record.content_type', 'Content Type', {
    names: contentTypes,
    help: 'What the record carries: a handshake, an alert, a change of the cipher, or data.',
  }),
  version: u16('dtls.record.version', 'Version', {
    display: 'hex',
    names: versionName,
    help: 'Counts down: 0xfeff is DTLS 1.0, 0xfefd is DTLS 1.2.',
  }),
  epoch: u16('dtls.record.epoch', 'Epoch', {
    help: 'Grows with every change of the cipher; behind 0 all is encrypted.',
  }),
  number: uint('dtls.record.sequence_number', 'Sequence Number', {
    help: 'Counts the records of an epoch: datagrams get lost and overtake each other.',
  }),
  length: u16('dtls.record.length', 'Length', { help: 'Bytes of the record behind this header.' }),
  connectionId: bytes('dtls.record.connection_id', 'Connection ID'),
  encrypted: bytes('dtls.enc_content', 'Encrypted Record Content'),
  messageSeq: u16('dtls.handshake.message_seq', 'Message Sequence', {
    help: 'Number of the message in the handshake; a message sent again keeps it.',
  }),
  fragmentOffset: u24('dtls.handshake.fragment_offset', 'Fragment Offset', {
    help: 'Where in its message this part begins.',
  }),
  fragmentLength: u24('dtls.handshake.fragment_length', 'Fragment Length', {
    help: 'Bytes of the message in this record.',
  }),
  cookieLength: u8('dtls.handshake.cookie_length', 'Cookie Length'),
  cookie: bytes('dtls.handshake.cookie', 'Cookie', {
    help: 'The client sends back what the server gave it, and shows so that its address is its own.',
  }),
  fragments: none('dtls.fragments', 'Message fragments'),
  fragment: framenum('dtls.fragment', 'Message fragment'),
  fragmentError: framenum('dtls.fragment.error', 'Message defragmentation error'),
  overlap: bool('dtls.fragment.overlap', 'Message fragment overlap'),
  overlapConflict: bool('dtls.fragment.overlap.conflicts', 'Message fragment overlapping with conflicting data'),
  multipleTails: bool('dtls.fragment.multiple_tails', 'Message has multiple tail fragments'),
  tooLong: bool('dtls.fragment.too_long_fragment', 'Message fragment too long'),
  fragmentCount: u32('dtls.fragment.count', 'Message fragment count'),
  reassembledIn: framenum('dtls.reassembled.in', 'Reassembled in'),
  reassembledLength: u32('dtls.reassembled.length', 'Reassembled DTLS length'),
}
