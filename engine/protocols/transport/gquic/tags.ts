/** Google's QUIC crypto: tags of the handshake, what they are called, and the fields of their values. */
import { bytes, string, time, uint } from '../../../dissect/field'
import type { Field, FieldOptions } from '../../../dissect/field'

type Make = (name: string, label: string, options?: FieldOptions) => Field
type Kind = 'text' | 'bytes' | 'number' | 'hex' | 'time' | 'words' | 'sets' | 'shares'
const makes: Readonly<Record<Kind, Make>> = {
  text: string,
  bytes,
  number: uint,
  hex: uint,
  time,
  words: string,
  sets: uint,
  shares: uint,
}

export interface Tag {
  /** What it is called behind its four letters. */
  readonly title: string
  readonly kind: Kind
  readonly field: Field
}
const tag = (name: string, title: string, kind: Kind, label = title, help?: string): Tag => ({
  title,
  kind,
  field: makes[kind](`gquic.tag.${name}`, label, {
    ...(kind === 'hex' && { display: 'dec_hex', width: 4 }),
    ...(kind === 'shares' && { display: 'dec_hex', width: 3 }),
    ...(kind === 'sets' && { display: 'hex', width: 8 }),
    ...(kind === 'words' && { show: () => '' }),
    ...(help && { help }),
  }),
})

export const tags: Readonly<Record<string, Tag>> = {
  PAD: tag('pad', 'Padding', 'bytes'),
  SNI: tag('sni', 'Server Name Indication', 'text', 'Server Name Indication', 'Which host the client wants.'),
  STK: tag('stk', 'Source Address Token', 'bytes', 'Source-address token'),
  SNO: tag('sno', 'Server nonce', 'bytes'),
  VER: tag('version', 'Version', 'text', 'Version'),
  CCS: tag('ccs', 'Common Certificate Sets', 'sets', 'Common certificate sets'),
  NONC: tag('nonc', 'Client Nonce', 'bytes', 'Client nonce'),
  MSPC: tag('mspc', 'Max streams per connection', 'number'),
  AEAD: tag('aead', 'Authenticated encryption algorithms', 'words'),
  UAID: tag('uaid', "Client's User Agent ID", 'text', "Client's User Agent ID", 'Which browser it is.'),
  SCID: tag('scid', 'Server config ID', 'bytes', 'Server Config ID'),
  TCID: tag('tcid', 'Connection ID truncation', 'hex'),
  PDMD: tag('pdmd', 'Proof Demand', 'text', 'Proof demand'),
  SRBF: tag('srbf', 'Socket receive buffer', 'hex'),
  SMHL: tag('smhl', 'Support Max Header List (size)', 'number'),
  ICSL: tag('icsl', 'Idle connection state', 'hex'),
  CTIM: tag('ctim', 'Client Timestamp', 'time'),
  NONP: tag('nonp', 'Client Proof Nonce', 'bytes', 'Client Proof nonce'),
  PUBS: tag('pubs', 'Public value', 'shares'),
  MIDS: tag('mids', 'Max incoming dynamic streams', 'number'),
  SCLS: tag('scls', 'Silently close on timeout', 'hex'),
  KEXS: tag('kexs', 'Key exchange algorithms', 'words'),
  XLCT: tag('xlct', 'Expected leaf certificate', 'bytes'),
  CSCT: tag('csct', 'Signed cert timestamp (RFC6962) of leaf cert', 'bytes', 'Signed cert timestamp'),
  COPT: tag('copt', 'Connection options', 'words'),
  CCRT: tag('ccrt', 'Cached certificates', 'bytes'),
  IRTT: tag('irtt', 'Estimated initial RTT', 'number'),
  CETV: tag('cetv', 'Client encrypted tag-value', 'bytes'),
  CFCW: tag('cfcw', 'Initial session/connection', 'number'),
  SFCW: tag('sfcw', 'Initial stream flow control', 'number'),
  RNON: tag('rnon', 'Public Reset Nonce Proof', 'number', 'Public reset nonce proof'),
  RSEQ: tag('rseq', 'Rejected Packet Number', 'number'),
  PROF: tag('prof', 'Proof (Signature)', 'bytes'),
  OBIT: tag('obit', 'Server Orbit', 'bytes', 'Server orbit'),
}

export const messageTypes: Readonly<Record<string, string>> = {
  CHLO: 'Client Hello',
  SHLO: 'Server Hello',
  REJ: 'Rejection',
  PRST: 'Public Reset',
}

/** Algorithms by their four letters. */
export const algorithms: Readonly<Record<string, string>> = {
  C255: 'Curve25519',
  P256: 'P-256',
  AESG: 'AES-GCM with a 12-byte tag and IV',
  S20P: 'Salsa20 with Poly1305',
}

/** Tags whose value stands in the line of the tag, too. */
export const shown: ReadonlySet<string> = new Set([
  'SNI',
  'VER',
  'MSPC',
  'UAID',
  'PDMD',
  'SMHL',
  'MIDS',
  'IRTT',
  'CFCW',
  'SFCW',
])
