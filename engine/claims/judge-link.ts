/** Statements about where frames go, which address belongs to which, what is asked for, what is carried, and which protocol a frame is of. */
import { isComplement, mayBeDescribed } from './complement'
import { roleAt, sideOfFrame } from './roles'
import type { Finding, Statement } from './statement'
import type { Token } from './tokens'

/** The frames that a sentence is about; undefined when there is none or it is not plain which. */
function about(s: Statement, at: number): { frames: number[]; used: Token[] } | undefined {
  const named = s.tokens.filter((t) => t.kind === 'frames' && t.shape !== 'order')
  const others = named.filter((t) => isComplement(s, t))
  if (others.some((t) => mayBeDescribed(s, t, s.tokens[at]!))) return undefined
  const all = named.filter((t) => !others.includes(t))
  if (all.length === 1) return { frames: all[0]!.frames, used: all }
  if (all.length > 1) {
    const before = s.tokens.slice(0, at).findLast((t) => all.includes(t))
    const gap = before ? s.tokens.slice(s.tokens.indexOf(before) + 1, at) : []
    return before && gap.length <= 5 ? { frames: before.frames, used: [before] } : undefined
  }
  if (s.tokens.some((t) => t.kind === 'frames')) return undefined
  return s.context.length &&
    /이\s?(?:패킷|프레임|요청|응답)|해당|this (?:packet|frame|segment|request|reply)|^it\b|\bit is\b/i.test(s.text)
    ? { frames: [...s.context], used: [] }
    : undefined
}

export function castFindings(s: Statement): Finding[] {
  const out: Finding[] = []
  s.tokens.forEach((t, i) => {
    if (t.kind !== 'verb' || (t.verb !== 'broadcast' && t.verb !== 'unicast' && t.verb !== 'multicast')) return
    const subject = about(s, i)
    if (!subject) return
    // `브로드캐스트 주소`: an address, that other rules compare.
    const hits: boolean[] = []
    const right: string[] = []
    for (const n of subject.frames) {
      const mac = s.facts.frame(n)?.text('eth.dst')
      if (!mac) return
      const kind =
        mac === 'ff:ff:ff:ff:ff:ff' ? 'broadcast' : parseInt(mac.slice(0, 2), 16) & 1 ? 'multicast' : 'unicast'
      hits.push(kind === t.verb)
      right.push(s.words.destination(n, mac, s.words[kind]))
    }
    if (hits.length)
      out.push({
        fit: hits.every(Boolean) ? 'all' : 'none',
        right: right.join(' '),
        frames: subject.frames,
        rule: 'cast',
        used: [t, ...subject.used],
      })
  })
  return out
}

/** Every MAC address that was seen with an IP address. */
function macsOf(s: Statement, ip: string): Set<string> {
  const found = new Set<string>()
  const { facts } = s
  if (facts.all && facts.count <= 5_000)
    for (let n = 1; n <= facts.count; n++) {
      const f = facts.frame(n)!
      const see = (a: string, b: string): void => {
        if (f.text(a) === ip && f.text(b) && f.text(b) !== '00:00:00:00:00:00') found.add(f.text(b)!)
      }
      see('ip.src', 'eth.src')
      see('ip.dst', 'eth.dst')
      see('arp.src.proto_ipv4', 'arp.src.hw_mac')
      see('arp.dst.proto_ipv4', 'arp.dst.hw_mac')
    }
  return found
}

/** `192.168.35.1의 MAC 주소는 00:23:aa:69:72:dd이다`, `192.168.35.1 is at …`; `frame 117 asks for 192.168.35.203`. */
export function addressFindings(s: Statement): Finding[] {
  const { tokens, facts, words } = s
  const out: Finding[] = []
  tokens.forEach((t, i) => {
    if (t.kind !== 'ip4') return
    const m = tokens.findIndex((x, k) => k > i && k <= i + 6 && x.kind === 'mac')
    if (m < 0) return
    const gap = tokens.slice(i + 1, m)
    const binds =
      gap.some((x) => x.kind === 'field' && x.field === 'mac') || /^is at$/i.test(gap.map((x) => x.text).join(' '))
    if (
      !binds ||
      gap.some(
        (x) => x.kind === 'word' || x.kind === 'ip4' || x.kind === 'frames' || (x.kind === 'mark' && x.name !== 'not'),
      )
    )
      return
    const macs = macsOf(s, t.name)
    if (!macs.size) return
    out.push({
      fit: macs.has(tokens[m]!.name) ? 'all' : 'none',
      right: words.macOf(t.name, [...macs].join(', ')),
      frames: [],
      rule: 'address',
      used: [t, tokens[m]!],
    })
  })
  const ask = tokens.findIndex((t) => t.kind === 'verb' && t.verb === 'asks')
  if (ask >= 0 && !out.length) {
    const subject = about(s, ask)
    const korean = /[가-힣]/.test(s.text)
    const ips = tokens.filter((t) => t.kind === 'ip4')
    const asked = korean
      ? ips.find(
          (t) =>
            /^(?:의|을|를|이|가)$/.test(tokens[tokens.indexOf(t) + 1]?.text ?? '') &&
            !/^(?:이|가)$/.test(tokens[tokens.indexOf(t) + 1]!.text),
        )
      : tokens.slice(ask).find((t) => t.kind === 'ip4')
    if (subject?.frames.length === 1 && asked) {
      const f = facts.frame(subject.frames[0]!)
      if (f?.isArp) {
        const real = f.text('arp.dst.proto_ipv4')!
        out.push({
          fit: f.num('arp.opcode') === 1 && real === asked.name ? 'all' : 'none',
          right: words.asks(f.number, real, f.text('arp.src.proto_ipv4') ?? '?'),
          frames: [f.number],
          rule: 'asks',
          used: [asked, ...subject.used],
        })
      }
    }
  }
  return out
}

