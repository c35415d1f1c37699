// What Wireshark's newer releases take and 4.0 does not; what reads as a capture filter; what no object's prototype may answer.
import { describe, expect, it } from 'vitest'
import { compile, parseFilter, printFilter } from '../../engine/filter'
import { displayFilterHint } from '../../engine/filter/capture-like'
import { parseBytes } from '../../engine/filter/literals'
import { parseDuration } from '../../engine/filter/times'
import { knownProtocols } from '../../engine/filter/fields-known'
import { registry } from '../../engine/protocols'
import { pointed, refusal } from './reading'

const printed = (text: string): string => printFilter(parseFilter(text))
const warnings = (text: string): string[] => compile(parseFilter(text), registry).warnings.map((w) => w.message)

describe('the newer language', () => {
  it.each([
    ['tcp AND ip', 'tcp and ip'],
    ['tcp Or NOT ip', 'tcp or not ip'],
    ['frame.number EQ 1', 'frame.number == 1'],
    ['frame contains “abc”', 'frame contains "abc"'],
    ['frame contains ”a"b“', 'frame contains "a\\"b"'],
    ['frame contains "\\u0048\\U00000049"', 'frame contains "HI"'],
  ])('%s', (text, same) => {
    expect(printed(text)).toBe(printed(same))
  })
  it('takes one byte before a colon', () => {
    expect(parseBytes('99:')).toEqual(Uint8Array.of(0x99))
    for (const text of ['frame contains 99:', 'frame[0:1] == fc:', 'eth.src[0:1] in {00:, fc:}', '(frame[0:1] == fc:)'])
      expect(compile(parseFilter(text), registry).fields).not.toEqual([])
    expect(compile(parseFilter('frame contains fc:01:02'), registry).fields).not.toEqual([])
  })
  it('knows inf and nan', () => {
    expect(parseDuration('inf')).toBe(Infinity)
    expect(parseDuration('-Infinity')).toBe(-Infinity)
    expect(parseDuration('NaN')).toBeNaN()
    for (const text of [
      'frame.time_delta == inf',
      'frame.time_relative < nan',
      'frame.time_delta + inf > 1',
      'frame.time_delta > -inf',
    ])
      expect(warnings(text)).toEqual([])
  })
  it.each([
    ['frame == "00"[1]', 'Range is not supported for entity "00"', '"00"[1]'],
    ['ip.addr==1.1.1.1 & ip.addr==2.2.2.2', 'Constant arithmetic expression on the LHS is invalid.', '1.1.1.1'],
    ['tcp.port==80 & tcp.port==443', 'Constant arithmetic expression on the LHS is invalid.', '80'],
    ['not 4 & tcp.port', 'Constant arithmetic expression on the LHS is invalid.', '4'],
    ['1 + tcp.port == 5', 'Constant arithmetic expression on the LHS is invalid.', '1'],
  ])('refuses %s', (text, message, place) => {
    expect(pointed(text)).toEqual([message, place])
  })
  it('still takes a constant first on the right', () => {
    expect(warnings('tcp.port == 4 & tcp.flags')).toEqual([])
    expect(warnings('tcp.dstport >= 4 * {tcp.srcport + 3}')).toEqual([])
  })
  it('knows names of values', () => {
    for (const text of ['eth.fcs.status == "Bad"', 'vlan.priority == "Background"']) expect(warnings(text)).toEqual([])
  })
})

describe('capture filters typed as display filters', () => {
  it.each([
    ['port 80', '(tcp.port == 80 || udp.port == 80)'],
    ['host 1.2.3.4', 'ip.addr == 1.2.3.4'],
    ['tcp port 80', 'tcp.port == 80'],
    ['udp dst portrange 1-99', 'udp.dstport in {1 .. 99}'],
    ['src net 192.168 and not arp', 'ip.src == 192.168.0.0/16 && !arp'],
    ['ether host 0:1:2:3:4:5', 'eth.addr == 0:1:2:3:4:5'],
    ['tcp or udp and greater 100', '(tcp || udp) && frame.len >= 100'],
    ['ip6 host 2001:db8::1', 'ipv6.addr == 2001:db8::1'],
  ])('%s', (text, offered) => {
    expect(displayFilterHint(text)).toBe(`That is a capture filter. As a display filter: ${offered}`)
    expect(refusal(text).hint).toContain(offered)
    expect(warnings(offered.replace('0:1:2:3:4:5', '00:01:02:03:04:05'))).toEqual([])
  })
  it('offers nothing for what it cannot say, and says nothing of other texts', () => {
    expect(displayFilterHint('host example.org')).toContain('looks like a capture filter')
    expect(displayFilterHint('tcp.port == 80 80')).toBeUndefined()
  })
})

describe('names', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '__proto__.x', 'constructor.name'])(
    '%s is no field',
    (name) => {
      for (const text of [name, `${name} == 1`, `${name} contains "a"`, `not ${name}`])
        expect(refusal(text).message).toBe(`"${name}" is not a valid protocol or protocol field.`)
    },
  )
  it.each([
    'toString(ip.src) == 1',
    '${constructor} == 1',
    '$__proto__(1)',
    'frame.time == "Nov 12, 1999 08:55:44 valueOf"',
  ])('%s is refused', (text) => {
    expect(refusal(text).message).not.toBe('')
  })
})

describe('what is not decoded', () => {
  it('gets a warning for every known protocol that is not declared, and none for those that are', () => {
    const unknown = [...knownProtocols].filter((name) => !registry.byName.has(name))
    for (const name of unknown) expect(warnings(`.${name}`), name).not.toEqual([])
    for (const name of ['tcp', 'ip', 'arp', 'dns']) expect(warnings(name)).toEqual([])
  })
})
