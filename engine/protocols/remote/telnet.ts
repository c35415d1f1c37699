/** RFC 854, 855: a terminal over TCP: characters, and between them commands and options that both sides agree on. */
import { bytes, string, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { optionName, commands } from './telnet-options'

const IAC = 255
const SUBOPTION = 250
const WILL = 251
const DONT = 254

const fields = {
  command: u8('telnet.cmd', 'Command', {
    names: commands,
    help: 'Will and Do offer and ask for an option, Won’t and Don’t refuse it.',
  }),
  option: u8('telnet.subcmd', 'Subcommand', { show: optionName }),
  data: string('telnet.data', 'Data', { help: 'What was typed or shown: in clear text, passwords too.' }),
  optionData: bytes('telnet.option_data', 'Option data'),
  text: string('telnet.string_subopt.value', 'Value'),
  width: u16('telnet.naws_subopt.width', 'Width', { help: 'Columns of the window of the terminal.' }),
  height: u16('telnet.naws_subopt.height', 'Height', { help: 'Lines of the window of the terminal.' }),
  flowControl: u8('telnet.rfc_subopt.cmd', 'Command', {
    names: { 0: 'OFF', 1: 'ON', 2: 'RESTART-ANY', 3: 'RESTART-XON' },
  }),
}

export const telnet = protocol({
  name: 'telnet',
  title: 'Telnet',
  spec: 'RFC 854',
  over: { 'tcp.port': [23] },
  fields,
  decode(p) {
    if (p.first) {
      // Nothing later depends on it; only a command that was cut off is told from a whole one.
      let at = p.bytes.lastIndexOf(IAC, p.end - 1)
      if (at >= p.at && at === p.end - 1 && isCommand(p, at)) p.need(2, at)
      at = p.end - 2
      if (at >= p.at && p.bytes[at] === IAC && takesOption(p.bytes[at + 1]!) && isCommand(p, at)) p.need(3, at)
      p.at = p.end
      return
    }
    p.say('Telnet Data ...')
    while (p.at < p.end) {
      let next = p.bytes.indexOf(IAC, p.at)
      if (next < 0 || next > p.end) next = p.end
      if (next > p.at) drawText(p, next)
      else drawCommand(p)
    }
  },
})

const takesOption = (command: number): boolean => command >= WILL && command <= DONT
/** Whether the IAC at `at` is not the second one of a pair, which stands for a byte. */
function isCommand(p: Packet, at: number): boolean {
  let n = 0
  while (at - n > p.at && p.bytes[at - n - 1] === IAC) n++
  return n % 2 === 0
}

/** Characters up to `end`, line by line. */
function drawText(p: Packet, end: number): void {
  while (p.at < end) {
    let stop = p.at
    while (stop < end && p.bytes[stop] !== 10 && p.bytes[stop] !== 13) stop++
    if (p.bytes[stop] === 13 && p.bytes[stop + 1] === 10 && stop + 1 < end) stop++
    stop = Math.min(end, stop + 1)
    p.add(fields.data, p.at, stop - p.at)
    p.at = stop
  }
}

function drawCommand(p: Packet): void {
  const { at } = p
  const command = p.peek(1, 1)
  if (command === IAC) {
    p.add(fields.data, at, 2)
    p.at += 2
    return
  }
  const name = commands[command] ?? '<unknown option>'
  if (command === SUBOPTION) return drawSuboption(p)
  if (!takesOption(command)) {
    const was = p.open(p.text(name, at, 2))
    p.at = at + 1
    p.take(fields.command)
    p.close(was)
    return
  }
  const row = p.text('Command header', at, Math.min(3, p.left))
  const was = p.open(row)
  p.at = at + 1
  p.take(fields.command)
  const option = p.take(fields.option)
  p.label(row, `${name} ${optionName(option)}`)
  p.close(was)
}

function drawSuboption(p: Packet): void {
  const { at } = p
  const option = p.peek(1, 2)
  let stop = at + 3
  while (stop < p.end && !(p.bytes[stop] === IAC && p.bytes[stop + 1] !== IAC)) stop += p.bytes[stop] === IAC ? 2 : 1
  stop = Math.min(stop, p.end)
  const was = p.open(p.text(`Suboption ${optionName(option)}`, at, stop - at))
  p.at = at + 1
  p.take(fields.command)
  const inner = p.open(p.take(fields.option) >= 0 ? p.row(fields.option) : -1)
  const length = stop - p.at
  const first = length > 0 ? p.bytes[p.at]! : 0
  if (option === 31 && length === 4) {
    p.take(fields.width)
    p.take(fields.height)
  } else if ((option === 24 || option === 35) && length > 0) {
    p.text(first === 1 ? `Send your ${optionName(option)}` : `Here's my ${optionName(option)}`, p.at, 1)
    if (first === 0 && length > 1) p.add(fields.text, p.at + 1, length - 1)
  } else if (option === 33 && length === 1) p.take(fields.flowControl)
  else if (length > 0) p.add(fields.optionData, p.at, length)
  p.close(inner)
  p.close(was)
  p.at = stop
}
