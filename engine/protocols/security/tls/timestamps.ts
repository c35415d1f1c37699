/** Signed certificate timestamps: RFC 6962 section 3.3, in hellos, certificates and OCSP answers. */
import { uintBig } from '../../../bytes/read'
import type { Packet } from '../../../dissect/packet'
import { readScheme } from './extension-bodies'
import { extensions as x } from './fields'

/** The list at the cursor, behind its length. */
export function readTimestamps(p: Packet): void {
  const length = p.take(x.sctSctsLength)
  p.part(length, () => {
    while (p.left > 0) readTimestamp(p)
  })
}

function readTimestamp(p: Packet): void {
  const length = p.peek(2)
  const row = p.text('Signed Certificate Timestamp', p.at, 2 + length)
  const was = p.open(row)
  p.take(x.sctSctLength)
  p.part(length, () => {
    p.take(x.sctSctVersion)
    p.take(x.sctSctLogid, 32)
    p.need(8)
    p.add(x.sctSctTimestamp, p.at, 8, uintBig(p.bytes, p.at, 8) * 1_000_000n)
    p.skip(8)
    const extensions = p.take(x.sctSctExtensionsLength)
    if (extensions) p.take(x.sctSctExtensions, extensions)
    readScheme(p)
    p.take(x.sctSctSignature, p.take(x.sctSctSignatureLength))
  })
  p.close(was)
}
