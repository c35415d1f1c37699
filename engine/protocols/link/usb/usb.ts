/**
 * USB requests as the operating system sees them: Linux usbmon (LINKTYPE_USB_LINUX, _MMAPPED) and USBPcap of Windows, little-endian. A header of the
 * system, then eight bytes of setup for control transfers (USB 2.0, 9.3), then data.
 */
import { uintBig } from '../../../bytes/read'
import { bit, bits, bytes, framenum, i32, none, string, u16, u32, u64, u8 } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { protocol } from '../../../dissect/protocol'
import { controlStages, descriptors, requestName, transferTypes, urbFunction } from './names'
import { askedBy, asks } from './requests'
import type { Asked } from './requests'

const LINUX = 189
const LINUX_MMAPPED = 220
const USBPCAP = 249
const CONTROL = 2
const SUBMIT = 0x53
const IRP_INFO = 0xfe
const SETUP_STAGE = 0
const STATUS_STAGE = 2
const STANDARD = 0
const INTERFACE = 1
const GET_DESCRIPTOR = 6
const little = { little: true } as const
const character = (names: Readonly<Record<number, string>>) => ({
  show: (v: number): string => {
    const shown = v ? String.fromCharCode(v) : '\\0'
    return `${names[v] ?? 'Unknown'} ('${shown}')`
  },
})

export const usb = protocol({
  name: 'usb',
  title: 'USB',
  heading: () => 'USB URB',
  column: 'USB',
  shortName: 'USB',
  spec: 'USB 2.0',
  over: { 'frame.linktype': [LINUX, LINUX_MMAPPED, USBPCAP] },
  fields: {
    source: string('usb.src', 'Source', { generated: true, also: 'usb.addr' }),
    destination: string('usb.dst', 'Destination', { generated: true, also: 'usb.addr' }),
    address: string('usb.addr', 'Source or Destination', { hidden: true }),
    urb: u64('usb.urb_id', 'URB id', { ...little, display: 'hex', help: 'The same in a request and its answer.' }),
    urbType: u8('usb.urb_type', 'URB type', character({ 0x53: 'URB_SUBMIT', 0x43: 'URB_COMPLETE', 0x45: 'URB_ERROR' })),
    transfer: u8('usb.transfer_type', 'URB transfer type', { display: 'hex', names: transferTypes }),
    endpoint: u8('usb.endpoint_address', 'Endpoint', {
      display: 'hex',
      show: (v) => `0x${v.toString(16).padStart(2, '0')}, Direction: ${v & 0x80 ? 'IN' : 'OUT'}`,
      help: 'Which of the device’s channels, and which way. IN is to the host.',
      of: {
        direction: bits('usb.endpoint_address.direction', 'Direction', 0x80, { names: ['OUT', 'IN'] }),
        number: bits('usb.endpoint_address.number', 'Endpoint number', 0x0f),
      },
    }),
    device: u8('usb.device_address', 'Device', { help: 'Number that the host gave the device on this bus.' }),
    bus: u16('usb.bus_id', 'URB bus id', little),
    setupFlag: u8('usb.setup_flag', 'Device setup request', character({ 0: 'relevant', 0x2d: 'not relevant' })),
    dataFlag: u8('usb.data_flag', 'Data', {
      ...character({ 0: 'present', 0x3c: 'not present', 0x3e: 'not present', 0x45: 'error' }),
    }),
    seconds: u64('usb.urb_ts_sec', 'URB sec', little),
    micros: u32('usb.urb_ts_usec', 'URB usec', little),
    status: i32('usb.urb_status', 'URB status', {
      ...little,
      show: (v) => `${errnos[v] ?? `Unknown error`} (${v})`,
      help: 'Zero: it worked; else an error number of Linux.',
    }),
    urbLength: u32('usb.urb_len', 'URB length [bytes]', little),
    dataLength: u32('usb.data_len', 'Data length [bytes]', little),
    unused: none('usb.unused_setup_header', 'Unused Setup Header'),
    requestIn: framenum('usb.request_in', 'Request in', { generated: true }),
    headerLength: u16('usb.usbpcap_header_len', 'USBPcap pseudoheader length', little),
    irp: u64('usb.irp_id', 'IRP ID', { ...little, display: 'hex' }),
    irpStatus: u32('usb.usbd_status', 'IRP USBD_STATUS', {
      ...little,
      display: 'hex',
      names: { 0: 'USBD_STATUS_SUCCESS', 0xc0000004: 'USBD_STATUS_STALL_PID', 0xc0010000: 'USBD_STATUS_CANCELED' },
    }),
    urbFunction: u16('usb.function', 'URB Function', { ...little, display: 'hex', names: urbFunction }),
    irpInfo: u8('usb.irp_info', 'IRP information', {
      display: 'hex',
      show: (v) => `0x${v.toString(16).padStart(2, '0')}, Direction: ${v & 1 ? 'PDO -> FDO' : 'FDO -> PDO'}`,
      of: {
        reserved: bits('usb.irp_info.reserved', 'Reserved', 0xfe, { display: 'hex' }),
        direction: bits('usb.irp_info.direction', 'Direction', 0x01, {
          display: 'hex',
          show: (v) => `${v ? 'PDO -> FDO' : 'FDO -> PDO'} (0x${v})`,
        }),
      },
    }),
    stage: u8('usb.control_stage', 'Control transfer stage', { names: controlStages }),
    requestType: u8('usb.bmRequestType', 'bmRequestType', {
      display: 'hex',
      of: {
        direction: bit('usb.bmRequestType.direction', 'Direction', 0x80, {
          trueFalse: ['Device-to-host', 'Host-to-device'],
        }),
        kind: bits('usb.bmRequestType.type', 'Type', 0x60, {
          display: 'hex',

          names: ['Standard', 'Class', 'Vendor', 'Reserved'],
        }),
        recipient: bits('usb.bmRequestType.recipient', 'Recipient', 0x1f, {
          display: 'hex',
          names: ['Device', 'Interface', 'Endpoint', 'Other'],
        }),
      },
    }),
    request: u8('usb.setup.bRequest', 'bRequest', { names: requestName, help: 'What the device is to do.' }),
    descriptorIndex: u8('usb.DescriptorIndex', 'Descriptor Index', { display: 'hex' }),
    descriptorType: u8('usb.bDescriptorType', 'bDescriptorType', { display: 'hex', names: descriptors }),
    language: u16('usb.LanguageId', 'Language Id', {
      ...little,
      display: 'hex',
      names: { 0: 'no language specified', 0x409: 'English (United States)' },
    }),
    value: u16('usb.setup.wValue', 'wValue', { ...little, display: 'hex' }),
    index: u16('usb.setup.wIndex', 'wIndex', { ...little, show: (v) => `${v} (0x${v.toString(16).padStart(4, '0')})` }),
    length: u16('usb.setup.wLength', 'wLength', little),
    response: bytes('usb.control.Response', 'CONTROL response data'),
    data: bytes('usb.capdata', 'Leftover Capture Data'),
  },
  decode(p) {
    if (p.frame.linkType === USBPCAP) usbPcap(p)
    else usbMon(p)
  },
})

