/** Cisco's WLCCP (public descriptions): access points among themselves. Only the head is known: version, length, kind and two addresses. */
import { ether, u16, u8 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

export const wlccp = protocol({
  name: 'wlccp',
  title: 'Cisco Wireless LAN Context Control Protocol',
  column: 'WLCCP',
  spec: 'Cisco WLCCP',
  over: { 'llc.snap.004096': [0], ethertype: [0x872d] },
  fields: {
    version: u8('wlccp.version', 'Version', { display: 'hex' }),
    length: u16('wlccp.length', 'Length'),
    type: u16('wlccp.type', 'Message Type', { display: 'hex' }),
    destination: ether('wlccp.dstmac', 'Dst MAC', { help: 'Access point that the message is for.' }),
    source: ether('wlccp.srcmac', 'Src MAC', { help: 'Access point that says it.' }),
  },
  decode(p, _, f) {
    // In the oldest messages the length stands where others have their version, which makes that 0.
    const version = p.take(f.version)
    if (version === 0) p.at--
    if (version === 0) for (const field of [f.length, f.type, f.destination, f.source]) p.take(field)
    p.at = p.end
  },
})
