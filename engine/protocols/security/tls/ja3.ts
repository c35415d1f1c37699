/** Fingerprints of hellos, as Salesforce described them (JA3, JA3S): the numbers of a hello in its order, and their MD5. */
import { md5 } from '../../../bytes/digest'
import type { Packet } from '../../../dissect/packet'
import type { Found } from './extensions'
import { handshakes as h } from './fields'
import { isGrease } from './suites'

interface Hello {
  readonly version: number
  readonly suites: readonly number[]
  readonly found: Found
  readonly of: 'client' | 'server'
}

const list = (values: readonly number[]): string => values.filter((value) => !isGrease(value)).join('-')

/** Draws the fingerprint behind the hello. */
export function drawPrint(p: Packet, { version, suites, found, of }: Hello): void {
  const isClient = of === 'client'
  const long = isClient ? h.ja3Full : h.ja3sFull
  const short = isClient ? h.ja3 : h.ja3s
  if (!p.wanted(long) && !p.wanted(short)) return
  const parts = [String(version), list(suites), list(found.types)]
  if (isClient) parts.push(list(found.groups), found.formats.join('-'))
  const text = parts.join(',')
  p.set(long, text)
  p.set(short, md5(text))
}
