/** MS-NLMP 2.2: fields of NTLM messages. */
import { bit, bytes, bytesOf, none, string, time, u16, u32, u8 } from '../../../dissect/field'
import type { Field } from '../../../dissect/field'

export const messageTypes: Readonly<Record<number, string>> = {
  1: 'NTLMSSP_NEGOTIATE',
  2: 'NTLMSSP_CHALLENGE',
  3: 'NTLMSSP_AUTH',
}
const FLAGS: readonly (readonly [string, string, number])[] = [
  ['negotiate56', 'Negotiate 56', 0x80000000],
  ['negotiatekeyexch', 'Negotiate Key Exchange', 0x40000000],
  ['negotiate128', 'Negotiate 128', 0x20000000],
  ['negotiatent10000000', 'Negotiate 0x10000000', 0x10000000],
  ['negotiatent08000000', 'Negotiate 0x08000000', 0x8000000],
  ['negotiatent04000000', 'Negotiate 0x04000000', 0x4000000],
  ['negotiateversion', 'Negotiate Version', 0x2000000],
  ['negotiatent01000000', 'Negotiate 0x01000000', 0x1000000],
  ['negotiatetargetinfo', 'Negotiate Target Info', 0x800000],
  ['requestnonntsession', 'Request Non-NT Session', 0x400000],
  ['negotiatent00200000', 'Negotiate 0x00200000', 0x200000],
  ['negotiateidentify', 'Negotiate Identify', 0x100000],
  ['negotiatentlm2', 'Negotiate Extended Security', 0x80000],
  ['targettypeshare', 'Target Type Share', 0x40000],
  ['targettypeserver', 'Target Type Server', 0x20000],
  ['targettypedomain', 'Target Type Domain', 0x10000],
  ['negotiatealwayssign', 'Negotiate Always Sign', 0x8000],
  ['negotiate00004000', 'Negotiate 0x00004000', 0x4000],
  ['negotiateoemworkstationsupplied', 'Negotiate OEM Workstation Supplied', 0x2000],
  ['negotiateoemdomainsupplied', 'Negotiate OEM Domain Supplied', 0x1000],
  ['negotiateanonymous', 'Negotiate Anonymous', 0x800],
  ['negotiatentonly', 'Negotiate NT Only', 0x400],
  ['negotiatentlm', 'Negotiate NTLM key', 0x200],
  ['negotiate00000100', 'Negotiate 0x00000100', 0x100],
  ['negotiatelmkey', 'Negotiate Lan Manager Key', 0x80],
  ['negotiatedatagram', 'Negotiate Datagram', 0x40],
  ['negotiateseal', 'Negotiate Seal', 0x20],
  ['negotiatesign', 'Negotiate Sign', 0x10],
  ['negotiate00000008', 'Request 0x00000008', 0x8],
  ['requesttarget', 'Request Target', 0x4],
  ['negotiateoem', 'Negotiate OEM', 0x2],
  ['negotiateunicode', 'Negotiate UNICODE', 0x1],
]
const flagBits: Record<string, Field> = Object.fromEntries(
  FLAGS.map(([name, label, mask]) => [name, bit(`ntlmssp.${name}`, label, mask, { trueFalse: ['Set', 'Not set'] })]),
)
const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`
const flagText = (value: number): string =>
  [hex(value), ...FLAGS.filter(([, , mask]) => (value & mask) !== 0).map(([, label]) => label)].join(', ')

const little = { little: true } as const
const n = (key: string): string => `ntlmssp.${key}`

export const ntlmFields = {
  identifier: string(n('identifier'), 'NTLMSSP identifier', { zeroTerminated: true }),
  type: u32(n('messagetype'), 'NTLM Message Type', {
    ...little,
    display: 'hex',
    names: messageTypes,
    help: 'Negotiate offers, challenge asks, authenticate answers with a proof of the password.',
  }),
  flags: u32(n('negotiateflags'), 'Negotiate Flags', { ...little, display: 'hex', show: flagText, of: flagBits }),
  callingDomain: string(n('negotiate.domain'), 'Calling workstation domain'),
  callingStation: string(n('negotiate.callingworkstation'), 'Calling workstation name'),
  stringLength: u16(n('string.length'), 'Length', little),
  stringMost: u16(n('string.maxlen'), 'Maxlen', little),
  stringOffset: u32(n('string.offset'), 'Offset', little),
  blobLength: u16(n('blob.length'), 'Length', little),
  blobMost: u16(n('blob.maxlen'), 'Maxlen', little),
  blobOffset: u32(n('blob.offset'), 'Offset', little),
  targetName: string(n('challenge.target_name'), 'Target Name', { help: 'Domain or server that asks.' }),
  serverChallenge: bytesOf(n('ntlmserverchallenge'), 'NTLM Server Challenge', 8, {
    help: 'Random bytes that the proof of the password is computed with.',
  }),
  reserved: bytes(n('reserved'), 'Reserved'),
  targetInfo: none(n('challenge.target_info'), 'Target Info'),
  infoLength: u16(n('challenge.target_info.length'), 'Length', little),
  infoMost: u16(n('challenge.target_info.maxlen'), 'Maxlen', little),
  infoOffset: u32(n('challenge.target_info.offset'), 'Offset', little),
  version: none(n('version'), 'Version'),
  major: u8(n('version.major'), 'Major Version'),
  minor: u8(n('version.minor'), 'Minor Version'),
  build: u16(n('version.build_number'), 'Build Number', little),
  revision: u8(n('version.ntlm_current_revision'), 'NTLM Current Revision'),
  lmResponse: bytes(n('auth.lmresponse'), 'Lan Manager Response'),
  clientChallenge: bytesOf(n('ntlmclientchallenge'), 'LMv2 Client Challenge', 8),
  ntResponse: bytes(n('auth.ntresponse'), 'NTLM Response', { help: 'The proof that the client knows the password.' }),
  domain: string(n('auth.domain'), 'Domain name', { help: 'Where the account lives.' }),
  user: string(n('auth.username'), 'User name', { help: 'Who logs on.' }),
  host: string(n('auth.hostname'), 'Host name', { help: 'From which computer.' }),
  sessionKey: bytes(n('auth.sesskey'), 'Session Key'),
  mic: bytesOf(n('authenticate.mic'), 'MIC', 16),
  verifier: none(n('verf'), 'NTLMSSP Verifier'),
  verifierVersion: u32(n('verf.vers'), 'Version Number', little),
  verifierBody: bytes(n('verf.body'), 'Verifier Body'),
  response: bytes(n('ntlmv2_response'), 'NTLMv2 Response'),
  proof: bytesOf(n('ntlmv2_response.ntproofstr'), 'NTProofStr', 16),
  responseVersion: u8(n('ntlmv2_response.rversion'), 'Response Version'),
  responseHigh: u8(n('ntlmv2_response.hirversion'), 'Hi Response Version'),
  zeros: bytes(n('ntlmv2_response.z'), 'Z'),
  responseTime: time(n('ntlmv2_response.time'), 'Time'),
  responseChallenge: bytesOf(n('ntlmv2_response.chal'), 'NTLMv2 Client Challenge', 8),
  responsePad: bytes(n('ntlmv2_response.pad'), 'padding'),
}
