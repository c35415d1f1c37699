// Bytes to numbers and addresses.
import { describe, expect, it } from 'vitest'
import { ipv6, u32, uint, uintBig } from '../../engine/bytes/read'

const address = (text: string): Uint8Array =>
  Uint8Array.from(text.split(':').flatMap((g) => [parseInt(g, 16) >> 8, parseInt(g, 16) & 255]))

describe('ipv6 is written as RFC 5952 says', () => {
  it.each([
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['fe80:0:0:0:0:0:0:1', 'fe80::1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['ff02:0:0:0:0:0:0:0', 'ff02::'],
    ['0:0:0:0:0:ffff:c0a8:0101', '::ffff:192.168.1.1'],
  ])('%s → %s', (wire, text) => expect(ipv6(address(wire), 0)).toBe(text))
})

describe('numbers', () => {
  it('are unsigned', () => expect(u32(Uint8Array.of(255, 255, 255, 255), 0)).toBe(4294967295))
  it.each([1, 2, 3, 4, 5, 6])('of %i bytes read the same both ways round', (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, i) => 0x81 + i)
    expect(uint(bytes, 0, size)).toBe(uint(bytes.slice().reverse(), 0, size, true))
  })
  it('of eight bytes are exact', () =>
    expect(uintBig(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 254), 0, 8)).toBe(0xffff_ffff_ffff_fffen))
})
