// Names of hardware addresses, and the rule that shortens vendors.
import { describe, expect, it } from 'vitest'
import { vendorName, vendorNames } from '../../engine/names/addresses'
import { shortName } from '../../engine/names/vendors'
import { mac } from '../support/packet-builder'

const name = (address: string): string | undefined => vendorNames.ether(Uint8Array.from(mac(address)), 0)
const vendor = (address: string): string | undefined => vendorName(Uint8Array.from(mac(address)), 0)

describe('a hardware address', () => {
  it.each([
    ['ff:ff:ff:ff:ff:ff', 'Broadcast'],
    ['08:00:27:17:da:ff', 'PcsCompu_17:da:ff'],
    ['00:23:aa:69:72:dd', 'HFR_69:72:dd'],
    ['00:00:0c:12:34:56', 'Cisco_12:34:56'],
    ['00:0c:29:5a:cf:2e', 'VMware_5a:cf:2e'],
    ['52:54:00:8a:1f:0b', 'RealtekU_8a:1f:0b'],
    ['01:00:5e:00:00:fb', 'IPv4mcast_fb'],
    ['01:00:5e:7f:ff:fa', 'IPv4mcast_7f:ff:fa'],
    ['33:33:00:00:00:fb', 'IPv6mcast_fb'],
    ['33:33:ff:12:34:56', 'IPv6mcast_ff:12:34:56'],
    ['01:80:c2:00:00:00', 'Spanning-tree-(for-bridges)_00'],
    ['01:80:c2:00:00:0e', 'LLDP_Multicast'],
    ['01:00:0c:cc:cc:cc', 'CDP/VTP/DTP/PAgP/UDLD'],
    ['00:00:00:00:00:00', '00:00:00_00:00:00'],
    ['02:00:00:00:00:01', '02:00:00:00:00:01'],
  ])('%s reads %s', (address, text) => expect(name(address)).toBe(text))
  it('of a sub-block belongs to whoever bought that, not to the registry', () => {
    expect(name('70:b3:d5:06:60:01')).toBe('NorthPol_06:60:01')
    expect(name('38:05:25:15:00:01')).toBe('Visitech_15:00:01')
  })
  it('of a group is nobody’s in full', () => expect(vendor('01:00:5e:00:00:01')).toBeUndefined())
  it('has a vendor in full', () => expect(vendor('00:23:aa:69:72:dd')).toBe('HFR, Inc.'))
})

describe('the short form of a vendor', () => {
  it.each([
    ['HFR, Inc.', 'HFR'],
    ['Cisco Systems, Inc', 'Cisco'],
    ['Hewlett Packard', 'HewlettP'],
    ['Intel Corporate', 'IntelCor'],
    ['HUAWEI TECHNOLOGIES CO.,LTD', 'HuaweiTe'],
    ['Giga-Byte Technology Co.,Ltd.', 'Giga-Byt'],
    ['Net & Sys Co., Ltd.', 'NetSys'],
    ['Canale S.p.A.', 'Canale'],
    ['3COM', '3Com'],
    ['The Company', 'TheCompa'],
    ['', ''],
  ])('%s is %s', (long, short) => expect(shortName(long)).toBe(short))
  it('has at most eight characters', () => expect(shortName('a'.repeat(50))).toHaveLength(8))
})
