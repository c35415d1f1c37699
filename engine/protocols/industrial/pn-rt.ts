/** PROFINET real-time frames (IEC 61158-6-10): an identifier, then data that come in cycles with their state behind, or one of the acyclic services. */
import { bit, bits, bytes, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const DCP_FIRST = 0xfefc
const DCP_LAST = 0xfeff
/** Cycle counter, state of the data, state of the transfer. */
const TRAILER = 4

const acyclic: Readonly<Record<number, string>> = {
  0xfc01: 'PROFINET Alarm High',
  0xfe01: 'PROFINET Alarm Low',
}
/** What an identifier is of, and the short word in rows. */
function kindOf(id: number): readonly [about: string, short: string, title: string] {
  const dcp: Readonly<Record<number, string>> = {
    0xfefc: 'hello',
    0xfefd: 'get/set',
    0xfefe: 'identify multicast request',
    0xfeff: 'identify response',
  }
  if (dcp[id]) return [`Real-Time: DCP (Dynamic Configuration Protocol) ${dcp[id]}`, 'Acyclic', 'acyclic Real-Time']
  if (acyclic[id])
    return [
      `Real-Time: ${id === 0xfc01 ? 'Acyclic PN-IO Alarm high priority' : 'Acyclic PN-IO Alarm low priority'}`,
      'Acyclic',
      'acyclic Real-Time',
    ]
  if (id >= 0x8000 && id <= 0xbbff)
    return ['0x8000-0xBBFF: Real-Time(class=1 unicast): non redundant, normal', 'RTC1', 'cyclic Real-Time']
  if (id >= 0xbc00 && id <= 0xbfff)
    return ['0xBC00-0xBFFF: Real-Time(class=1 multicast): non redundant, normal', 'RTC1', 'cyclic Real-Time']
  return ['', '', '']
}

const hexed = { display: 'hex' } as const

export const pnRt = protocol({
  name: 'pn_rt',
  title: 'PROFINET Real-Time Protocol',
  column: 'PN-RT',
  spec: 'IEC 61158-6-10',
  over: { ethertype: [0x8892] },
  header: {
    id: u16('pn_rt.frame_id', 'FrameID', {
      display: 'hex',
      help: 'Which relation the frame belongs to, or which service.',
    }),
  },
  fields: {
    counter: u16('pn_rt.cycle_counter', 'CycleCounter', { help: 'Counts steps of 31.25 µs.' }),
    state: u8('pn_rt.ds', 'DataStatus', {
      display: 'hex',
      of: {
        ignore: bits('pn_rt.ds_ignore', 'Ignore (1:Ignore/0:Evaluate)', 0x80, hexed),
        reserved: bits('pn_rt.ds_Reserved_2', 'Reserved_2 (should be zero)', 0x40, hexed),
        isWell: bits('pn_rt.ds_ok', 'StationProblemIndicator (1:Ok/0:Problem)', 0x20, {
          display: 'hex',
          help: 'Whether the station has a problem.',
        }),
        runs: bits('pn_rt.ds_operate', 'ProviderState (1:Run/0:Stop)', 0x10, {
          display: 'hex',
          help: 'Whether the program that makes the data runs.',
        }),
        other: bits('pn_rt.ds_res3', 'Reserved_1 (should be zero)', 0x08, hexed),
        valid: bits('pn_rt.ds_valid', 'DataValid (1:Valid/0:Invalid)', 0x04, hexed),
        redundancy: bit('pn_rt.ds_redundancy', 'Redundancy', 0x02, {
          trueFalse: [
            'None primary AR of a given AR-set is present',
            'Redundancy has no meaning for OutputCRs / One primary AR of a given AR-set is present',
          ],
        }),
        primary: bits('pn_rt.ds_primary', 'State (1:Primary/0:Backup)', 0x01, hexed),
      },
    }),
    transfer: u8('pn_rt.transfer_status', 'TransferStatus', hexed),
    data: bytes('pn_rt.user_data', 'User data'),
  },
  decode(p, h, f) {
    const id = p.u16(h.id)
    const [about, short] = kindOf(id)
    p.label(p.row(h.id), `FrameID: 0x${hex4(id)} (${about || 'Unknown'})`)
    if (id >= DCP_FIRST && id <= DCP_LAST) return void p.next('pn_rt.frame_id', id)
    if (short !== 'RTC1') {
      p.say(about || `Reserved`)
      return p.rest()
    }
    // tshark calls the data inside another protocol, and names the row by it.
    p.name('PNIO')
    if (p.wire > p.end) return p.rest()
    const size = p.left - TRAILER
    if (size < 0) p.need(TRAILER)
    p.say(cyclicText(p))
    const from = p.at
    p.at += size
    p.take(f.counter)
    const state = p.take(f.state)
    p.label(p.row(f.state), `DataStatus: 0x${state.toString(16).padStart(2, '0')} (${stateText(state)})`)
    const transfer = p.take(f.transfer)
    p.label(p.row(f.transfer), `TransferStatus: 0x${transfer.toString(16).padStart(2, '0')}${transfer ? '' : ' (OK)'}`)
    if (size) p.add(f.data, from, size)
    p.at = p.end
  },
  heading: (p, h) => {
    const id = p.u16(h.id)
    const title = kindOf(id)[2]
    if (!title) return `PROFINET Real-Time, ID:0x${hex4(id)}`
    if (title.startsWith('acyclic'))
      return `PROFINET ${title}, ID:0x${hex4(id)}, Len:${String(p.end - p.at).padStart(4)}`
    return p.end - p.at >= TRAILER && p.wire === p.end
      ? `PROFINET cyclic Real-Time, ${cyclicText(p)}`
      : 'PROFINET cyclic Real-Time'
  },
})

const hex4 = (n: number): string => n.toString(16).padStart(4, '0')

function cyclicText(p: Packet): string {
  const at = p.end - TRAILER
  const counter = p.peekAt(at, 2)
  const state = p.peekAt(at + 2, 1)
  const words = [
    state & 4 ? 'Valid' : 'Invalid',
    state & 1 ? 'Primary' : 'Backup',
    state & 0x20 ? 'Ok' : 'Problem',
    state & 0x10 ? 'Run' : 'Stop',
  ]
  const id = p.peekAt(p.base, 2)
  const size = p.end - p.base - 2 - TRAILER
  return `RTC1, ID:0x${hex4(id)}, Len:${String(size).padStart(4)}, Cycle:${String(counter).padStart(5)} (${words.join(',')})`
}

const stateText = (state: number): string =>
  `Frame: ${state & 4 ? 'Valid' : 'Invalid'} and ${state & 1 ? 'Primary' : 'Backup'}, ` +
  `Provider: ${state & 0x20 ? 'Ok' : 'Problem'} and ${state & 0x10 ? 'Run' : 'Stop'}`
