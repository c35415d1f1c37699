/** Linux vsock monitor (LINKTYPE_VSOCK): what virtual machines and their host say to each other. Little-endian. */
import { bytes, u16, u32, u64 } from '../../dissect/field'
import { protocol } from '../../dissect/protocol'

const operations = ['Unknown', 'Connect', 'Disconnect', 'Control', 'Payload']
const transports = ['Unknown', 'No transport', 'Virtio']
const VIRTIO = 2
const virtioTypes: Readonly<Record<number, string>> = { 1: 'Stream' }
const virtioOperations = ['Invalid', 'Request', 'Response', 'Rst', 'Shutdown', 'RW', 'Credit update', 'Credit request']
/** Bytes of the header in front of the transport's. */
const HEADER = 32
const little = { little: true } as const
const ends: Readonly<Record<number, string>> = { 0: 'hypervisor', 2: 'host', 0xffffffff: 'any' }
const end = (cid: number, high: number): string => (high ? String(high * 2 ** 32 + cid) : (ends[cid] ?? String(cid)))

export const vsock = protocol({
  name: 'vsock',
  title: 'vSocket',
  column: 'vSocket',
  shortName: 'vsock',
  spec: 'LINKTYPE_VSOCK',
  over: { 'frame.linktype': [271] },
  fields: {
    source: u64('vsock.src_cid', 'Source cid', { ...little, help: 'Number of the machine that sent; 2 is the host.' }),
    destination: u64('vsock.dst_cid', 'Destination cid', little),
    sourcePort: u32('vsock.src_port', 'Source port', little),
    destinationPort: u32('vsock.dst_port', 'Destination port', little),
    operation: u16('vsock.op', 'Operation', { ...little, names: operations }),
    transport: u16('vsock.trans', 'Transport', { ...little, names: transports }),
    transportLength: u16('vsock.trans_len', 'Transport length', little),
    reserved: bytes('vsock.reserved', 'Reserved'),
    virtioSource: u64('vsock.virtio.src_cid', 'Source cid', little),
    virtioDestination: u64('vsock.virtio.dst_cid', 'Destination cid', little),
    virtioSourcePort: u32('vsock.virtio.src_prot', 'Source port', little),
    virtioDestinationPort: u32('vsock.virtio.dst_prot', 'Destination port', little),
    virtioLength: u32('vsock.virtio.len', 'Length', little),
    virtioType: u16('vsock.virtio.type', 'Type', { ...little, names: virtioTypes }),
    virtioOperation: u16('vsock.virtio.op', 'Operation', { ...little, names: virtioOperations }),
    virtioFlags: u32('vsock.virtio.flags', 'Flags', { ...little, display: 'hex' }),
    credit: u32('vsock.virtio.buf_alloc', 'Buf alloc', { ...little, help: 'Bytes that the sender has room for.' }),
    forwarded: u32('vsock.virtio.fwd_cnt', 'Fwd cnt', { ...little, help: 'Bytes that its program has taken.' }),
    payload: bytes('vsock.payload', 'Payload'),
  },
  decode(p, _, f) {
    p.need(16)
    const { bytes: b, at } = p
    const word = (i: number): number => (b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24)) >>> 0
    if (!p.indexing) p.endsText(end(word(at), word(at + 4)), end(word(at + 8), word(at + 12)))
    p.take(f.source)
    p.take(f.destination)
    p.take(f.sourcePort)
    p.take(f.destinationPort)
    const operation = p.take(f.operation)
    const transport = p.take(f.transport)
    const length = p.take(f.transportLength)
    if (p.columns) p.say(`[${operations[operation] ?? `Unknown (${operation})`}]`)
    p.take(f.reserved, 2)
    if (transport === VIRTIO && length > 0) {
      const start = p.at
      const was = p.open(p.text('Virtio transport header', start, length))
      p.take(f.virtioSource)
      p.take(f.virtioDestination)
      p.take(f.virtioSourcePort)
      p.take(f.virtioDestinationPort)
      p.take(f.virtioLength)
      const type = p.take(f.virtioType)
      const what = p.take(f.virtioOperation)
      p.take(f.virtioFlags)
      const credit = p.take(f.credit)
      const forwarded = p.take(f.forwarded)
      p.close(was)
      if (p.columns)
        p.sayMore(
          ` Virtio: ${virtioTypes[type] ?? `Unknown (${type})`}, Op: ${virtioOperations[what] ?? `Unknown (${what})`}, Buf alloc: ${credit}, Fwd cnt: ${forwarded}`,
        )
      if (start + length > p.at) p.skip(start + length - p.at)
    } else p.skip(length)
    if (p.left <= 0) return
    const row = p.take(f.payload, p.left)
    if (row >= 0 && p.drawing) p.label(p.row(f.payload), `Payload (${p.end - row}B)`)
  },
  heading(p) {
    if (p.end - p.base < HEADER - 4) return 'vSocket'
    const at = p.base + 24
    const word = (i: number): number => p.bytes[i]! | (p.bytes[i + 1]! << 8)
    return `vSocket, Op: ${operations[word(at)] ?? 'Unknown'}, Transport: ${transports[word(at + 2)] ?? 'Unknown'}`
  },
})