/** Error numbers of Linux that USB's drivers give. */
const errnos: Readonly<Record<number, string>> = {
  0: 'Success',
  [-2]: 'No such file or directory (-ENOENT)',
  [-32]: 'Broken pipe (-EPIPE)',
  [-71]: 'Protocol error (-EPROTO)',
  [-84]: 'Invalid or incomplete multibyte or wide character (-EILSEQ)',
  [-104]: 'Connection reset by peer (-ECONNRESET)',
  [-108]: 'Cannot send after transport endpoint shutdown (-ESHUTDOWN)',
  [-110]: 'Connection timed out (-ETIMEDOUT)',
  [-115]: 'Operation now in progress (-EINPROGRESS)',
  [-121]: 'Remote I/O error (-EREMOTEIO)',
}
type Usb = typeof usb

/** What both systems say of a transfer. */
interface Transfer {
  type: number
  endpoint: number
  device: number
  bus: number
  isRequest: boolean
  key: string
}

function between(p: Packet, { bus, device, endpoint, isRequest }: Transfer): void {
  if (p.indexing) return
  const { f }: Usb = usb
  const there = `${bus}.${device}.${endpoint & 0x7f}`
  const [source, destination] = isRequest ? ['host', there] : [there, 'host']
  p.endsText(source!, destination!)
  p.set(f.source, source!)
  p.set(f.destination, destination!)
}

function usbMon(p: Packet): void {
  const { f }: Usb = usb
  const start = p.at
  p.need(40)
  const b = p.bytes
  const it: Transfer = {
    type: b[start + 9]!,
    endpoint: b[start + 10]!,
    device: b[start + 11]!,
    bus: b[start + 12]! | (b[start + 13]! << 8),
    isRequest: b[start + 8] === SUBMIT,
    key: `${uintBig(b, start, 8, true)} ${b[start + 9]} ${b[start + 11]}`,
  }
  between(p, it)
  const hasSetup = b[start + 14] === 0
  for (const field of [f.urb, f.urbType, f.transfer, f.endpoint, f.device, f.bus, f.setupFlag, f.dataFlag])
    p.take(field)
  for (const field of [f.seconds, f.micros, f.status, f.urbLength]) p.take(field)
  const size = p.take(f.dataLength)
  const asked = it.isRequest ? undefined : askedBy(p, it.key)
  if (asked) p.set(f.requestIn, asked.frame)
  const isControl = it.type === CONTROL
  if (!(isControl && it.isRequest && hasSetup)) p.take(f.unused, 8)
  const padding = p.frame.linkType === LINUX_MMAPPED ? 16 : 0
  if (isControl && it.isRequest && hasSetup) {
    setup(p, it)
    p.skip(padding)
  } else {
    p.skip(padding)
    if (it.isRequest) asks(p, it.key, { isSetup: false, type: 0, request: 0, descriptor: 0 })
    sayTransfer(p, it, asked)
  }
  p.limit(Math.min(size, p.leftOnWire))
  rest(p, isControl && !it.isRequest)
}

