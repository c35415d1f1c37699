/** RFC 4303, IP encapsulating security payload: everything behind these eight bytes is encrypted. */
import { u32 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

export const esp = protocol({
  name: 'esp',
  title: 'Encapsulating Security Payload',
  spec: 'RFC 4303',
  over: { 'ip.proto': [50] },
  header: {
    spi: u32('esp.spi', 'ESP SPI', {
      display: 'hex_dec',
      help: 'Which security association the receiver decrypts with.',
    }),
    sequence: u32('esp.sequence', 'ESP Sequence', { help: 'Counts packets, so that none can be sent a second time.' }),
  },
  decode(p) {
    p.at = p.end
  },
  summary: (p, h) => `ESP (SPI=0x${p.u32(h.spi).toString(16).padStart(8, '0')})`,
})
