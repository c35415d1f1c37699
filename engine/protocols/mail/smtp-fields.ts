/** Fields of SMTP. */
import { bool, expert, framenum, none, string, u32 } from '../../dissect/field'
import { replies } from './smtp-replies'

export const smtpFields = {
  request: bool('smtp.req', 'Request', { hidden: true }),
  reply: bool('smtp.rsp', 'Response', { hidden: true }),
  message: string('smtp.message', 'Message', { hidden: true }),
  commandLine: string('smtp.command_line', 'Command Line'),
  command: string('smtp.req.command', 'Command', { help: 'What the client asks for: HELO, MAIL, RCPT, DATA.' }),
  parameter: string('smtp.req.parameter', 'Request parameter', { help: 'Sender, recipient, sizes.' }),
  response: string('smtp.response', 'Response'),
  code: u32('smtp.response.code', 'Response code', {
    names: replies,
    help: 'Three digits: 2xx done, 3xx go on, 4xx try again later, 5xx refused.',
  }),
  responseText: string('smtp.rsp.parameter', 'Response parameter'),
  username: string('smtp.auth.username', 'Username', { help: 'Base64 hides nothing.' }),
  password: string('smtp.auth.password', 'Password', {
    help: 'Base64 hides nothing: without TLS anybody can read it.',
  }),
  both: string('smtp.auth.username_password', 'Username/Password'),
  endOfMessage: none('smtp.eom', 'EOM', { hidden: true }),
  fragments: none('smtp.data.fragments', 'DATA fragments'),
  fragment: framenum('smtp.data.fragment', 'DATA fragment', { help: 'A packet that carries a part of the message.' }),
  overlap: bool('smtp.data.fragment.overlap', 'DATA fragment overlap'),
  overlapConflict: bool('smtp.data.fragment.overlap.conflicts', 'DATA fragment overlapping with conflicting data'),
  multipleTails: bool('smtp.data.fragment.multiple_tails', 'DATA has multiple tail fragments'),
  tooLong: bool('smtp.data.fragment.too_long_fragment', 'DATA fragment too long'),
  fragmentError: framenum('smtp.data.fragment.error', 'DATA defragmentation error'),
  fragmentCount: u32('smtp.data.fragment.count', 'DATA fragment count'),
  reassembledIn: framenum('smtp.data.reassembled.in', 'Reassembled DATA in frame'),
  reassembledLength: u32('smtp.data.reassembled.length', 'Reassembled DATA length'),
  notBase64: expert(
    'smtp.base64_decode',
    'warn',
    'Protocol',
    'base64 decode failed or is not enabled (check SMTP preferences)',
  ),
}
