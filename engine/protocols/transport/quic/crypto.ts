/** RFC 9001 section 4: the handshake of TLS, without records, in CRYPTO frames. */
import type { Packet } from '../../../dissect/packet'
import { speak } from '../../security/tls/fields'
import { readHandshakes } from '../../security/tls/handshake'
import { Session, wayOf } from '../../security/tls/session'
import { TLS13 } from '../../security/tls/names'
import { tls } from '../../security/tls/tls'

/** Reads the handshake messages from the cursor to the end of the layer: whole ones. */
export function readCrypto(p: Packet): void {
  p.mark(tls)
  if (p.indexing) return
  speak()
  const session = new Session()
  session.settle(TLS13)
  const line = p.text('TLSv1.3 Record Layer', p.at, p.left)
  const was = p.open(line)
  // Info tells the frames of QUIC, not what is in them.
  const { columns } = p
  p.columns = false
  readHandshakes(p, { session, place: 0, way: wayOf(p), isCiphered: false, name: 'TLSv1.3' }, (text) =>
    p.label(line, `TLSv1.3 Record Layer: ${text}`),
  )
  p.columns = columns
  p.close(was)
}
