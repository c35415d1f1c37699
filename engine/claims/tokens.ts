/** The words of a statement, as far as the grammar knows them. */

export type Unit = 'byte' | 'bit' | 'word' | 's' | 'ms' | 'us' | 'ns' | 'count' | 'percent' | 'hop' | ''

export type FieldName =
  | 'seq'
  | 'ack'
  | 'nextseq'
  | 'win'
  | 'wscale'
  | 'mss'
  | 'port'
  | 'srcport'
  | 'dstport'
  | 'ip'
  | 'srcip'
  | 'dstip'
  | 'mac'
  | 'srcmac'
  | 'dstmac'
  | 'senderip'
  | 'targetip'
  | 'sendermac'
  | 'targetmac'
  | 'src'
  | 'dst'
  | 'ttl'
  | 'ethertype'
  | 'ipproto'
  | 'opcode'
  | 'hwtype'
  | 'hwsize'
  | 'prototype'
  | 'protosize'
  | 'ipid'
  | 'tsval'
  | 'tsecr'
  | 'checksum'
  | 'hdrlen'
  | 'payloadlen'
  | 'framelen'
  | 'totallen'
  | 'len'
  | 'rtt'
  | 'irtt'
  | 'time'
  | 'delta'
  | 'urgent'
  | 'flags'
  | 'padding'
  | 'icmptype'
  | 'code'
  | 'ident'
  | 'dnsid'
  | 'fragoffset'
  | 'version'
  | 'other'

export type Verb =
  | 'acks'
  | 'answers'
  | 'sends'
  | 'receives'
  | 'closes'
  | 'opens'
  | 'asks'
  | 'broadcast'
  | 'unicast'
  | 'multicast'
  | 'contains'
  | 'sets'
  | 'uses'
  | 'is'
  | 'retransmits'

export interface Token {
  kind:
    | 'num'
    | 'ip4'
    | 'ip6'
    | 'mac'
    | 'flags'
    | 'frames'
    | 'field'
    | 'side'
    | 'proto'
    | 'verb'
    | 'mod'
    | 'noun'
    | 'text'
    | 'fill'
    | 'word'
    | 'mark'
  from: number
  to: number
  text: string
  /** num: its value; frames: see `frames`. */
  value: number
  decimals: number
  hex: boolean
  unit: Unit
  frames: number[]
  /** frames: a range (`28-30`), an order (`28 → 29`), a list. */
  shape: 'one' | 'list' | 'range' | 'order'
  /** flags: bits of TCP. */
  flags: number
  field: FieldName
  verb: Verb
  /** side, proto, mod, noun, address, quoted text: which. */
  name: string
}

export function token(kind: Token['kind'], from: number, text: string, more: Partial<Token> = {}): Token {
  return {
    kind,
    from,
    to: from + text.length,
    text,
    value: NaN,
    decimals: 0,
    hex: false,
    unit: '',
    frames: [],
    shape: 'one',
    flags: 0,
    field: 'other',
    verb: 'is',
    name: '',
    ...more,
  }
}

export const flagNames: Readonly<Record<string, number>> = {
  FIN: 1,
  SYN: 2,
  RST: 4,
  RESET: 4,
  PSH: 8,
  PUSH: 8,
  ACK: 16,
  URG: 32,
  ECE: 64,
  CWR: 128,
}

/** `SYN, ACK`, in the order in which people write them. */
export const flagsText = (flags: number): string =>
  ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'].filter((_, i) => flags & (1 << i)).join(', ') || '-'
