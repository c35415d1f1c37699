// ARP: what each kind of packet says, and conflicts between addresses.
import { describe, expect, it } from 'vitest'
import { arp } from '../support/packet-builder'
import { decode } from './link-run'

const A = '02:00:00:00:00:01'
const B = '02:00:00:00:00:02'
const ask = arp({ operation: 1, senderMac: A, senderIp: '10.0.0.1', targetIp: '10.0.0.2' })
const answer = arp({ operation: 2, senderMac: B, senderIp: '10.0.0.2', targetMac: A, targetIp: '10.0.0.1', pad: 60 })
const probe = arp({ operation: 1, senderMac: A, senderIp: '0.0.0.0', targetIp: '10.0.0.3' })
const announcement = arp({ operation: 1, senderMac: A, senderIp: '10.0.0.3', targetIp: '10.0.0.3' })

describe('an ARP packet', () => {
  const [q, a, p, n] = decode(1, [ask, answer, probe, announcement])
  it('asks', () => expect(q!.info).toBe('Who has 10.0.0.2? Tell 10.0.0.1'))
  it('answers', () => expect(a!.info).toBe('10.0.0.2 is at 02:00:00:00:00:02'))
  it('probes before an address is used', () => {
    expect(p!.info).toBe('Who has 10.0.0.3? (ARP Probe)')
    expect(p!.fields.get('arp.isprobe')).toBe('1')
    expect(p!.fields.get('arp.isgratuitous')).toBeUndefined()
    expect(p!.lines).toContain('Address Resolution Protocol (ARP Probe)')
  })
  it('announces, which is gratuitous, too', () => {
    expect(n!.info).toBe('ARP Announcement for 10.0.0.3')
    expect(n!.fields.get('arp.isannouncement')).toBe('1')
    expect(n!.fields.get('arp.isgratuitous')).toBe('1')
  })
  it('announces, or is gratuitous, on other links than Ethernet, too', () => {
    const relay = announcement.slice()
    relay[15] = 15
    const with9 = (at: number): Uint8Array => Uint8Array.from(relay, (b, i) => (i === at ? 9 : b))
    const [same, asked, other] = decode(1, [relay, with9(32), with9(41)])
    expect(same!.lines).toContain('Address Resolution Protocol (ARP Announcement)')
    expect(same!.fields.get('arp.isannouncement')).toBe('1')
    expect(asked!.lines).toContain('Address Resolution Protocol (request/gratuitous ARP)')
    expect(asked!.fields.get('arp.isgratuitous')).toBe('1')
    expect(other!.lines).toContain('Address Resolution Protocol (request)')
    expect(other!.fields.has('arp.isgratuitous')).toBe(false)
  })
  it('leaves the filling of the frame to Ethernet', () => {
    expect(a!.fields.get('eth.padding')).toBe('00'.repeat(18))
    expect(a!.fields.get('eth.trailer')).toBeUndefined()
  })
  it('that is cut off is malformed and says nothing', () => {
    const [cut] = decode(1, [ask.subarray(0, 30)])
    expect(cut!.info).toBe('[Malformed Packet]')
  })
  it('with a hardware size of 255 and ten bytes behind it is malformed', () => {
    const lying = ask.slice()
    lying[18] = 255
    expect(decode(1, [lying])[0]!.info).toBe('[Malformed Packet]')
  })
})

describe('an address used by two adapters', () => {
  const other = arp({ operation: 1, senderMac: B, senderIp: '10.0.0.1', targetIp: '10.0.0.9' })
  const [, , conflict] = decode(1, [ask, ask, other])
  it('is reported with the last packet of its first owner', () => {
    expect(conflict!.info).toBe('Who has 10.0.0.9? Tell 10.0.0.1 (duplicate use of 10.0.0.1 detected!)')
    expect(conflict!.fields.get('arp.duplicate-address-frame')).toBe('2')
    expect(conflict!.fields.get('arp.seconds-since-duplicate-address-frame')).toBe('1')
  })
  it('stands beside the layers in the tree', () =>
    expect(conflict!.lines).toContain(
      '[Duplicate IP address detected for 10.0.0.1 (02:00:00:00:00:02) - also in use by 02:00:00:00:00:01 (frame 2)]',
    ))
  it('is not reported for its owner', () =>
    expect(decode(1, [ask, ask])[1]!.fields.has('arp.duplicate-address-frame')).toBe(false))
  it('is not reported for 0.0.0.0, which everybody probes with', () => {
    const another = arp({ operation: 1, senderMac: B, senderIp: '0.0.0.0', targetIp: '10.0.0.3' })
    expect(decode(1, [probe, another])[1]!.fields.has('arp.duplicate-address-frame')).toBe(false)
  })
})