const known: Readonly<Record<string, string>> = {
  TCP: 'tcp.flags',
  ARP: 'arp.opcode',
  UDP: 'udp.srcport',
  ICMP: 'icmp.type',
  DNS: 'dns.id',
  IPV4: 'ip.src',
  IP: 'ip.src',
  IPV6: 'ipv6.src',
  ETHERNET: 'eth.type',
}

/** `117번은 ARP 요청이다`, `frame 28 is a UDP packet`. */
export function protocolFindings(s: Statement): Finding[] {
  const { tokens, facts, words } = s
  const frames = tokens.filter((t) => t.kind === 'frames')
  if (frames.length !== 1 || frames[0]!.shape === 'order' || isComplement(s, frames[0]!)) return []
  const at = tokens.indexOf(frames[0]!)
  for (let k = at + 1; k < tokens.length && k < at + 7; k++) {
    const t = tokens[k]!
    if (
      t.kind === 'fill' ||
      (t.kind === 'mark' && t.name === 'not') ||
      (t.kind === 'verb' && (t.verb === 'uses' || t.verb === 'is')) ||
      t.kind === 'mod' ||
      (t.kind === 'verb' && t.verb !== 'acks' && t.verb !== 'answers' && t.verb !== 'asks') ||
      (t.kind === 'noun' && t.name === 'packet' && k === at + 1)
    )
      continue
    if (t.kind !== 'proto' || !known[t.name]) return []
    if (tokens[k + 1]?.kind === 'field' || /^(?:의|를|을|로|for|of)$/.test(tokens[k + 1]?.text ?? '')) return []
    const noun = tokens.slice(k + 1, k + 3).find((x) => x.kind === 'noun')
    if (!noun || noun.name === 'header' || noun.name === 'data' || noun.name === 'option' || noun.name === 'connection')
      return []
    const hits: boolean[] = []
    const right: string[] = []
    for (const n of frames[0]!.frames) {
      const f = facts.frame(n)
      if (!f) return []
      let hit = f.has(known[t.name]!)
      if (hit && t.name === 'ARP' && noun.name !== 'packet')
        hit = f.num('arp.opcode') === (noun.name === 'reply' ? 2 : 1)
      if (hit && t.name === 'ICMP' && noun.name !== 'packet')
        hit = f.num('icmp.type') === (noun.name === 'reply' ? 0 : 8)
      if (hit && t.name === 'DNS' && noun.name !== 'packet')
        hit = (f.num('dns.flags.response') === 1) === (noun.name === 'reply')
      // `the ARP request's reply` and the like.
      if (
        tokens[k + 2] &&
        tokens.slice(k + 2, k + 5).some((x) => x.kind === 'noun' && x.name === 'reply' && noun.name === 'request')
      )
        return []
      if (tokens.slice(k + 1, k + 5).some((x) => /^(?:대한|대해)$/.test(x.text))) return []
      hits.push(hit)
      right.push(words.protocol(n, `${f.protocol} ${f.info}`.slice(0, 160)))
    }
    return [
      {
        fit: hits.every(Boolean) ? 'all' : 'none',
        right: right.join(' '),
        frames: [...frames[0]!.frames],
        rule: 'protocol',
        used: [frames[0]!, t, noun],
      },
    ]
  }
  return []
}

