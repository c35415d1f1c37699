/** RFC 4666, M3UA: what would go over signalling links of the telephone network, over SCTP. Messages are lists of parameters. */
import { bytes, string, u16, u24, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const classes: Readonly<Record<number, readonly [string, Readonly<Record<number, readonly [string, string]>>]>> = {
  0: ['Management messages', { 0: ['Error', 'ERR'], 1: ['Notify', 'NTFY'] }],
  1: ['Transfer messages', { 1: ['Payload data', 'DATA'] }],
  2: [
    'SS7 signalling network management messages',
    {
      1: ['Destination unavailable', 'DUNA'],
      2: ['Destination available', 'DAVA'],
      3: ['Destination state audit', 'DAUD'],
      4: ['SS7 Network congestion state', 'SCON'],
      5: ['Destination user part unavailable', 'DUPU'],
      6: ['Destination Restricted', 'DRST'],
    },
  ],
  3: [
    'ASP state maintenance messages',
    {
      1: ['ASP up', 'ASPUP'],
      2: ['ASP down', 'ASPDN'],
      3: ['Heartbeat', 'BEAT'],
      4: ['ASP up ack', 'ASPUP_ACK'],
      5: ['ASP down ack', 'ASPDN_ACK'],
      6: ['Heartbeat ack', 'BEAT_ACK'],
    },
  ],
  4: [
    'ASP traffic maintenance messages',
    {
      1: ['ASP active', 'ASPAC'],
      2: ['ASP inactive', 'ASPIA'],
      3: ['ASP active ack', 'ASPAC_ACK'],
      4: ['ASP inactive ack', 'ASPIA_ACK'],
    },
  ],
  9: [
    'Routing key management messages',
    {
      1: ['Registration request', 'REG_REQ'],
      2: ['Registration response', 'REG_RSP'],
      3: ['Deregistration request', 'DEREG_REQ'],
      4: ['Deregistration response', 'DEREG_RSP'],
    },
  ],
}
const tags: Readonly<Record<number, string>> = {
  4: 'Info string',
  6: 'Routing context',
  7: 'Diagnostic information',
  9: 'Heartbeat data',
  11: 'Traffic mode type',
  12: 'Error code',
  13: 'Status',
  17: 'ASP identifier',
  18: 'Affected point code',
  19: 'Correlation identifier',
  512: 'Network appearance',
  528: 'Protocol data',
}
const modes: Readonly<Record<number, string>> = { 1: 'Over-ride', 2: 'Load-share', 3: 'Broadcast' }
const states: Readonly<Record<number, string>> = {
  1: 'Reserved',
  2: 'Application server inactive',
  3: 'Application server active',
  4: 'Application server pending',
}
const others: Readonly<Record<number, string>> = {
  1: 'Insufficient ASP resources active in AS',
  2: 'Alternate ASP active',
  3: 'ASP Failure',
}
const errors: Readonly<Record<number, string>> = {
  1: 'Invalid version',
  3: 'Unsupported message class',
  4: 'Unsupported message type',
  5: 'Unsupported traffic handling mode',
  6: 'Unexpected message',
  7: 'Protocol error',
  9: 'Invalid stream identifier',
  13: 'Refused - management blocking',
  14: 'ASP identifier required',
  15: 'Invalid ASP identifier',
  17: 'Invalid parameter value',
  18: 'Parameter field error',
  19: 'Unexpected parameter',
  20: 'Destination status unknown',
  21: 'Invalid network appearance',
  22: 'Missing parameter',
  25: 'Invalid routing context',
  26: 'No configured AS for ASP',
}
const indicators: Readonly<Record<number, string>> = {
  3: 'SCCP',
  4: 'TUP',
  5: 'ISUP',
  9: 'BISUP',
  12: 'AAL type 2 Signalling',
  13: 'BICC',
  14: 'Gateway Control Protocol',
}
const networks = [
  'International network',
  'Spare (for international use only)',
  'National network',
  'Reserved for national use',
]
/** Protocol data before the message that it carries. */
const LABEL = 12
const HEAD = 4

const f = {
  tag: u16('m3ua.parameter_tag', 'Parameter Tag', { names: (n) => tags[n] ?? 'Unknown' }),
  size: u16('m3ua.parameter_length', 'Parameter length'),
  value: bytes('m3ua.parameter_value', 'Parameter value'),
  padding: bytes('m3ua.parameter_padding', 'Padding'),
  text: string('m3ua.info_string', 'Info string'),
  context: u32('m3ua.routing_context', 'Routing context', { help: 'Which group of numbers the message is about.' }),
  diagnosis: bytes('m3ua.diagnostic_information', 'Diagnostic information'),
  heartbeat: bytes('m3ua.heartbeat_data', 'Heartbeat data'),
  mode: u32('m3ua.traffic_mode_type', 'Traffic mode Type', { names: modes }),
  error: u32('m3ua.error_code', 'Error code', { names: (n) => errors[n] ?? 'Unknown' }),
  statusType: u16('m3ua.status_type', 'Status type', {
    names: (n) => ({ 1: 'Application server state change', 2: 'Other' })[n] ?? 'Unknown',
  }),
  status: u16('m3ua.status_info', 'Status info'),
  asp: u32('m3ua.asp_identifier', 'ASP identifier', { help: 'Names the program that takes part in the network.' }),
  mask: u8('m3ua.affected_point_code_mask', 'Mask'),
  affected: u24('m3ua.affected_point_code_pc', 'Affected point code', {
    help: 'The node that can or cannot be reached.',
  }),
  appearance: u32('m3ua.network_appearance', 'Network appearance'),
  origin: u32('m3ua.protocol_data_opc', 'OPC', { help: 'Point code of the node that sends the message.' }),
  destination: u32('m3ua.protocol_data_dpc', 'DPC', { help: 'Point code of the node that it is for.' }),
  indicator: u8('m3ua.protocol_data_si', 'SI', {
    names: (n) => indicators[n] ?? 'Unknown',
    help: 'Who reads the message.',
  }),
  network: u8('m3ua.protocol_data_ni', 'NI', { names: (n) => networks[n] ?? 'Unknown' }),
  priority: u8('m3ua.protocol_data_mp', 'MP'),
  link: u8('m3ua.protocol_data_sls', 'SLS'),
}

export const m3ua = protocol({
  name: 'm3ua',
  title: 'MTP 3 User Adaptation Layer',
  column: 'M3UA (RFC 4666)',
  shortName: 'M3UA',
  spec: 'RFC 4666',
  over: { 'sctp.ppi': [3], 'sctp.port': [2905] },
  header: {
    version: u8('m3ua.version', 'Version', { names: { 1: 'Release 1' } }),
    reserved: u8('m3ua.reserved', 'Reserved', { display: 'hex' }),
    class: u8('m3ua.message_class', 'Message class', {
      names: (n) => classes[n]?.[0] ?? 'reserved',
      help: 'What family of messages it is of.',
    }),
    type: u8('m3ua.message_type', 'Message Type', { help: 'What the message says.' }),
    length: u32('m3ua.message_length', 'Message length'),
  },
  fields: f,
  decode(p, h) {
    const type = p.u8(h.type)
    const about = classes[p.u8(h.class)]?.[1][type]
    p.say(about ? `${about[1]} ` : '')
    p.label(p.row(h.type), `Message Type: ${about ? `${about[0]} (${about[1]})` : 'reserved'} (${type})`)
    p.limit(Math.max(0, p.u32(h.length) - h.size))
    let carried: (() => void) | undefined
    while (p.left >= HEAD) {
      const inner = parameter(p)
      carried = inner ?? carried
    }
    carried?.()
    p.at = p.end
  },
})

/** A parameter; where it holds a message, what reads that afterwards. */
function parameter(p: Packet): (() => void) | undefined {
  const { at } = p
  const tag = p.peek(2)
  const length = Math.max(HEAD, p.peek(2, 2))
  p.need(length)
  const row = p.text(tags[tag] ?? 'Unknown parameter', at, length)
  const was = p.open(row)
  p.take(f.tag)
  p.take(f.size)
  let carried: (() => void) | undefined
  p.part(length - HEAD, () => {
    carried = value(p, tag, row, length - HEAD)
  })
  const padding = Math.min((4 - (length % 4)) % 4, p.left)
  if (padding) p.take(f.padding, padding)
  p.close(was)
  return carried
}

function value(p: Packet, tag: number, row: number, size: number): (() => void) | undefined {
  const many = (field: Field, what: string): void => {
    const n = Math.floor(size / 4)
    p.label(row, `${tags[tag]} (${n} ${what}${n === 1 ? '' : 's'})`)
    for (let i = 0; i < n; i++) {
      if (field === f.affected) p.take(f.mask)
      p.take(field)
    }
  }
  switch (tag) {
    case 4:
      return void p.take(f.text, size)
    case 6:
      return many(f.context, 'context') as undefined
    case 7:
      return void p.take(f.diagnosis, size)
    case 9:
      return void p.take(f.heartbeat, size)
    case 11:
      return void p.label(row, `Traffic mode type (${modes[p.take(f.mode)] ?? 'Unknown'})`)
    case 12:
      return void p.label(row, `Error code (${errors[p.take(f.error)] ?? 'Unknown'})`)
    case 13: {
      const kind = p.take(f.statusType)
      const info = p.take(f.status)
      const name = (kind === 1 ? states : others)[info] ?? 'Unknown'
      p.label(p.row(f.status), `Status info: ${name} (${info})`)
      return void p.label(row, `Status (${name})`)
    }
    case 17:
      return void p.label(row, `ASP identifier (${p.take(f.asp)})`)
    case 18:
      return many(f.affected, 'destination') as undefined
    case 512:
      return void p.label(row, `Network appearance (${p.take(f.appearance)})`)
    case 528:
      return data(p, row, size)
    default:
      p.label(row, `${tags[tag] ?? 'Unknown'} parameter (tag ${tag} and ${size} byte${size === 1 ? '' : 's'} value)`)
      if (size) p.take(f.value, size)
      return undefined
  }
}

function data(p: Packet, row: number, size: number): () => void {
  p.label(row, `Protocol data (SS7 message of ${size - LABEL} byte${size - LABEL === 1 ? '' : 's'})`)
  const from = p.take(f.origin)
  const to = p.take(f.destination)
  const indicator = p.take(f.indicator)
  p.take(f.network)
  p.take(f.priority)
  p.take(f.link)
  if (p.columns) p.endsText(String(from), String(to))
  const { at, left } = p
  return () => {
    p.at = at
    p.part(left, () => p.next('mtp3.service_indicator', indicator))
  }
}
