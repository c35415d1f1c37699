// The colours of a filter as it is typed: what kind each piece of the text is.
import { describe, expect, it } from 'vitest'
import { tokensOf } from '../../renderer/panels/filter-bar/tokens'

const kinds = (text: string): string[] => tokensOf(text).map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`)

describe('tokens', () => {
  it.each<[string, string[]]>([
    ['tcp.port == 80', ['name tcp.port', 'operator ==', 'number 80']],
    ['!arp and not dns', ['operator !', 'name arp', 'word and', 'word not', 'name dns']],
    ['eth.src == 00:11:22:aa:bb:cc', ['name eth.src', 'operator ==', 'number 00:11:22:aa:bb:cc']],
    ['ip.addr == 10.0.0.0/8', ['name ip.addr', 'operator ==', 'number 10.0.0.0/8']],
    ['http.host matches "a\\\\"b', ['name http.host', 'word matches', 'string "a\\\\"', 'name b']],
    ['len(x) > ${ip.len}', ['function len', 'bracket (', 'name x', 'bracket )', 'operator >', 'reference ${ip.len}']],
    ['a contains "open', ['name a', 'word contains', 'string "open']],
  ])('of %s', (text, expected) => expect(kinds(text)).toEqual(expected))
})
