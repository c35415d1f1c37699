/** Transport parameters of QUIC in a hello: RFC 9000 section 18, with those that Google and Facebook added. */
import type { Field } from '../../../dissect/field'
import type { Packet } from '../../../dissect/packet'
import { extensions as x } from './fields'
import { isGreaseParameter, parameterName } from './quic-names'

/** What parameters hold, by type: a number of variable length, or bytes. */
const numbers: Readonly<Record<number, Field>> = {
  0x01: x.quicParameterMaxIdleTimeout,
  0x03: x.quicParameterMaxUdpPayloadSize,
  0x04: x.quicParameterInitialMaxData,
  0x05: x.quicParameterInitialMaxStreamDataBidiLocal,
  0x06: x.quicParameterInitialMaxStreamDataBidiRemote,
  0x07: x.quicParameterInitialMaxStreamDataUni,
  0x08: x.quicParameterInitialMaxStreamsBidi,
  0x09: x.quicParameterInitialMaxStreamsUni,
  0x0a: x.quicParameterAckDelayExponent,
  0x0b: x.quicParameterMaxAckDelay,
  0x0e: x.quicParameterActiveConnectionIdLimit,
  0x20: x.quicParameterMaxDatagramFrameSize,
  0x1057: x.quicParameterLossBits,
  0x7158: x.quicParameterEnableTimeStampV2,
  0x3127: x.quicParameterGoogleInitialRtt,
  0xde1a: x.quicParameterMinAckDelay,
}
const blobs: Readonly<Record<number, Field>> = {
  0x00: x.quicParameterOriginalDestinationConnectionId,
  0x02: x.quicParameterStatelessResetToken,
  0x0f: x.quicParameterInitialSourceConnectionId,
  0x10: x.quicParameterRetrySourceConnectionId,
  0x3128: x.quicParameterGoogleConnectionOptions,
  0x3129: x.quicParameterGoogleUserAgent,
}

/** Takes a number of variable length (RFC 9000 section 16) as a field; returns it. */
export function takeVarint(p: Packet, field: Field): number {
  const size = 1 << (p.peek(1) >> 6)
  p.need(size)
  let value = p.peek(1) & 0x3f
  for (let i = 1; i < size; i++) value = value * 256 + p.peek(1, i)
  p.add(field, p.at, size, value)
  p.skip(size)
  return value
}

export function readTransportParameters(p: Packet): void {
  while (p.left > 0) readParameter(p)
}

function readParameter(p: Packet): void {
  const start = p.at
  const row = p.add(x.quicParameter, start, p.left)
  const was = p.open(row)
  const type = takeVarint(p, x.quicParameterType)
  const length = takeVarint(p, x.quicParameterLength)
  const name = isGreaseParameter(type)
    ? 'GREASE'
    : (parameterName(type) ?? `Unknown 0x${type.toString(16).padStart(4, '0')}`)
  let value = ''
  p.need(length)
  p.part(length, () => {
    if (length) p.add(x.quicParameterValue, p.at, length)
    const number = numbers[type]
    const blob = blobs[type]
    if (number && length) value = ` ${takeVarint(p, number)}`
    else if (blob && length) p.take(blob, length)
    p.at = p.end
  })
  if (p.drawing) p.label(row, `Parameter: ${name} (len=${length})${value}`)
  p.close(was, true)
}
