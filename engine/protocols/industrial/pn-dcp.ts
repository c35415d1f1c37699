/** PROFINET DCP (IEC 61158-6-10): who is there, and giving devices their names and addresses. Blocks of an option and its value. */
import { ipv4, none, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { latin } from '../kit/lines'

const services: Readonly<Record<number, string>> = { 3: 'Get', 4: 'Set', 5: 'Identify', 6: 'Hello' }
const kinds: Readonly<Record<number, string>> = {
  0: 'Request',
  1: 'Response Success',
  5: 'Response - Request not supported',
}
const options: Readonly<Record<number, string>> = {
  0: 'Reserved',
  1: 'IP',
  2: 'Device properties',
  3: 'DHCP',
  5: 'Control',
  6: 'Device Initiative',
  255: 'All Selector',
}
const suboptions: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: { 1: 'MAC address', 2: 'IP parameter', 3: 'Full IP suite' },
  2: {
    1: 'Manufacturer specific (Type of Station)',
    2: 'Name of Station',
    3: 'Device ID',
    4: 'Device Role',
    5: 'Device Options',
    6: 'Alias Name',
    7: 'Device Instance',
    8: 'OEM Device ID',
  },
  5: {
    1: 'Start Transaction',
    2: 'End Transaction',
    3: 'Signal',
    4: 'Response',
    5: 'Reset Factory Settings',
    6: 'Reset to Factory',
  },
  255: { 255: 'ALL Selector' },
}
const errors: Readonly<Record<number, string>> = {
  0: 'Ok',
  1: 'Option unsupp.',
  2: 'Suboption unsupp. or no DataSet avail.',
  3: 'Suboption not set',
  4: 'Resource Error',
  5: 'SET not possible by local reasons',
  6: 'In operation, SET not possible',
}
const named = (table: Readonly<Record<number, string>>) => (n: number) => table[n] ?? 'Unknown'
const suboption = (name: string, option: number): Field =>
  u8(`pn_dcp.suboption_${name}`, 'Suboption', { names: named(suboptions[option] ?? {}) })

const f = {
  reserved16: u16('pn_dcp.reserved16', 'Reserved'),
  delay: u16('pn_dcp.response_delay', 'ResponseDelay', {
    help: 'Devices spread their answers over so many steps of 10 ms.',
  }),
  length: u16('pn_dcp.data_length', 'DCPDataLength'),
  block: none('pn_dcp.block', 'Block'),
  option: u8('pn_dcp.option', 'Option', { names: named(options), help: 'What the block is about.' }),
  blockLength: u16('pn_dcp.block_length', 'DCPBlockLength'),
  info: u16('pn_dcp.block_info', 'BlockInfo', { names: (n) => (n === 0 ? 'Reserved' : 'Unknown') }),
  qualifier: u16('pn_dcp.block_qualifier', 'BlockQualifier', {
    names: (n) => ['Use the value temporary', 'Save the value permanent'][n] ?? 'reserved',
    help: 'Whether the device keeps what it is given when it is switched off.',
  }),
  error: u8('pn_dcp.block_error', 'BlockError', { names: named(errors) }),
  ip: suboption('ip', 1),
  ipInfo: u16('pn_dcp.suboption_ip_block_info', 'BlockInfo', {
    names: (n) => ['IP not set', 'IP set', 'IP set by DHCP'][n] ?? 'Unknown',
  }),
  address: ipv4('pn_dcp.suboption_ip_ip', 'IPaddress', { help: 'The address of the device.' }),
  mask: ipv4('pn_dcp.suboption_ip_subnetmask', 'Subnetmask'),
  gateway: ipv4('pn_dcp.suboption_ip_standard_gateway', 'StandardGateway'),
  device: suboption('device', 2),
  vendor: string('pn_dcp.suboption_device_devicevendorvalue', 'DeviceVendorValue'),
  station: string('pn_dcp.suboption_device_nameofstation', 'NameOfStation', {
    help: 'The name by which a controller knows the device.',
  }),
  vendorId: u16('pn_dcp.suboption_vendor_id', 'VendorID', { display: 'hex' }),
  deviceId: u16('pn_dcp.suboption_device_id', 'DeviceID', { display: 'hex' }),
  role: u8('pn_dcp.suboption_device_role', 'DeviceRoleDetails', { display: 'hex' }),
  reserved8: u8('pn_dcp.reserved8', 'Reserved'),
  alias: string('pn_dcp.suboption_device_aliasname', 'AliasName'),
  control: suboption('control', 5),
  controlOption: u8('pn_dcp.suboption_control_option', 'Option', { names: named(options) }),
  signal: u16('pn_dcp.suboption_control_signal_value', 'SignalValue', { display: 'hex' }),
  all: suboption('all', 255),
}
const subfields: Readonly<Record<number, Field>> = { 1: f.ip, 2: f.device, 5: f.control, 255: f.all }

