/** Certificates and what servers say of their state: RFC 5246 section 7.4.2, RFC 8446 section 4.4.2, RFC 6066 section 8. */
import type { Packet } from '../../../dissect/packet'
import { many } from './extension-bodies'
import { readExtensions } from './extensions'
import { extensions as x, handshakes as h } from './fields'
import { CERTIFICATE } from './names'
import { readCertificate } from '../x509/certificate'

/** A chain of certificates; in TLS 1.3 each has extensions of its own. */
export function readCertificates(p: Packet, is13: boolean): void {
  if (is13) {
    const context = p.take(h.certificateRequestContextLength)
    if (context) p.take(h.certificateRequestContext, context)
  }
  const length = p.take(h.certificatesLength)
  // What certificates hold is only looked at later.
  if (length) p.leaveOpen()
  if (!length) return
  const row = p.add(h.certificates, p.at, length)
  if (p.drawing) p.label(row, `Certificates (${many(length, 'byte')})`)
  const was = p.open(row)
  p.part(length, () => {
    while (p.left > 0) {
      const size = p.take(h.certificateLength)
      p.need(size)
      const one = p.add(h.certificate, p.at, size)
      if (p.first) p.skip(size)
      else drawCertificate(p, one, size)
      if (is13) readExtensions(p, CERTIFICATE)
    }
  })
  p.close(was)
}

/** An OCSP answer in the handshake. */
export function readStatus(p: Packet): void {
  const type = p.take(x.statusRequestType)
  if (type !== 1 && type !== 2) return
  const length = p.take(type === 1 ? h.ocspResponseLen : h.ocspResponseListLen)
  p.part(length, () => {
    p.text('OCSP Response', p.at, p.left)
    p.at = p.end
  })
}

function drawCertificate(p: Packet, row: number, size: number): void {
  const at = p.at
  let subject = ''
  const was = p.open(row)
  p.part(size, () => (subject = readCertificate(p)))
  p.close(was)
  if (!p.drawing) return
  const start = Array.from(p.bytes.subarray(at, at + Math.min(size, 36)), (b) => b.toString(16).padStart(2, '0')).join(
    '',
  )
  p.label(row, `Certificate: ${start}${size > 36 ? '…' : ''} (${subject})`)
}
