/** BEP 5, the distributed hash table of BitTorrent: who has a file, asked from one to the next. Known by its shape; the words inside are not read yet. */
import { bytes } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const DICTIONARY = 0x64
const ONE = 0x31
const COLON = 0x3a
const END = 0x65
/** Keys of one letter that such a dictionary begins with: arguments, error, address, response. */
const isKey = (c: number): boolean => c === 0x61 || c === 0x65 || c === 0x72 || c === 0x71
const spells2 = (p: Packet): boolean => p.peek(1, 1) === 0x32 && p.peek(3, 2) === 0x3a6970

export const btDht = protocol({
  name: 'bt-dht',
  title: 'BitTorrent DHT Protocol',
  column: 'BT-DHT',
  spec: 'BEP 5',
  heuristic: ['udp'],
  looks(p) {
    if (p.peek(1) !== DICTIONARY || p.leftOnWire < 10) return false
    const isWhole = p.end < p.wire || p.bytes[p.end - 1] === END
    return isWhole && ((p.peek(1, 1) === ONE && p.peek(1, 2) === COLON && isKey(p.peek(1, 3))) || spells2(p))
  },
  fields: { raw: bytes('bt-dht.truncated_data', 'Truncated data', { hidden: true }) },
  decode(p) {
    if (!btDht.looks!(p)) return false
    p.say('BitTorrent DHT Protocol')
    p.at = p.end
  },
})