export const pnDcp = protocol({
  name: 'pn_dcp',
  title: 'PROFINET DCP',
  column: 'PN-DCP',
  spec: 'IEC 61158-6-10',
  over: { 'pn_rt.frame_id': [0xfefc, 0xfefd, 0xfefe, 0xfeff] },
  header: {
    service: u8('pn_dcp.service_id', 'ServiceID', {
      names: named(services),
      help: 'Identify looks for devices; Get and Set read and give names and addresses.',
    }),
    kind: u8('pn_dcp.service_type', 'ServiceType', { names: named(kinds), help: 'A request, or an answer.' }),
    xid: u32('pn_dcp.xid', 'Xid', { display: 'hex', help: 'Chosen by who asks; answers repeat it.' }),
  },
  fields: f,
  decode(p, h) {
    if (p.first) return p.leaveOpen()
    const service = p.u8(h.service)
    const kind = p.u8(h.kind)
    p.take(service === 5 && kind === 0 ? f.delay : f.reserved16)
    const words = [`${shortService(service)} ${shortKind(kind)}, Xid:0x${p.u32(h.xid).toString(16)}`]
    p.say(words[0]!)
    p.limit(p.take(f.length))
    const isGet = service === 3 && kind === 0
    while (p.left) {
      const word = isGet ? asked(p) : block(p, service, kind)
      if (word) p.sayMore(`, ${word}`)
      if ((p.at - p.base) % 2 && p.left && !isGet) {
        p.text('Padding: 1 byte', p.at, 1)
        p.skip(1)
      }
    }
  },
  heading: (p) => `PROFINET DCP, ${p.info}`,
})

const shortService = (n: number): string => ({ 3: 'Get', 4: 'Set', 5: 'Ident', 6: 'Hello' })[n] ?? 'Unknown'
const shortKind = (n: number): string => ({ 0: 'Req', 1: 'Ok ', 5: 'unsupported' })[n] ?? 'Unknown'

/** An option whose value is asked for. */
function asked(p: Packet): string {
  const option = p.take(f.option)
  const sub = p.peek(1)
  p.take(subfields[option] ?? f.all)
  const name = suboptions[option]?.[sub] ?? 'Unknown'
  return option === 255 ? 'All' : name
}

function block(p: Packet, service: number, kind: number): string {
  const was = p.open(p.add(f.block, p.at, 0))
  const option = p.take(f.option)
  const sub = p.peek(1)
  p.take(subfields[option] ?? f.all)
  const size = p.take(f.blockLength)
  p.need(size)
  let word = ''
  p.part(size, () => {
    word = value(p, option, sub, service, kind)
    if (p.left) p.text(`Undecoded: ${p.left} bytes`, p.at, p.left)
    p.at = p.end
  })
  p.close(was, true)
  return word
}

const title = (p: Packet, text: string): void => p.label(p.row(f.block), `Block: ${text}`)

