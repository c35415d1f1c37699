/** Cisco's PAgP (public descriptions): switches agree to use several links as one. */
import { bit, ether, string, u16, u32, u8 } from '../../dissect/field'
import { ether as etherText } from '../../bytes/read'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const INFO = 1
const FLUSH = 2
const or = (names: Readonly<Record<number, string>>) => (v: number) => names[v] ?? 'Unknown'
const learns = or({ 1: 'Source-based Distribution', 2: 'Arbitrary Distribution' })
const items: Readonly<Record<number, string>> = {
  1: 'Device Name TLV',
  2: 'Physical Port Name TLV',
  3: 'Agport MAC Address',
  4: 'Reserved',
}
const hex = { display: 'hex' } as const

export const pagp = protocol({
  name: 'pagp',
  title: 'Port Aggregation Protocol',
  column: 'PAGP',
  spec: 'Cisco PAgP',
  over: { 'llc.snap.00000c': [0x0104] },
  header: {
    version: u8('pagp.version', 'Version', { ...hex, names: or({ 1: 'Info PDU', 2: 'Flush PDU' }) }),
  },
  fields: {
    flags: u8('pagp.flags', 'Flags', {
      ...hex,
      of: {
        slow: bit('pagp.flags.slowhello', 'Slow Hello', 0x01, { trueFalse: ['Yes', 'No'] }),
        auto: bit('pagp.flags.automode', 'Auto Mode', 0x02, { trueFalse: ['Yes', 'Desirable Mode'] }),
        state: bit('pagp.flags.state', 'Consistent State', 0x04),
      },
    }),
    local: ether('pagp.localdevid', 'Local Device ID', { help: 'Names the switch that says this.' }),
    localLearn: u8('pagp.localearncap', 'Local Learn Capability', { ...hex, names: learns }),
    localPriority: u8('pagp.localportpri', 'Local Port Hot Standby Priority'),
    localPort: u32('pagp.localsentportifindex', 'Local Sent Port ifindex'),
    localGroup: u32('pagp.localgroupcap', 'Local Group Capability', hex),
    localIndex: u32('pagp.localgroupifindex', 'Local Group ifindex'),
    partner: ether('pagp.partnerdevid', 'Partner Device ID', { help: 'Switch that it hears on this link.' }),
    partnerLearn: u8('pagp.partnerlearncap', 'Partner Learn Capability', { ...hex, names: learns }),
    partnerPriority: u8('pagp.partnerportpri', 'Partner Port Hot Standby Priority'),
    partnerPort: u32('pagp.partnersentportifindex', 'Partner Sent Port ifindex'),
    partnerGroup: u32('pagp.partnergroupcap', 'Partner Group Capability', hex),
    partnerIndex: u32('pagp.partnergroupifindex', 'Partner Group ifindex'),
    count: u16('pagp.partnercount', 'Partner Count'),
    itemCount: u16('pagp.numtlvs', 'Number of TLVs'),
    item: u16('pagp.tlv', 'Type', { names: or(items) }),
    itemLength: u16('pagp.tlv_length', 'Length'),
    device: string('pagp.tlvdevname', 'Device Name'),
    port: string('pagp.tlvportname', 'Physical Port Name'),
    bundle: ether('pagp.tlvagportmac', 'Agport MAC Address'),
    flushLocal: ether('pagp.flushlocaldevid', 'Flush Local Device ID'),
    flushPartner: ether('pagp.flushpartnerdevid', 'Flush Partner Device ID'),
    transaction: u32('pagp.transid', 'Transaction ID', hex),
  },
  decode(p, h, f) {
    const version = p.u8(h.version)
    const name = version === INFO ? 'Info PDU' : version === FLUSH ? 'Flush PDU' : 'Unknown PDU version'
    if (p.columns) p.say(name)
    if (version === FLUSH) {
      p.skip(1)
      p.take(f.flushLocal)
      p.take(f.flushPartner)
      const id = p.take(f.transaction)
      if (p.columns)
        p.say(
          `${name}; Local DevID: ${etherText(p.bytes, p.at - 16)}, Partner DevID: ${etherText(p.bytes, p.at - 10)}; Transaction ID: 0x${id.toString(16)} `,
        )
      return
    }
    const flags = p.take(f.flags)
    const words = [
      flags & 1 ? ', Slow Hello' : '',
      flags & 2 ? ', Auto Mode' : '',
      flags & 4 ? ', Consistent State' : '',
    ]
    p.label(p.row(f.flags), `Flags: 0x${flags.toString(16).padStart(2, '0')}${words.join('')}`)
    p.take(f.local)
    if (p.columns) p.say(`${name}; Flags 0x${flags.toString(16)}; Local DevID: ${etherText(p.bytes, p.at - 6)}`)
    for (const field of [f.localLearn, f.localPriority, f.localPort, f.localGroup, f.localIndex]) p.take(field)
    p.take(f.partner)
    if (p.columns) p.sayMore(`, Partner DevID: ${etherText(p.bytes, p.at - 6)}`)
    for (const field of [f.partnerLearn, f.partnerPriority, f.partnerPort, f.partnerGroup, f.partnerIndex])
      p.take(field)
    p.take(f.count)
    const count = p.take(f.itemCount)
    for (let n = 1; n <= count; n++) item(p, n)
    p.at = p.end
  },
})

function item(p: Packet, n: number): void {
  const { f } = pagp
  const type = p.peek(2)
  const length = p.peek(2, 2)
  const was = p.open(p.text(`TLV Entry #${n}`, p.at, length))
  p.need(Math.max(4, length))
  p.part(Math.max(4, length), () => {
    p.take(f.item)
    p.take(f.itemLength)
    if (!p.left) return
    if (type === 1) p.take(f.device, p.left)
    else if (type === 2) p.take(f.port, p.left)
    else if (type === 3) p.take(f.bundle)
  })
  p.close(was)
}