/** `31번은 "Hello World!"를 담고 있다`, `frame 32 carries no data`. */
export function payloadFindings(s: Statement): Finding[] {
  const { tokens, facts, words } = s
  const out: Finding[] = []
  const text = tokens.find((t) => t.kind === 'text')
  const i = text ? tokens.indexOf(text) : -1
  const wanted = text?.name.replace(/\\[0nrt]/g, '').replace(/[\0-\x1f]/g, '')
  const carries =
    tokens.some(
      (t) =>
        (t.kind === 'verb' && (t.verb === 'sends' || t.verb === 'contains' || t.verb === 'receives')) ||
        (t.kind === 'noun' && t.name === 'data'),
    ) || /담|포함|실|들어|전송|보낸|보내|carr|contain|send|sent|holds/i.test(s.text)
  if (text && wanted && wanted.length > 2 && carries) {
    const subject = about(s, i)
    if (subject?.frames.length === 1) {
      const f = facts.frame(subject.frames[0]!)
      if (f && (f.payload || f.isTcp || f.isArp))
        out.push({
          fit: f.payload.includes(wanted) ? 'all' : 'none',
          right: f.payload ? words.payload(f.number, printable(f.payload)) : words.noPayload(f.number),
          frames: [f.number],
          rule: 'payload',
          used: [text, ...subject.used],
        })
    } else if (!tokens.some((t) => t.kind === 'frames')) {
      const all = facts.talks
        .flatMap((t) => t.frames.slice(0, 500))
        .filter((n) => facts.frame(n)!.payload.includes(wanted))
      const sides = tokens.filter(
        (t) =>
          t.kind === 'side' && /^(?:가|이|은|는)$|^sends?$/i.test(tokens[tokens.indexOf(t) + 1]?.text.trim() ?? ''),
      )
      if (all.length && sides.length === 1 && !tokens.some((t) => t.kind === 'verb' && t.verb === 'receives'))
        out.push({
          fit: all.some((n) => sideOfFrame(facts, n) === sides[0]!.name) ? 'all' : 'none',
          right: all
            .slice(0, 3)
            .map(
              (n) =>
                words.payload(n, printable(facts.frame(n)!.payload)) +
                ' ' +
                words.sender(n, facts.frame(n)!.text('ip.src') ?? '?', facts.frame(n)!.text('ip.dst') ?? '?'),
            )
            .join(' '),
          frames: all.slice(0, 3),
          rule: 'payload',
          used: [text, sides[0]!],
        })
    }
  }
  // `no data`, `데이터가 없다`
  const none = tokens.findIndex((t) => t.kind === 'mark' && t.name === 'none')
  if (none >= 0) {
    const near = [tokens[none + 1], tokens[none + 2], tokens[none - 1], tokens[none - 2]]
    const data = near.find((t) => t?.kind === 'noun' && t.name === 'data')
    const subject = data && (about(s, none) ?? roleSubject(s, none))
    if (data && subject) {
      const hits = subject.frames.flatMap((n) => facts.frame(n)?.num('tcp.len') ?? [])
      if (hits.length === subject.frames.length)
        out.push({
          fit: hits.every((n) => n === 0) ? 'all' : 'none',
          right: subject.frames
            .map((n) =>
              facts.frame(n)!.num('tcp.len')
                ? words.payloadLength(n, facts.frame(n)!.num('tcp.len')!)
                : words.noPayload(n),
            )
            .join(' '),
          frames: subject.frames,
          rule: 'payload.none',
          used: [data, ...subject.used],
          negationDone: true,
        })
    }
  }
  return out
}

function roleSubject(s: Statement, at: number): { frames: number[]; used: Token[] } | undefined {
  for (let k = at - 1; k >= 0; k--) {
    const role = roleAt(s.facts, s.tokens, k)
    if (role) return role
  }
  return undefined
}

const printable = (text: string): string => text.replace(/[^ -~]/g, '.').slice(0, 80)

/** `frame 31 carries 13 bytes of data`, `31번은 13바이트의 데이터를 담고 있다`. */
export function carriedFindings(s: Statement): Finding[] {
  const { tokens, facts, words } = s
  const i = tokens.findIndex((t) => t.kind === 'num' && t.unit === 'byte' && !t.hex)
  if (i < 0 || tokens.some((t) => t.kind === 'field' || (t.kind === 'mark' && t.name === 'compare'))) return []
  const near = tokens.slice(i + 1, i + 4)
  const data = near.find((t) => t.kind === 'noun' && t.name === 'data')
  if (!data || near.some((t) => t.kind === 'word' || t.kind === 'proto')) return []
  const subject = about(s, i)
  if (subject?.frames.length !== 1) return []
  const n = facts.frame(subject.frames[0]!)?.num('tcp.len')
  if (
    n === undefined ||
    tokens.some((t) => t.kind === 'verb' && (t.verb === 'acks' || t.verb === 'answers')) ||
    tokens.some((t) => /^(?:대한|대해)$/.test(t.text))
  )
    return []
  if (/acknowledg|확인|\back/i.test(s.text)) return []
  return [
    {
      fit: n === tokens[i]!.value ? 'all' : 'none',
      right: words.payloadLength(subject.frames[0]!, n),
      frames: subject.frames,
      rule: 'payload.length',
      used: [tokens[i]!, data, ...subject.used],
    },
  ]
}
