/** Data of SVCB and HTTPS records (RFC 9460): where and how a service is reached, as a list of parameters. */
import { asciiText } from '../../../bytes/text'
import { ipv4, ipv6 } from '../../../bytes/read'
import { svcParamKeys } from '../../../names/dns-values'
import type { Message } from './message'
import { optionFields as f } from './option-fields'

const keyName = (key: number): string => svcParamKeys[key] ?? `key${key}`

export function serviceBinding(m: Message, end: number): void {
  const { p } = m
  p.take(f.svcbSvcpriority)
  m.takeName(f.svcbTargetname)
  while (p.at < end) {
    const key = p.peek(2)
    const name = keyName(key)
    const group = p.add(f.svcbSvcparam, p.at, 4)
    const was = p.open(group)
    p.label(group, `SvcParam: ${name}`)
    p.take(f.svcbSvcparamKey)
    const length = p.take(f.svcbSvcparamValueLength)
    const told = parameter(m, key, length)
    if (told.length) p.label(group, `SvcParam: ${name}=${told.join(',')}`)
    p.close(was, true)
  }
}

/** Reads one value and says how it reads. */
function parameter(m: Message, key: number, length: number): string[] {
  const { p } = m
  const stop = p.at + length
  const told: string[] = []
  switch (key) {
    case 0:
      while (p.at < stop) told.push(keyName(p.take(f.svcbSvcparamMandatoryKey)))
      break
    case 1:
      while (p.at < stop) told.push(m.takeCounted(f.svcbSvcparamAlpnLength, f.svcbSvcparamAlpn))
      break
    case 2:
      break
    case 3:
      told.push(String(p.take(f.svcbSvcparamPort)))
      break
    case 4:
      while (p.at < stop) told.push(ipv4(p.bytes, (p.take(f.svcbSvcparamIpv4hintIp), p.at - 4)))
      break
    case 5:
    case 32769: {
      const field = key === 5 ? f.svcbSvcparamEchconfig : f.svcbSvcparamOdohconfig
      p.need(length)
      const text = base64(p.bytes.subarray(p.at, stop))
      p.label(p.add(field, p.at, length), `${field.label}: ${text}`)
      told.push(text)
      break
    }
    case 6:
      while (p.at < stop) told.push(ipv6(p.bytes, (p.take(f.svcbSvcparamIpv6hintIp), p.at - 16)))
      break
    default:
      if (!length) break
      p.take(f.svcbSvcparamValue, length)
      told.push(asciiText(p.bytes, stop - length, length))
  }
  p.at = stop
  p.need(0)
  return told
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const v = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const n = bytes.length - i
    text += DIGITS[v >> 18]! + DIGITS[(v >> 12) & 63]!
    text += (n > 1 ? DIGITS[(v >> 6) & 63]! : '=') + (n > 2 ? DIGITS[v & 63]! : '=')
  }
  return text
}
