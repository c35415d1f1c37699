// Conditions joined to filters: brackets where the meaning would change without them, and nowhere else.
import { describe, expect, it } from 'vitest'
import { joined, type Way } from '../../renderer/state/join-filter'

describe('joined', () => {
  it.each<[string, Way, string, string]>([
    ['udp', 'selected', 'tcp', 'tcp'],
    ['', 'and', 'tcp', 'tcp'],
    ['', 'and-not', 'tcp', '!tcp'],
    ['', 'or-not', 'tcp.port == 80', '!(tcp.port == 80)'],
    ['udp', 'not', 'tcp.port == 80', '!(tcp.port == 80)'],
    ['tcp', 'and', 'ip.ttl == 1', 'tcp && ip.ttl == 1'],
    ['tcp', 'or', 'ip.ttl == 1', 'tcp || ip.ttl == 1'],
    ['tcp && ip', 'and', 'udp', 'tcp && ip && udp'],
    ['tcp || udp', 'and', 'ip', '(tcp || udp) && ip'],
    ['tcp and ip', 'or-not', 'udp', '(tcp and ip) || !udp'],
    ['tcp', 'and', 'ip.addr == 1.1.1.1 && ip.addr == 2.2.2.2', 'tcp && (ip.addr == 1.1.1.1 && ip.addr == 2.2.2.2)'],
    ['tcp', 'and-not', 'a == "x || y"', 'tcp && !(a == "x || y")'],
    ['a == "x || y"', 'and', 'tcp', 'a == "x || y" && tcp'],
  ])('%s, %s, %s', (before, way, condition, expected) => expect(joined(before, way, condition)).toBe(expected))
})
