/** ASHRAE 135 (BACnet), clauses 20 and 21: services and their tagged values. */
import { bit, bits, double, float, string, u16, u8, uint } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { protocol } from '../../../dissect/protocol'
import {
  aborts,
  confirmed,
  errorClasses,
  errorCodes,
  kinds,
  objectTypes,
  properties,
  rejects,
  segments,
  sizes,
  tags,
  unconfirmed,
} from './names'

const REQUEST = 0
const UNCONFIRMED = 1
const SIMPLE = 2
const COMPLEX = 3
const SEGMENT = 4
const ERROR = 5
const REJECT = 6
const ABORT = 7
const I_AM = 0
const WHO_IS = 8

export const bacapp = protocol({
  name: 'bacapp',
  title: 'Building Automation and Control Network APDU',
  column: 'BACnet-APDU',
  shortName: 'BACapp',
  spec: 'ASHRAE 135',
  fields: {
    kind: bits('bacapp.type', 'APDU Type', 0xf0, { names: kinds, help: 'A request, an answer, or why there is none.' }),
    flags: bits('bacapp.pduflags', 'PDU Flags', 0x0f, { display: 'hex' }),
    isSegmented: bit('bacapp.segmented_request', 'Segmented Request', 8, {
      trueFalse: ['Segmented Request', 'Unsegmented Request'],
    }),
    more: bit('bacapp.more_segments', 'More Segments', 4, {
      trueFalse: ['More Segments Follow', 'No More Segments Follow'],
    }),
    accepts: bit('bacapp.SA', 'SA', 2, {
      trueFalse: ['Segmented Response accepted', 'Segmented Response not accepted'],
    }),
    segments: bits('bacapp.response_segments', 'Max Response Segments accepted', 0x70, { names: segments }),
    size: bits('bacapp.max_adpu_size', 'Size of Maximum ADPU accepted', 0x0f, { names: sizes }),
    nak: bit('bacapp.NAK', 'NAK', 2),
    server: bit('bacapp.SRV', 'SRV', 1),
    invoke: u8('bacapp.invoke_id', 'Invoke ID', { help: 'The answer repeats that of the request.' }),
    sequence: u8('bacapp.sequence_number', 'Sequence Number'),
    window: u8('bacapp.window_size', 'Proposed Window Size'),
    service: u8('bacapp.confirmed_service', 'Service Choice', { names: confirmed, help: 'What is asked for.' }),
    unconfirmed: u8('bacapp.unconfirmed_service', 'Unconfirmed Service Choice', { names: unconfirmed }),
    reject: u8('bacapp.reject_reason', 'Reject Reason', { names: rejects }),
    abort: u8('bacapp.abort_reason', 'Abort Reason', { names: aborts }),
    errorClass: uint('bacapp.error_class', 'Error Class', { names: errorClasses }),
    errorCode: uint('bacapp.error_code', 'Error Code', { names: errorCodes }),
    tagClass: bit('bacapp.tag_class', 'Tag Class', 8, { trueFalse: ['Context Specific Tag', 'Application Tag'] }),
    applicationTag: bits('bacapp.application_tag_number', 'Application Tag Number', 0xf0, { names: tags }),
    contextTag: bits('bacapp.context_tag_number', 'Context Tag Number', 0xf0),
    extendedTag: u8('bacapp.extended_tag_number', 'Extended Tag Number'),
    namedTag: bits('bacapp.named_tag', 'Named Tag', 7, { names: { 6: 'Opening Tag', 7: 'Closing Tag' } }),
    length: uint('bacapp.LVT', 'Length Value Type'),
    objectType: bits('bacapp.objectType', 'Object Type', 0xffc00000, {
      width: 4,
      names: objectTypes,
      help: 'What kind of object is meant: an input, an output, a device or a schedule, say.',
    }),
    instance: bits('bacapp.instance_number', 'Instance Number', 0x003fffff, { width: 4 }),
    property: uint('bacapp.property_identifier', 'Property Identifier', {
      names: properties,
      help: 'Which of the values of an object.',
    }),
    vendor: u16('bacapp.vendor_identifier', 'Vendor Identifier'),
    real: float('bacapp.present_value.real', 'Present Value (real)'),
    double: double('bacapp.present_value.double', 'Present Value (double)'),
    whole: uint('bacapp.present_value.uint', 'Present Value (uint)'),
    name: string('bacapp.object_name', 'Object Name'),
  },
  decode(p, _, f) {
    if (p.first) return p.leaveOpen()
    const first = p.peek(1)
    const kind = first >> 4
    const say = (text: string): void => {
      if (p.columns) p.say(`${(kinds[kind] ?? 'Unknown').padEnd(15)} ${text} `)
    }
    if (!kinds[kind]) return p.rest()
    p.add(f.kind, p.at, 1, kind)
    const numbered = (name: string, id: number): string => `${name}[${String(id).padStart(3)}]`
    if (kind === REQUEST || kind === COMPLEX) {
      const flags = p.open(p.add(f.flags, p.at, 1, first & 15))
      p.add(f.isSegmented, p.at, 1, (first >> 3) & 1)
      p.add(f.more, p.at, 1, (first >> 2) & 1)
      if (kind === REQUEST) p.add(f.accepts, p.at, 1, (first >> 1) & 1)
      p.close(flags)
      p.skip(1)
      if (kind === REQUEST) {
        p.add(f.segments, p.at, 1, (p.peek(1) >> 4) & 7)
        p.add(f.size, p.at, 1, p.peek(1) & 15)
        p.skip(1)
      }
      const id = p.take(f.invoke)
      if (first & 8) {
        p.take(f.sequence)
        p.take(f.window)
      }
      const service = p.take(f.service)
      say(numbered(confirmed[service] ?? 'Unknown', id))
      return body(p, service, first & 8 ? -1 : service)
    }
    if (kind === UNCONFIRMED) {
      p.skip(1)
      const service = p.take(f.unconfirmed)
      say(unconfirmed[service] ?? 'Unknown')
      return body(p, service === I_AM ? I_AM_BODY : service === WHO_IS ? WHO_IS_BODY : -1, -1)
    }
    if (kind === SIMPLE) {
      p.skip(1)
      const id = p.take(f.invoke)
      const service = p.take(f.service)
      return say(numbered(confirmed[service] ?? 'Unknown', id))
    }
    if (kind === SEGMENT) {
      p.add(f.nak, p.at, 1, (first >> 1) & 1)
      p.add(f.server, p.at, 1, first & 1)
      p.skip(1)
      p.take(f.invoke)
      p.take(f.sequence)
      p.take(f.window)
      return say('')
    }
    const was = p.open(p.row(f.kind))
    if (kind === ABORT) p.add(f.server, p.at, 1, first & 1)
    p.skip(1)
    const id = p.take(f.invoke)
    if (kind === REJECT) say(numbered(rejects[p.take(f.reject)] ?? 'Unknown', id))
    else if (kind === ABORT) say(numbered(aborts[p.take(f.abort)] ?? 'Unknown', id))
    else {
      const service = p.take(f.service)
      say(numbered(confirmed[service] ?? 'Unknown', id))
      p.close(was)
      if (kind === ERROR && p.left) body(p, ERROR_BODY, -1)
      return
    }
    p.close(was)
  },
})

