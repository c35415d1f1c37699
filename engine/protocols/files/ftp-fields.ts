/** Fields of FTP's control connection. */
import { bool, expert, framenum, ipv4, ipv6, string, u16, u32, u8 } from '../../dissect/field'
import { replies } from './ftp-replies'

export const ftpFields = {
  directory: string('ftp.current-working-directory', 'Current working directory', {
    generated: true,
    help: 'Where the client stands, as far as the replies tell.',
  }),
  response: bool('ftp.response', 'Response', { hidden: true }),
  request: bool('ftp.request', 'Request', { hidden: true }),
  command: string('ftp.request.command', 'Request command', {
    help: 'What the client asks for: USER, PASS, LIST, RETR, STOR.',
  }),
  argument: string('ftp.request.arg', 'Request arg', { help: 'About what: a name, a password, a file.' }),
  code: u32('ftp.response.code', 'Response code', {
    names: replies,
    help: 'Three digits: 1xx begun, 2xx done, 3xx go on, 4xx not now, 5xx refused.',
  }),
  text: string('ftp.response.arg', 'Response arg'),
  passiveIp: ipv4('ftp.passive.ip', 'Passive IP address', {
    help: 'Where the server waits for the data connection. Behind address translation it may be an address that the client cannot reach.',
  }),
  passivePort: u16('ftp.passive.port', 'Passive port'),
  passiveNat: bool('ftp.passive.nat', 'Passive IP NAT', { generated: true }),
  activeIp: ipv4('ftp.active.cip', 'Active IP address', {
    help: 'Where the client waits for the data connection: the server calls back, which firewalls often refuse.',
  }),
  activePort: u16('ftp.active.port', 'Active port'),
  activeNat: bool('ftp.active.nat', 'Active IP NAT', { generated: true }),
  eprtFamily: u8('ftp.eprt.af', 'Extended active address family', { names: { 1: 'IPv4', 2: 'IPv6' } }),
  eprtIp: ipv4('ftp.eprt.ip', 'Extended active IP address'),
  eprtIpv6: ipv6('ftp.eprt.ipv6', 'Extended active IPv6 address'),
  eprtPort: u16('ftp.eprt.port', 'Extended active port'),
  epsvIp: ipv4('ftp.epsv.ip', 'Extended passive IPv4 address', { generated: true }),
  epsvIpv6: ipv6('ftp.epsv.ipv6', 'Extended passive IPv6 address', { generated: true }),
  epsvPort: u16('ftp.epsv.port', 'Extended passive port'),
  firstFrame: framenum('ftp.command-response.first-frame-num', 'Command response first frame', { generated: true }),
  lastFrame: framenum('ftp.command-response.last-frame-num', 'Command response last frame', { generated: true }),
  duration: u32('ftp.command-response.duration', 'Response duration', { generated: true }),
  bitrate: u32('ftp.command-response.bitrate', 'Response bitrate', { generated: true }),
  frames: u32('ftp.command-response.frames', 'Command response frames', { generated: true }),
  bytes: u32('ftp.command-response.bytes', 'Command response bytes', { generated: true }),
  setupFrame: framenum('ftp.setup-frame', 'Setup frame', { generated: true }),
  commandFrame: framenum('ftp.command-frame', 'Command frame', { generated: true }),
  setupCommand: string('ftp.command', 'Command', { generated: true }),
  badEprt: expert(
    'ftp.eprt.args_invalid',
    'warn',
    'Malformed',
    'EPRT arguments must have the form: |<family>|<addr>|<port>|',
  ),
  badEpsv: expert('ftp.epsv.args_invalid', 'warn', 'Malformed', 'EPSV arguments must have the form (|||<port>|)'),
  badCode: expert('ftp.response.code.invalid', 'warn', 'Malformed', 'Invalid response code'),
  badPwd: expert('ftp.response.pwd.invalid', 'warn', 'Malformed', 'Invalid PWD response'),
}
