/** Bluetooth HCI commands: what the host tells its controller (Core Specification, volume 4, part E, 5.4.1). */
import { bits, bytes, u16, u8 } from '../../../dissect/field'
import { protocol } from '../../../dissect/protocol'
import { hciCommands, hciGroups } from '../../../names/bluetooth-commands'
import { wayOf } from './way'

const VENDOR = 0x3f
const hex = (v: number, digits: number): string => `0x${v.toString(16).padStart(digits, '0')}`

/** The name of a command; none where the specification has none. */
export const commandName = (opcode: number): string | undefined =>
  opcode === 0 ? 'No Operation' : hciCommands[opcode >> 10]?.[opcode & 0x3ff]

/** As the Info column has it. */
export function commandText(opcode: number): string {
  if (opcode >> 10 === VENDOR)
    return `Vendor Command ${hex(opcode & 0x3ff, 4)} (opcode 0x${opcode.toString(16).toUpperCase().padStart(4, '0')})`
  return commandName(opcode) ?? `Unknown ${hex(opcode, 4)}`
}

/** The opcode, also as it stands in events. */
export const opcodeFields = (prefix: string) => ({
  opcode: u16(`${prefix}.opcode`, 'Command Opcode', {
    little: true,
    display: 'hex',
    names: (v) => commandName(v) ?? 'Unknown',
    help: 'What the controller is to do.',
    of: {
      group: bits(`${prefix}.opcode.ogf`, 'Opcode Group Field', 0xfc00, {
        width: 1,
        display: 'hex',
        names: (v) => hciGroups[v] ?? 'Unknown',
      }),
      command: bits(`${prefix}.opcode.ocf`, 'Opcode Command Field', 0x03ff, { display: 'hex', width: 2 }),
    },
  }),
})

export const hciCommand = protocol({
  name: 'bthci_cmd',
  title: 'Bluetooth HCI Command',
  column: 'HCI_CMD',
  spec: 'Bluetooth Core Specification, volume 4, part E, 5.4.1',
  over: { 'hci_h4.type': [1] },
  fields: {
    ...opcodeFields('bthci_cmd'),
    length: u8('bthci_cmd.param_length', 'Parameter Total Length'),
    parameter: bytes('bthci_cmd.parameter', 'Command Parameters'),
  },
  decode(p, _, f) {
    if (!p.indexing) p.endsText('host', 'controller')
    const opcode = p.take(f.opcode)
    if (p.columns) p.say(`${wayOf(p)} ${commandText(opcode)}`)
    p.limit(p.take(f.length))
    if (p.left > 0) p.take(f.parameter, p.left)
  },
  heading(p) {
    if (p.end - p.base < 2) return 'Bluetooth HCI Command'
    const opcode = p.bytes[p.base]! | (p.bytes[p.base + 1]! << 8)
    const name = commandName(opcode) ?? (opcode >> 10 === VENDOR ? `Vendor Command ${hex(opcode, 4)}` : 'Unknown')
    return `Bluetooth HCI Command - ${name}`
  },
})
