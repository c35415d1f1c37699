/** Bytes that no protocol claimed. */
import { bytes, u32 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

export const data = protocol({
  name: 'data',
  title: 'Data',
  column: '',
  shortName: 'Data',
  spec: 'Wirelens',
  help: {
    data: 'Payload that no protocol known to Wirelens claims.',
    'data.len': 'Bytes of that payload.',
  },
  fields: {
    data: bytes('data.data', 'Data', { help: 'Payload that no protocol known to Wirelens claims.' }),
    length: u32('data.len', 'Length', { generated: true }),
  },
  decode(p, _, f) {
    const length = p.left
    p.take(f.data, length)
    p.set(f.length, length)
  },
  heading: (p) => `Data (${p.left} byte${p.left === 1 ? '' : 's'})`,
})