function value(p: Packet, option: number, sub: number, service: number, kind: number): string {
  const hasQualifier = service === 4 && kind === 0
  const hasInfo = kind === 1 || service === 6
  if (option === 255) {
    title(p, 'All/All')
    return 'All'
  }
  if (option === 5) return control(p, sub, hasQualifier)
  let lead = ''
  if (hasQualifier && (option === 1 || option === 2)) {
    const n = p.take(f.qualifier)
    lead = `, BlockQualifier: ${['Use the value temporary', 'Save the value permanent'][n] ?? 'reserved'}`
  } else if (hasInfo && option === 1) {
    const n = p.take(f.ipInfo)
    lead = `, BlockInfo: ${['IP not set', 'IP set', 'IP set by DHCP'][n] ?? 'Unknown'}`
  } else if (hasInfo && option === 2) {
    p.take(f.info)
    lead = ', BlockInfo: Reserved'
  }
  return option === 1 ? address(p, sub, lead) : option === 2 ? device(p, sub, lead) : ''
}

function address(p: Packet, sub: number, lead: string): string {
  if (sub !== 2 && sub !== 3) return ''
  const dotted = (from: number): string => Array.from(p.bytes.subarray(from, from + 4)).join('.')
  p.need(12)
  title(p, `IP/IP${lead}, IP: ${dotted(p.at)}, Subnet: ${dotted(p.at + 4)}, Gateway: ${dotted(p.at + 8)}`)
  p.take(f.address)
  p.take(f.mask)
  p.take(f.gateway)
  return 'IP'
}

function device(p: Packet, sub: number, lead: string): string {
  const text = latin(p.bytes, p.at, p.end)
  switch (sub) {
    case 1:
      title(p, `Device/Manufacturer specific${lead}, DeviceVendorValue: "${text}"`)
      p.take(f.vendor, p.left)
      return 'DeviceVendorValue'
    case 2:
      title(p, `Device/NameOfStation${lead}, "${text}"`)
      p.take(f.station, p.left)
      return `NameOfStation:"${text}"`
    case 3: {
      const hex = (n: number): string => `0x${n.toString(16).padStart(4, '0')}`
      title(p, `Device/Device ID${lead}, VendorID: ${hex(p.peek(2))} / DeviceID: ${hex(p.peek(2, 2))}`)
      p.take(f.vendorId)
      p.take(f.deviceId)
      return 'Dev-ID'
    }
    case 4: {
      const n = p.take(f.role)
      const roles = ['IO-Device', 'IO-Controller', 'IO-Multidevice', 'PN-Supervisor'].filter((_, i) => (n >> i) & 1)
      title(p, `Device/Device Role${lead}, ${roles.join(', ')}`)
      p.take(f.reserved8)
      return 'Dev-Role'
    }
    case 6:
      title(p, `Device/AliasName${lead}, "${text}"`)
      p.take(f.alias, p.left)
      return `AliasName:"${text}"`
    default:
      return suboptions[2]![sub] ?? ''
  }
}

function control(p: Packet, sub: number, hasQualifier: boolean): string {
  if (sub === 4) {
    const option = p.take(f.controlOption)
    const about = p.peek(1)
    p.take(subfields[option] ?? f.all)
    const error = p.take(f.error)
    const status = `${options[option] ?? 'Unknown'} - ${suboptions[option]?.[about] ?? 'Unknown'}`
    title(p, `Control/Response, Status from ${status}, BlockError: ${errors[error] ?? 'Unknown'}`)
    return `Response(${errors[error] ?? 'Unknown'})`
  }
  if (hasQualifier && p.left >= 2) p.take(f.qualifier)
  if (sub === 3 && p.left >= 2) p.take(f.signal)
  const names: Readonly<Record<number, string>> = {
    1: 'Start-Trans',
    2: 'End-Trans',
    3: 'Signal',
    5: 'Reset FactorySettings',
    6: 'Reset to Factory',
  }
  title(p, `Control/${names[sub] ?? 'Unknown'}`)
  return names[sub] ?? ''
}
