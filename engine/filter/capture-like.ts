/**
 * A capture filter (pcap-filter(7)) that was typed where a display filter belongs: `port 80`, `src host 10.0.0.1 and not arp`. What has a
 * counterpart is offered; the other way round is capture-filter.ts.
 */
import { looksLikeIpv6 } from './tokens'

/** A hint for a text that is no display filter but reads as a capture filter; undefined for any other. */
export function displayFilterHint(text: string): string | undefined {
  const words = text.match(/[()!]|&&|\|\||[^\s()!&|]+/g) ?? []
  if (words.length > 200 || !words.some((word) => WORDS.has(word))) return undefined
  const reader = new Reader(words)
  const made = reader.whole()
  if (made) return `That is a capture filter. As a display filter: ${made}`
  return reader.sure ? 'That looks like a capture filter; display filters are written like tcp.port == 80.' : undefined
}

/** Words that no display filter has, each before what it qualifies. */
const WORDS = new Set([
  'host',
  'net',
  'port',
  'portrange',
  'src',
  'dst',
  'ether',
  'less',
  'greater',
  'gateway',
  'proto',
])
const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ...['ip', 'arp', 'tcp', 'udp', 'icmp', 'igmp', 'sctp', 'vlan', 'stp'].map((name) => [name, name] as const),
  ...([
    ['ip6', 'ipv6'],
    ['icmp6', 'icmpv6'],
    ['ether', 'eth'],
  ] as const),
])
const JOINS: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['&&', '&&'],
  ['or', '||'],
  ['||', '||'],
])

class Reader {
  private i = 0
  private depth = 0
  /** A word such as `host` came with something behind it. */
  sure = false

  constructor(private readonly words: readonly string[]) {}

  whole(): string | undefined {
    const made = this.tests()
    return this.i === this.words.length ? made : undefined
  }

  private tests(): string | undefined {
    const parts: string[] = []
    for (;;) {
      const part = this.one()
      if (part === undefined) return undefined
      parts.push(part)
      const join = JOINS.get(this.words[this.i] ?? '')
      if (!join) return parts.join(' ')
      // There both bind alike, from the left; here && binds tighter.
      if (join === '&&' && parts.includes('||')) parts.splice(0, parts.length, `(${parts.join(' ')})`)
      parts.push(join)
      this.i++
    }
  }

  private one(): string | undefined {
    const word = this.words[this.i]
    if (word === 'not' || word === '!') {
      this.i++
      if (++this.depth > 50) return undefined
      const inner = this.one()
      return inner === undefined ? undefined : /^[\w.]+$|^\(.*\)$/.test(inner) ? `!${inner}` : `!(${inner})`
    }
    if (word !== '(') return this.primitive()
    this.i++
    if (++this.depth > 50) return undefined
    const inner = this.tests()
    if (inner === undefined || this.words[this.i++] !== ')') return undefined
    return `(${inner})`
  }

  /** `[protocol] [src | dst] [host | net | port | portrange] value` */
  private primitive(): string | undefined {
    const word = this.words[this.i] ?? ''
    if (word === 'less' || word === 'greater') {
      const bytes = this.words[this.i + 1] ?? ''
      this.i += 2
      return /^\d+$/.test(bytes) ? `frame.len ${word === 'less' ? '<=' : '>='} ${bytes}` : undefined
    }
    const protocol = PROTOCOLS.get(word)
    if (protocol) this.i++
    const way = this.take('src', 'dst')
    const kind = this.take('host', 'net', 'portrange', 'port')
    const value = this.words[this.i]
    if (!way && !kind) {
      if (protocol !== 'vlan' || !/^\d+$/.test(value ?? '')) return protocol
      this.i++
      return `vlan.id == ${value}`
    }
    if (value === undefined || JOINS.has(value)) return undefined
    this.sure = true
    this.i++
    return kind?.startsWith('port')
      ? ports(protocol, way ?? '', value, kind)
      : address(protocol, way ?? 'addr', value, kind === 'net')
  }

  private take(...words: readonly string[]): string | undefined {
    const word = this.words[this.i]
    if (word === undefined || !words.includes(word)) return undefined
    this.i++
    return word
  }
}

function ports(protocol: string | undefined, way: string, value: string, kind: string): string | undefined {
  const range = /^(\d+)-(\d+)$/.exec(value)
  if (kind === 'portrange' ? !range : !/^\d+$/.test(value)) return undefined
  const test = range ? `in {${range[1]} .. ${range[2]}}` : `== ${value}`
  const over = protocol === undefined ? ['tcp', 'udp'] : [protocol]
  if (over.some((name) => !['tcp', 'udp', 'sctp'].includes(name))) return undefined
  const tests = over.map((name) => `${name}.${way}port ${test}`)
  return tests.length > 1 ? `(${tests.join(' || ')})` : tests[0]
}

function address(protocol: string | undefined, way: string, value: string, isNet: boolean): string | undefined {
  const [, host = '', bits] = /^([^/]*)(?:\/(\d+))?$/.exec(value) ?? []
  if (/^[0-9a-f]{1,2}([:-][0-9a-f]{1,2}){5}$/i.test(host) && protocol === 'eth') return `eth.${way} == ${host}`
  if (looksLikeIpv6(host) && (protocol ?? 'ipv6') === 'ipv6') return `ipv6.${way} == ${value}`
  const parts = host.split('.')
  if (!parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256) || parts.length > 4) return undefined
  if (parts.length < 4 && !isNet) return undefined
  const whole = [...parts, '0', '0', '0'].slice(0, 4).join('.')
  const prefix = bits ?? (parts.length < 4 ? String(8 * parts.length) : '')
  const test = `${way} == ${whole}${prefix && `/${prefix}`}`
  if (protocol === 'arp') {
    const side = { src: ['src'], dst: ['dst'] }[way] ?? ['src', 'dst']
    return `(${side.map((s) => `arp.${s}.proto_ipv4 ${test.slice(way.length + 1)}`).join(' || ')})`
  }
  return protocol === undefined || protocol === 'ip' ? `ip.${test}` : undefined
}