const I_AM_BODY = 1000
const WHO_IS_BODY = 1001
const ERROR_BODY = 1002
const READ = 12
const WRITE = 15
const READ_MANY = 14

/** A tag: its number, whether it belongs to the service (else to the type of the value), its length, and how many bytes it takes. */
interface Tag {
  number: number
  isContext: boolean
  /** 6 opens a group, 7 closes it. */
  named: number
  length: number
  size: number
}
function tagAt(p: Packet): Tag {
  const first = p.peek(1)
  let size = 1
  let number = first >> 4
  if (number === 15) number = p.peek(1, size++)
  const low = first & 7
  const isContext = (first & 8) !== 0
  let length = low
  if (isContext && low >= 6) return { number, isContext, named: low, length: 0, size }
  if (low === 5) {
    length = p.peek(1, size++)
    if (length === 254) {
      length = p.peek(2, size)
      size += 2
    } else if (length === 255) {
      length = p.peek(4, size)
      size += 4
    }
  }
  // A truth value stands in the place of the length.
  if (!isContext && number === 1) length = 0
  return { number, isContext, named: 0, length, size }
}

/** Tagged values to the end. `form` says what the first ones mean; `service` names what is shown in the row. */
function body(p: Packet, form: number, service: number): void {
  const { f } = bacapp
  const isRead = service === READ || service === WRITE
  for (let nth = 0; p.left; nth++) {
    const at = p.at
    const tag = tagAt(p)
    p.need(tag.size + tag.length)
    const from = at + tag.size
    const value = tag.length > 0 && tag.length <= 4 ? p.peekAt(from, tag.length) : 0
    const row = p.text(titleOf(tag, form, nth, value), at, tag.size + tag.length)
    const was = p.open(row)
    drawTag(p, tag, at)
    if (!tag.named && isObject(tag, form, nth)) {
      const type = value >>> 22
      const instance = value & 0x3fffff
      p.add(f.objectType, from, 4, type)
      p.add(f.instance, from, 4, instance)
      if (p.columns) p.sayMore(`${objectTypes[type] ?? type},${instance} `)
    } else if (isProperty(tag, form, nth) && isRead) {
      p.add(f.property, from, tag.length, value)
      if (p.columns) p.sayMore(`${properties[value] ?? value} `)
    } else if (form === WHO_IS_BODY && p.columns) p.sayMore(`${value} `)
    else if (form === I_AM_BODY && nth === 3 && tag.length <= 2) p.add(f.vendor, from, tag.length, value)
    else if (form === ERROR_BODY && !tag.named && !tag.isContext)
      p.add(nth === 0 ? f.errorClass : f.errorCode, from, tag.length, value)
    else if (!tag.isContext && tag.number === 4 && tag.length === 4) p.add(f.real, from, 4)
    else if (!tag.isContext && tag.number === 5 && tag.length === 8) p.add(f.double, from, 8)
    else if (!tag.isContext && tag.number === 2 && isRead) p.add(f.whole, from, tag.length, value)
    p.close(was)
    p.at = from + tag.length
  }
}

