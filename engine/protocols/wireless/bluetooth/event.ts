/** Bluetooth HCI events: what the controller tells its host (Core Specification, volume 4, part E, 5.4.4). */
import { bytes, u8 } from '../../../dissect/field'
import { protocol } from '../../../dissect/protocol'
import { hciEvents, hciLowEnergyEvents } from '../../../names/bluetooth'
import { commandName, opcodeFields } from './command'
import { wayOf } from './way'

const COMMAND_COMPLETE = 0x0e
const COMMAND_STATUS = 0x0f
const LOW_ENERGY = 0x3e
const VENDOR = 0xff
const hex2 = (v: number): string => `0x${v.toString(16).padStart(2, '0')}`
const names: Readonly<Record<number, string>> = { ...hciEvents, [VENDOR]: 'Vendor-Specific', 0x19: 'Loopback Command' }

export const hciEvent = protocol({
  name: 'bthci_evt',
  title: 'Bluetooth HCI Event',
  column: 'HCI_EVT',
  spec: 'Bluetooth Core Specification, volume 4, part E, 5.4.4',
  over: { 'hci_h4.type': [4] },
  fields: {
    code: u8('bthci_evt.code', 'Event Code', {
      display: 'hex',
      names: (v) => names[v] ?? 'Unknown',
      help: 'What has happened.',
    }),
    length: u8('bthci_evt.param_length', 'Parameter Total Length'),
    lowEnergy: u8('bthci_evt.le_meta_subevent', 'Sub Event', { display: 'hex', names: hciLowEnergyEvents }),
    allowed: u8('bthci_evt.num_command_packets', 'Number of Allowed Command Packets', {
      help: 'How many commands the controller takes before it answers the next.',
    }),
    ...opcodeFields('bthci_evt'),
    status: u8('bthci_evt.status', 'Status', {
      display: 'hex',
      names: { 0: 'Success' },
      help: 'Zero: it worked. Error codes stand in volume 1, part F.',
    }),
    parameter: bytes('bthci_evt.parameter', 'Event Parameter'),
  },
  decode(p, _, f) {
    if (!p.indexing) p.endsText('controller', 'host')
    const code = p.take(f.code)
    if (p.columns) p.say(`${wayOf(p)} ${names[code] ?? `Unknown ${hex2(code)}`}`)
    p.limit(p.take(f.length))
    if (code === LOW_ENERGY) {
      const what = p.take(f.lowEnergy)
      if (p.columns) p.sayMore(` (${hciLowEnergyEvents[what] ?? `Unknown ${hex2(what)}`})`)
    } else if (code === COMMAND_COMPLETE || code === COMMAND_STATUS) {
      if (code === COMMAND_STATUS) p.take(f.status)
      p.take(f.allowed)
      const opcode = p.take(f.opcode)
      if (p.columns) p.sayMore(` (${commandName(opcode) ?? 'Unknown'})`)
      if (code === COMMAND_COMPLETE && p.left > 0) p.take(f.status)
    }
    if (p.left > 0) p.take(f.parameter, p.left)
  },
  heading: (p) => `Bluetooth HCI Event - ${p.end > p.base ? (names[p.bytes[p.base]!] ?? 'Unknown') : 'cut short'}`,
})
