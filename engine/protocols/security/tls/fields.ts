/** Fields of TLS records, of messages of SSL 2.0, and of what is put together from several records. */
import { bool8, bytes, expert, framenum, none, string, u16, u24, u32, u8 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'
import { extensionFields } from './extension-fields'
import { handshakeFields } from './handshake-fields'
import type { HandshakeFields } from './handshake-fields'
import { alertLevels, alertNames, contentTypes, versionName } from './names'
import { heartbeatTypes } from './values'
import { oldSuiteName } from './suites'

/** Fields of what records carry, of TLS and of DTLS. */
export const contentFields = (of: string) => ({
  appData: bytes(`${of}.app_data`, 'Encrypted Application Data'),
  appDataProto: string(`${of}.app_data_proto`, 'Application Data Protocol'),
  alertMessage: none(`${of}.alert_message`, 'Alert Message'),
  alertMessageLevel: u8(`${of}.alert_message.level`, 'Level', { names: alertLevels }),
  alertMessageDesc: u8(`${of}.alert_message.desc`, 'Description', { names: alertNames }),
  heartbeatMessage: none(`${of}.heartbeat_message`, 'Heartbeat Message'),
  heartbeatMessageType: u8(`${of}.heartbeat_message.type`, 'Type', { names: heartbeatTypes }),
  heartbeatMessagePayloadLength: u16(`${of}.heartbeat_message.payload_length`, 'Payload Length'),
  heartbeatMessagePayload: bytes(`${of}.heartbeat_message.payload`, 'Payload Length'),
  heartbeatMessagePadding: bytes(`${of}.heartbeat_message.padding`, 'Payload Length'),
  changeCipherSpec: none(`${of}.change_cipher_spec`, 'Change Cipher Spec Message'),
  recordSizeLimit: u16(`${of}.record_size_limit`, 'Record Size Limit'),
  connectionIdLength: u8(`${of}.connection_id_length`, 'Connection ID length'),
  connectionId: bytes(`${of}.connection_id`, 'Connection ID'),
  heartbeatMessagePayloadLengthInvalid: expert(
    `${of}.heartbeat_message.payload_length.invalid`,
    'error',
    'Malformed',
    'Invalid heartbeat payload length',
  ),
  resumed: expert(
    `${of}.resumed`,
    'note',
    'Sequence',
    'This session reuses previously negotiated keys (Session resumption)',
  ),
})

export const recordFields = {
  record: none('tls.record', 'Record Layer'),
  recordContentType: u8('tls.record.content_type', 'Content Type', { names: contentTypes }),
  recordOpaqueType: u8('tls.record.opaque_type', 'Opaque Type', { names: contentTypes }),
  recordVersion: u16('tls.record.version', 'Version', { display: 'hex', names: versionName }),
  recordLength: u16('tls.record.length', 'Length'),
  recordIsEscape: bool8('tls.record.is_escape', 'Is Escape'),
  recordPaddingLength: u8('tls.record.padding_length', 'Padding Length'),
  handshakeCipherspec: u24('tls.handshake.cipherspec', 'Cipher Spec', { display: 'hex', names: oldSuiteName }),
  handshakeChallenge: none('tls.handshake.challenge', 'Challenge'),
  handshakeCipherSpecLen: u16('tls.handshake.cipher_spec_len', 'Cipher Spec Length'),
  handshakeChallengeLength: u16('tls.handshake.challenge_length', 'Challenge Length'),
  handshakeClearKeyLength: u16('tls.handshake.clear_key_length', 'Clear Key Data Length'),
  handshakeEncryptedKeyLength: u16('tls.handshake.encrypted_key_length', 'Encrypted Key Data Length'),
  handshakeKeyArgLength: u16('tls.handshake.key_arg_length', 'Key Argument Length'),
  handshakeClearKeyData: none('tls.handshake.clear_key_data', 'Clear Key Data'),
  handshakeEncryptedKey: none('tls.handshake.encrypted_key', 'Encrypted Key'),
  handshakeKeyArg: none('tls.handshake.key_arg', 'Key Argument'),
  handshakeSessionIdHit: bool8('tls.handshake.session_id_hit', 'Session ID Hit'),
  handshakeConnectionIdLength: u16('tls.handshake.connection_id_length', 'Connection ID Length'),
  handshakeConnectionId: none('tls.handshake.connection_id', 'Connection ID'),
  segmentOverlap: bool8('tls.segment.overlap', 'Segment overlap'),
  segmentOverlapConflict: bool8('tls.segment.overlap.conflict', 'Conflicting data in segment overlap'),
  segmentMultipletails: bool8('tls.segment.multipletails', 'Multiple tail segments found'),
  segmentToolongfragment: bool8('tls.segment.toolongfragment', 'Segment too long'),
  segmentError: framenum('tls.segment.error', 'Reassembling error'),
  segmentCount: u32('tls.segment.count', 'Segment count'),
  segment: framenum('tls.segment', 'TLS segment'),
  segments: none('tls.segments', 'Reassembled TLS segments'),
  reassembledIn: framenum('tls.reassembled_in', 'Reassembled PDU in frame'),
  reassembledLength: u32('tls.reassembled.length', 'Reassembled PDU length'),
  reassembledData: bytes('tls.reassembled.data', 'Reassembled PDU data'),
  segmentData: bytes('tls.segment.data', 'TLS segment data'),
  unexpectedMessage: expert('tls.unexpected_message', 'error', 'Protocol', 'Unexpected message'),
  ignoredUnknownRecord: expert('tls.ignored_unknown_record', 'warn', 'Protocol', 'Ignored Unknown Record'),
  recordLengthInvalid: expert(
    'tls.record.length.invalid',
    'error',
    'Protocol',
    'Record fragment length is too small or too large',
  ),
  decompressionError: expert('tls.decompression_error', 'error', 'Protocol', 'Decompression error'),
}
/** All fields of what stands in records, under the names of one of the two protocols. */
export interface Spoken {
  readonly contents: ReturnType<typeof contentFields>
  readonly handshakes: HandshakeFields
  readonly extensions: ReturnType<typeof extensionFields>
}
export const spokenFields = (of: string): Spoken => ({
  contents: contentFields(of),
  handshakes: handshakeFields(of),
  extensions: extensionFields(of),
})
const tlsSpoken = spokenFields('tls')

/** The fields of the protocol whose record is being read: TLS and DTLS have the same messages under names of their own. */
export let { contents, handshakes, extensions } = tlsSpoken

/** Chooses them. Called at the start of every record, because another layer may have been read in between. */
export function speak(fields: Spoken = tlsSpoken): void {
  contents = fields.contents
  handshakes = fields.handshakes
  extensions = fields.extensions
}

export const tlsFields = { ...recordFields, ...flat(tlsSpoken) }

/** The fields of one of both under keys that do not meet. */
export function flat({ contents, handshakes, extensions }: Spoken): Record<string, Field> {
  return { ...prefixed('c', contents), ...prefixed('h', handshakes), ...prefixed('x', extensions) }
}

function prefixed<T extends object>(letter: string, fields: T): Record<string, T[keyof T]> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [`${letter}.${key}`, field]))
}