const isObject = (tag: Tag, form: number, nth: number): boolean =>
  tag.length === 4 &&
  (tag.isContext ? tag.number === 0 && nth === 0 && (form === READ || form === WRITE) : tag.number === 12)
const isProperty = (tag: Tag, form: number, nth: number): boolean =>
  tag.isContext && tag.number === 1 && nth === 1 && form !== READ_MANY && !tag.named

function titleOf(tag: Tag, form: number, nth: number, value: number): string {
  if (tag.named) return `${tag.named === 6 ? '{' : '}'}[${tag.number}]`
  if (isObject(tag, form, nth))
    return `ObjectIdentifier: ${objectTypes[value >>> 22] ?? value >>> 22}, ${value & 0x3fffff}`
  if ((form === READ || form === WRITE) && isProperty(tag, form, nth))
    return `Property Identifier: ${properties[value] ?? 'Unknown'} (${value})`
  if (form === WHO_IS_BODY) return `Device Instance Range ${nth ? 'High' : 'Low'} Limit: ${value}`
  if (form === I_AM_BODY && nth === 1) return `Maximum ADPU Length Accepted: (Unsigned) ${value}`
  if (form === I_AM_BODY && nth === 2)
    return `Segmentation Supported:  ${['segmented-both', 'segmented-transmit', 'segmented-receive', 'no-segmentation'][value] ?? 'Unknown'} (${value})`
  if (form === I_AM_BODY && nth === 3) return `Vendor ID: ${value}`
  if (form === ERROR_BODY)
    return nth === 0
      ? `Error Class: ${errorClasses[value] ?? 'Unknown'} (${value})`
      : `Error Code: ${errorCodes[value] ?? 'Unknown'} (${value})`

  return tag.isContext ? `Context Tag: ${tag.number}` : (tags[tag.number] ?? 'Unknown')
}

function drawTag(p: Packet, tag: Tag, at: number): void {
  const { f } = bacapp
  const first = p.peekAt(at, 1)
  const title = tag.isContext ? `Context Tag: ${tag.number}` : `Application Tag: ${tags[tag.number] ?? 'Unknown'}`
  const group = tag.named ? -1 : p.text(`${title}, Length/Value/Type: ${tag.length}`, at, tag.size)
  const was = p.open(group)
  p.add(f.tagClass, at, 1, (first >> 3) & 1)
  p.add(tag.isContext ? f.contextTag : f.applicationTag, at, 1, first >> 4)
  if (first >> 4 === 15) p.add(f.extendedTag, at + 1, 1, tag.number)
  if (tag.named) p.add(f.namedTag, at, 1, tag.named)
  else p.add(f.length, at, tag.size, tag.length)
  p.close(was)
}
