/** Elements of GTP's control messages (3GPP TS 29.060, 7.7): a number below 128 has a fixed length, above it two bytes say it. */
import { ipv4, string, u32, u8 } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'

const causes: Readonly<Record<number, string>> = {
  0: 'Request IMSI',
  1: 'Request IMEI',
  2: 'Request IMSI and IMEI',
  3: 'No identity needed',
  128: 'Request accepted',
  129: 'New PDP type due to network preference',
  130: 'New PDP type due to single address bearer only',
  192: 'Non-existent',
  193: 'Invalid message format',
  194: 'IMSI not known',
  195: 'MS is GPRS detached',
  196: 'MS is not GPRS responding',
  197: 'MS refuses',
  198: 'Version not supported',
  199: 'No resource available',
  200: 'Service not supported',
  201: 'Mandatory IE incorrect',
  202: 'Mandatory IE missing',
  203: 'Optional IE incorrect',
  204: 'System failure',
  209: 'User authentication failed',
  210: 'Context not found',
  219: 'Missing or unknown APN',
  220: 'Unknown PDP address or PDP type',
}
/** Bytes of the elements of fixed length, without their number. */
const SIZES: Readonly<Record<number, number>> = {
  1: 1,
  2: 8,
  3: 6,
  4: 4,
  5: 4,
  8: 1,
  9: 28,
  11: 1,
  12: 3,
  13: 1,
  14: 1,
  15: 1,
  16: 4,
  17: 4,
  18: 5,
  19: 1,
  20: 1,
  21: 1,
  22: 1,
  23: 1,
  24: 1,
  25: 2,
  26: 2,
  27: 2,
  28: 2,
  29: 1,
  126: 1,
  127: 4,
}

export const elementFields = {
  cause: u8('gtp.cause', 'Cause', { names: (v) => causes[v] ?? 'Unknown', help: 'Whether the request was granted.' }),
  recovery: u8('gtp.recovery', 'Recovery', { help: 'Another number means that the node started anew.' }),
  tunnelData: u32('gtp.teid_data', 'TEID Data I', { display: 'hex_dec' }),
  tunnelControl: u32('gtp.teid_cp', 'TEID Control Plane', { display: 'hex_dec' }),
  access: u8('gtp.nsapi', 'NSAPI'),
  charging: u32('gtp.chrg_id', 'Charging ID', { display: 'hex' }),
  apn: string('gtp.apn', 'APN', { help: 'Which network the user wants to reach.' }),
  node: ipv4('gtp.gsn_ipv4', 'GSN address IPv4'),
}
const f = elementFields

/** Reads elements to the end of what is open. */
export function elements(p: Packet): void {
  while (p.left > 0) {
    const type = p.peek(1)
    const fixed = SIZES[type]
    if (type < 128 && fixed === undefined) {
      p.at = p.end
      return
    }
    const size = fixed ?? p.peek(2, 1)
    const start = p.at
    const before = fixed === undefined ? 3 : 1
    p.need(before + size)
    p.skip(before)
    p.part(size, () => value(p, type, size))
    p.at = start + before + size
  }
}

function value(p: Packet, type: number, size: number): void {
  if (type === 1) p.take(f.cause)
  else if (type === 14) p.take(f.recovery)
  else if (type === 16) p.take(f.tunnelData)
  else if (type === 17) p.take(f.tunnelControl)
  else if (type === 20) p.take(f.access)
  else if (type === 127) p.take(f.charging)
  else if (type === 131 && size) p.add(f.apn, p.at, size, labels(p, size))
  else if (type === 133 && size === 4) p.take(f.node)
}

/** A name of labels, each behind its length. */
function labels(p: Packet, size: number): string {
  const parts: string[] = []
  for (let at = p.at; at < p.at + size;) {
    const length = Math.min(p.peekAt(at, 1), p.at + size - at - 1)
    parts.push(String.fromCharCode(...p.bytes.subarray(at + 1, at + 1 + length)))
    at += 1 + length
  }
  return parts.join('.')
}