function usbPcap(p: Packet): void {
  const { f }: Usb = usb
  const start = p.at
  p.need(27)
  const b = p.bytes
  const info = b[start + 16]!
  const it: Transfer = {
    bus: b[start + 17]! | (b[start + 18]! << 8),
    device: b[start + 19]! | (b[start + 20]! << 8),
    endpoint: b[start + 21]!,
    type: b[start + 22]!,
    isRequest: (info & 1) === 0,
    key: `${uintBig(b, start + 2, 8, true)} ${b[start + 22]} ${b[start + 19]}`,
  }
  between(p, it)
  const size = p.take(f.headerLength)
  p.take(f.irp)
  p.take(f.irpStatus)
  const urb = p.take(f.urbFunction)
  p.take(f.irpInfo)
  p.take(f.bus)
  p.take(f.device, 2)
  p.take(f.endpoint)
  p.take(f.transfer)
  const carried = p.take(f.dataLength)
  p.label(p.row(f.dataLength), `Packet Data Length: ${carried}`)
  const asked = it.isRequest ? undefined : askedBy(p, it.key)
  if (asked) p.set(f.requestIn, asked.frame)
  let stage = -1
  if (it.type === CONTROL && size > 27) stage = p.take(f.stage)
  const behind = start + Math.max(size, 27)
  if (behind > p.at) p.skip(behind - p.at)
  if (it.type === IRP_INFO) {
    if (p.columns) p.say(urbFunction(urb) ?? `Unknown function ${urb.toString(16)}`)
  } else if (stage === SETUP_STAGE && it.isRequest) setup(p, it)
  else {
    if (it.isRequest && stage < 0) asks(p, it.key, { isSetup: false, type: 0, request: 0, descriptor: 0 })
    sayTransfer(p, it, asked, stage)
  }
  rest(p, it.type === CONTROL && !it.isRequest)
}

/** Eight bytes that say what a control transfer asks. */
function setup(p: Packet, it: Transfer): void {
  const { f }: Usb = usb
  p.need(8)
  const [type, request, descriptor] = [p.bytes[p.at]!, p.bytes[p.at + 1]!, p.bytes[p.at + 3]!]
  const asked = { isSetup: true, type, request, descriptor }
  asks(p, it.key, asked)
  const standard = ((type >> 5) & 3) === STANDARD
  const was = p.outside()
  const line = p.open(p.text('Setup Data', p.at, 8))
  p.take(f.requestType)
  p.take(f.request)
  if (standard && request === GET_DESCRIPTOR) {
    p.take(f.descriptorIndex)
    p.take(f.descriptorType)
    p.take(f.language)
  } else {
    p.take(f.value)
    p.take(f.index)
  }
  p.take(f.length)
  p.close(line)
  p.close(was)
  sayTransfer(p, it, { ...asked, frame: 0 })
}

function sayTransfer(p: Packet, it: Transfer, asked: Asked | undefined, stage = -1): void {
  if (!p.columns) return
  const way = it.endpoint & 0x80 ? 'in' : 'out'
  const plain = `${transferTypes[it.type] ?? `Unknown type ${it.type.toString(16)}`} ${way}`
  if (it.type !== CONTROL || !asked?.isSetup || ((asked.type >> 5) & 3) !== STANDARD) return p.say(plain)
  // What descriptors an interface has is a matter of its class.
  if (asked.request === GET_DESCRIPTOR && (asked.type & 0x1f) === INTERFACE) return p.say(plain)
  const name = requestName(asked.request)
  if (stage === STATUS_STAGE) return p.say(`${name} status`)
  // A descriptor's answer names it only where it is there.
  const named = asked.request === GET_DESCRIPTOR && (it.isRequest || p.leftOnWire > 0)
  const what = named ? ` ${descriptors[asked.descriptor] ?? `Unknown type ${asked.descriptor}`}` : ''
  p.say(`${name} ${it.isRequest ? 'Request' : 'Response'}${what}`)
}

function rest(p: Packet, answer: boolean): void {
  const { f }: Usb = usb
  if (p.left <= 0) return
  const was = p.outside()
  p.take(answer ? f.response : f.data, p.left)
  p.close(was)
}
