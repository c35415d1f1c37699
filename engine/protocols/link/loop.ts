/** The Ethernet Configuration Testing Protocol (Ethernet 2.0, section 8): a frame that is sent back, or round, to see whether the link works. */
import { ether, u16 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const REPLY = 1
const FORWARD = 2
const functions: Readonly<Record<number, string>> = { [REPLY]: 'Reply', [FORWARD]: 'Forward Data' }

export const loop = protocol({
  name: 'loop',
  title: 'Configuration Test Protocol (loopback)',
  spec: 'Ethernet 2.0',
  over: { ethertype: [0x9000] },
  fields: {
    skip: u16('loop.skipcount', 'skipCount', { little: true, help: 'How many bytes of the list are done with.' }),
    relevant: u16('loop.relevant_function', 'Relevant function', { little: true, names: functions }),
    function: u16('loop.function', 'Function', {
      little: true,
      names: functions,
      help: 'Forward: send on to the next address. Reply: the frame has come back.',
    }),
    receipt: u16('loop.receipt_number', 'Receipt number', { little: true }),
    address: ether('loop.forwarding_address', 'Forwarding address'),
  },
  decode(p, _, f) {
    const skip = p.take(f.skip)
    const from = p.at
    const relevant = p.bytes[from + skip]! | (p.bytes[from + skip + 1]! << 8)
    p.need(2, from + skip)
    p.add(f.relevant, from + skip, 2, relevant)
    if (p.columns) p.say(functions[relevant] ?? `Unknown function (0x${relevant.toString(16).padStart(4, '0')})`)
    for (let more = true; more;) {
      const what = p.take(f.function)
      if (what === REPLY) p.take(f.receipt)
      else if (what === FORWARD) p.take(f.address)
      more = what === FORWARD
    }
    p.rest()
  },
})
