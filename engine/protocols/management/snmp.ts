/** RFC 1157, 3416 and 3412, SNMP: what devices tell of themselves. Versions 1 and 2c are read whole, of version 3 the header. */
import { ipv4 as ipv4Text } from '../../bytes/read'
import { duration, framenum, i32, ipv4, none, oid, bytes, string, u32, u64 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import { memory } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { conversations } from '../../flows/conversations'
import { Pairs } from '../../flows/pairs'
import { APPLICATION, BER, CONTEXT, UNIVERSAL, element, integer, isUniversal, oidText, within } from '../kit/ber'
import type { Element } from '../kit/ber'

const REQUESTS: Readonly<Record<number, string>> = {
  0: 'get-request',
  1: 'get-next-request',
  2: 'get-response',
  3: 'set-request',
  4: 'trap',
  5: 'getBulkRequest',
  6: 'informRequest',
  7: 'snmpV2-trap',
  8: 'report',
}
const RESPONSE = 2
const TRAP = 4
const BULK = 5
const errors: Readonly<Record<number, string>> = {
  0: 'noError',
  1: 'tooBig',
  2: 'noSuchName',
  3: 'badValue',
  4: 'readOnly',
  5: 'genErr',
  6: 'noAccess',
  7: 'wrongType',
  8: 'wrongLength',
  9: 'wrongEncoding',
  10: 'wrongValue',
  11: 'noCreation',
  12: 'inconsistentValue',
  13: 'resourceUnavailable',
  14: 'commitFailed',
  15: 'undoFailed',
  16: 'authorizationError',
  17: 'notWritable',
  18: 'inconsistentName',
}
const exchanges = memory(() => new Pairs())

const elements = {
  0: none('snmp.get_request_element', 'get-request'),
  1: none('snmp.get_next_request_element', 'get-next-request'),
  2: none('snmp.get_response_element', 'get-response'),
  3: none('snmp.set_request_element', 'set-request'),
  4: none('snmp.trap_element', 'trap'),
  5: none('snmp.getBulkRequest_element', 'getBulkRequest'),
  6: none('snmp.informRequest_element', 'informRequest'),
  7: none('snmp.snmpV2_trap_element', 'snmpV2-trap'),
  8: none('snmp.report_element', 'report'),
}

const fields = {
  ...Object.fromEntries(Object.entries(elements).map(([k, f]) => [`element${k}`, f])),
  version: i32('snmp.version', 'version', { names: { 0: 'version-1', 1: 'v2c', 2: 'v2u', 3: 'snmpv3' } }),
  community: string('snmp.community', 'community', { help: 'A password that everybody on the way can read.' }),
  data: u32('snmp.data', 'data', { names: REQUESTS, help: 'What is asked for, or that this is the answer.' }),
  requestId: i32('snmp.request_id', 'request-id', { help: 'The answer has the number of its request.' }),
  status: i32('snmp.error_status', 'error-status', { names: errors }),
  index: i32('snmp.error_index', 'error-index'),
  nonRepeaters: u32('snmp.non_repeaters', 'non-repeaters'),
  repetitions: u32('snmp.max_repetitions', 'max-repetitions'),
  bindings: u32('snmp.variable_bindings', 'variable-bindings', { show: (n) => `${n} item${n === 1 ? '' : 's'}` }),
  name: oid('snmp.name', 'Object Name', { help: 'Which value of the device: a place in the tree of all objects.' }),
  nothing: none('snmp.value.null', 'Value (Null)'),
  integer: i32('snmp.value.int', 'Value (Integer32)'),
  octets: bytes('snmp.value.octets', 'Value (OctetString)'),
  oid: oid('snmp.value.oid', 'Value (OID)'),
  address: ipv4('snmp.value.ipv4', 'Value (IpAddress)'),
  counter: u64('snmp.value.counter', 'Value (Counter32)'),
  unsigned: u64('snmp.value.u32', 'Value (Unsigned32)'),
  ticks: u64('snmp.value.timeticks', 'Value (Timeticks)'),
  big: u64('snmp.value.g64', 'Value (Counter64)'),
  noObject: none('snmp.noSuchObject', 'noSuchObject'),
  noInstance: none('snmp.noSuchInstance', 'noSuchInstance'),
  endOfView: none('snmp.endOfMibView', 'endOfMibView'),
  enterprise: oid('snmp.enterprise', 'enterprise', {
    help: 'Whose device sent the trap: the maker gives specific traps their meaning.',
  }),
  agent: ipv4('snmp.agent_addr', 'agent-addr'),
  generic: i32('snmp.generic_trap', 'generic-trap', {
    names: {
      0: 'coldStart',
      1: 'warmStart',
      2: 'linkDown',
      3: 'linkUp',
      4: 'authenticationFailure',
      5: 'egpNeighborLoss',
      6: 'enterpriseSpecific',
    },
  }),
  specific: i32('snmp.specific_trap', 'specific-trap'),
  stamp: u32('snmp.time_stamp', 'time-stamp', { help: 'Hundredths of seconds since the device started.' }),
  responseIn: framenum('snmp.response_in', 'Response In'),
  responseTo: framenum('snmp.response_to', 'Response To'),
  time: duration('snmp.time', 'Time'),
}

export const snmp = protocol({
  name: 'snmp',
  title: 'Simple Network Management Protocol',
  spec: 'RFC 3416',
  over: { 'udp.port': [161, 162, 8161] },
  fields,
  decode(p) {
    const message = element(p)
    if (!isUniversal(message, BER.SEQUENCE)) return void p.rest()
    let version = 0
    within(p, message, (e, i) => {
      if (i === 0) version = Number(number(p, e, fields.version))
      else if (version >= 3) return
      else if (i === 1) text(p, e, fields.community)
      else if (i === 2 && e.class === CONTEXT) request(p, e)
    })
    if (version >= 3) p.say('')
  },
})

/** Records a number that stands in an element of its own length. */
function number(p: Packet, e: Element, field: Field): number | bigint {
  p.need(e.length)
  const v = integer(p.bytes, e.value, e.length)
  p.add(field, e.value, e.length, typeof v === 'number' ? v : BigInt.asUintN(64, v))
  return v
}
function text(p: Packet, e: Element, field: Field): void {
  p.add(field, e.value, e.length)
}

function request(p: Packet, around: Element): void {
  const type = around.tag
  const name = REQUESTS[type] ?? 'unknown'
  const row = p.open(p.add(fields.data, around.at, around.value - around.at + Math.max(0, around.length), type))
  const field = elements[type as keyof typeof elements]
  const inner = p.open(field ? p.add(field, around.value, p.left) : -1)
  p.say(name)
  let id = 0
  within(p, around, (e, i) => {
    if (type === TRAP) {
      trap(p, e, i)
    } else if (i === 0) id = Number(number(p, e, fields.requestId))
    else if (i === 1) number(p, e, type === BULK ? fields.nonRepeaters : fields.status)
    else if (i === 2) number(p, e, type === BULK ? fields.repetitions : fields.index)
    else if (i === 3) bindings(p, e)
  })
  p.close(inner)
  p.close(row)
  if (type !== TRAP && type !== 7) pairUp(p, type, id)
}

/** An object identifier as the reference writes it a second time: with the name of its first arc. */
const withIso = (dotted: string): string => dotted.replace(/^1\b/, 'iso')

/** RFC 1157 4.1.6: the parts of a version 1 trap in their order. */
function trap(p: Packet, e: Element, i: number): void {
  if (i === 0) {
    const dotted = p.indexing ? '' : oidText(p.bytes, e.value, e.length)
    p.label(p.add(fields.enterprise, e.value, e.length, dotted), `enterprise: ${dotted} (${withIso(dotted)})`)
    p.sayMore(` ${withIso(dotted)}`)
  } else if (i === 1 && e.length === 4) p.add(fields.agent, e.value, 4)
  else if (i === 2) number(p, e, fields.generic)
  else if (i === 3) number(p, e, fields.specific)
  else if (i === 4) number(p, e, fields.stamp)
  else if (i === 5) bindings(p, e)
}

function bindings(p: Packet, list: Element): void {
  const row = p.add(fields.bindings, list.value, Math.max(0, list.length), 0)
  const was = p.open(row)
  let count = 0
  within(p, list, (binding) => {
    count++
    let name = ''
    let line = -1
    let around = -1
    within(p, binding, (e, i) => {
      if (i === 0) {
        if (p.columns || p.drawing) name = oidText(p.bytes, e.value, e.length)
        p.sayMore(' ' + name)
        line = p.text(name, binding.at, binding.value - binding.at + Math.max(0, binding.length))
        around = p.open(line)
        const shown = p.wanted(fields.name) ? oidText(p.bytes, e.value, e.length) : ''
        const row = p.add(fields.name, e.value, e.length, shown)
        p.label(row, `Object Name: ${shown} (${shown.replace(/^1\b/, 'iso')})`)
      } else if (i === 1) {
        const shown = value(p, e)
        p.label(line, `${name}: ${shown}`)
      }
    })
    if (line >= 0) p.close(around)
  })
  p.revalue(row, count)
  p.close(was)
}

/** Kinds of values by class and tag (RFC 2578). */
const KINDS: Readonly<Record<number, Field>> = {
  [UNIVERSAL * 32 + BER.INTEGER]: fields.integer,
  [UNIVERSAL * 32 + BER.OCTET_STRING]: fields.octets,
  [UNIVERSAL * 32 + BER.NULL]: fields.nothing,
  [UNIVERSAL * 32 + BER.OID]: fields.oid,
  [APPLICATION * 32]: fields.address,
  [APPLICATION * 32 + 1]: fields.counter,
  [APPLICATION * 32 + 2]: fields.unsigned,
  [APPLICATION * 32 + 3]: fields.ticks,
  [APPLICATION * 32 + 6]: fields.big,
  [CONTEXT * 32]: fields.noObject,
  [CONTEXT * 32 + 1]: fields.noInstance,
  [CONTEXT * 32 + 2]: fields.endOfView,
}

/** Records a value, and says how it reads behind the name of its object. */
function value(p: Packet, e: Element): string {
  const field = KINDS[e.class * 32 + e.tag] ?? fields.octets
  if (field.type === 'none') {
    p.add(field, e.value, e.length)
    return field.label
  }
  if (field.type === 'oid') {
    const shown = oidText(p.bytes, e.value, e.length)
    const row = p.add(field, e.value, e.length, shown)
    p.label(row, `${field.label}: ${shown} (${shown.replace(/^1\b/, 'iso')})`)
    return `${shown} (${shown.replace(/^1\b/, 'iso')})`
  }
  if (field.type === 'bytes' || (field.type === 'ipv4' && e.length !== 4)) {
    p.add(fields.octets, e.value, e.length)
    return Array.from(p.bytes.subarray(e.value, e.value + e.length), (b) => b.toString(16).padStart(2, '0')).join('')
  }
  if (field.type === 'ipv4') {
    p.add(field, e.value, 4)
    return ipv4Text(p.bytes, e.value)
  }
  return String(number(p, e, field))
}

function pairUp(p: Packet, type: number, id: number): void {
  if (p.quoted) return
  const pairs = p.recall(exchanges)
  const nth = p.nth()
  const flow = p.first ? (p.flow >= 0 ? p.flow : p.recall(conversations).search(p, 'udp')) >> 1 : 0
  const n = type === RESPONSE ? pairs.answer(p, nth, flow, id) : pairs.ask(p, nth, flow, id)
  if (p.first || !n) return
  if (type !== RESPONSE) {
    if (pairs.answerOf(n)) p.set(fields.responseIn, pairs.answerOf(n))
    return
  }
  p.set(fields.responseTo, pairs.requestOf(n))
  p.set(fields.time, pairs.delay(n))
}
