/** MS-SMB2 2.2: fields of SMB2 and 3. */
import { bit, bytes, bytesOf, duration, framenum, none, string, u16, u32, u64, u8 } from '../../../dissect/field'
import { ntStatus } from '../../../names/nt-status'
import { classes, commands, controls, dialects } from './names'

const n = (key: string): string => `smb2.${key}`
const little = { little: true } as const
const is = (yes: string, no: string): { trueFalse: readonly [string, string] } => ({ trueFalse: [yes, no] })

export const smb2Fields = {
  protocol: u32(n('protocol_id'), 'ProtocolId', { display: 'hex' }),
  headerLength: u16(n('header_len'), 'Header Length', little),
  charge: u16(n('credit.charge'), 'Credit Charge', little),
  status: u32(n('nt_status'), 'NT Status', {
    ...little,
    display: 'hex',
    names: (v) => ntStatus(v),
    help: 'Whether the request succeeded, and why not.',
  }),
  channelSequence: u16(n('channel_sequence'), 'Channel Sequence', little),
  reserved: bytes(n('reserved'), 'Reserved'),
  command: u16(n('cmd'), 'Command', { ...little, names: commands, help: 'What is asked for, or answered.' }),
  requested: u16(n('credits.requested'), 'Credits requested', little),
  granted: u16(n('credits.granted'), 'Credits granted', little),
  flags: u32(n('flags'), 'Flags', {
    ...little,
    display: 'hex',
    of: {
      response: bit(n('flags.response'), 'Response', 1, is('This is a RESPONSE', 'This is a REQUEST')),
      async: bit(n('flags.async'), 'Async command', 2, is('This is an ASYNC command', 'This is a SYNC command')),
      chained: bit(
        n('flags.chained'),
        'Chained',
        4,
        is('This pdu is a chained command', 'This pdu is NOT a chained command'),
      ),
      signed: bit(n('flags.signature'), 'Signing', 8, is('This pdu is SIGNED', 'This pdu is NOT signed')),
      priority: bit(
        n('flags.priority_mask'),
        'Priority',
        0x70,
        is('This pdu contains a PRIORITY', 'This pdu does NOT contain a PRIORITY'),
      ),
      dfs: bit(
        n('flags.dfs'),
        'DFS operation',
        0x1000_0000,
        is('This is a DFS OPERATION', 'This is a normal operation'),
      ),
      replay: bit(
        n('flags.replay'),
        'Replay operation',
        0x2000_0000,
        is('This is a REPLAY OPERATION', 'This is NOT a replay operation'),
      ),
    },
  }),
  next: u32(n('chain_offset'), 'Chain Offset', { ...little, display: 'hex' }),
  message: u64(n('msg_id'), 'Message ID', { ...little, help: 'The response to a request carries the same number.' }),
  process: u32(n('pid'), 'Process Id', { ...little, display: 'hex' }),
  async: u64(n('aid'), 'Async Id', { ...little, display: 'hex' }),
  tree: u32(n('tid'), 'Tree Id', { ...little, display: 'hex', help: 'Which share is meant.' }),
  treeName: string(n('tree'), 'Tree', { help: 'The share: \\\\server\\share.' }),
  treeFrame: framenum(n('tcon_frame'), 'Connected in Frame'),
  session: u64(n('sesid'), 'Session Id', { ...little, display: 'hex' }),
  signature: bytesOf(n('signature'), 'Signature', 16),
  size: u16(n('buffer_code'), 'StructureSize', { ...little, display: 'hex' }),
  fileName: string(n('filename'), 'Filename', { help: 'File, folder or pipe on the share.' }),
  fid: bytes(n('fid'), 'File Id'),
  dialect: u16(n('dialect'), 'Dialect', { ...little, display: 'hex', names: dialects, help: 'Version of SMB.' }),
  readLength: u32(n('read_length'), 'Read Length', little),
  writeLength: u32(n('write_length'), 'Write Length', little),
  offset: u64(n('file_offset'), 'File Offset', little),
  class: u8(n('class'), 'Class', { display: 'hex', names: classes }),
  control: u32(n('ioctl.function'), 'Function', { ...little, display: 'hex', names: controls }),
  blob: bytes(n('security_blob'), 'Security Blob'),
  shareType: u8(n('share_type'), 'Share Type', {
    display: 'hex',
    names: { 1: 'Physical disk', 2: 'Named pipe', 3: 'Printer' },
  }),
  pattern: string(n('find.pattern'), 'Search Pattern'),
  readData: bytes(n('read_data'), 'Read Data'),
  writeData: bytes(n('write_data'), 'Write Data'),
  responseTo: framenum(n('response_to'), 'Response to'),
  responseIn: framenum(n('response_in'), 'Response in'),
  time: duration(n('time'), 'Time from request'),
  header: none(n('header'), 'SMB2 Header'),
}
