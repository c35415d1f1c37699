/** All rules, by the field that they are for; behind them what can be said of any field by its kind. */
import type { Language } from '../../words/language'
import { nameOf } from '../../dissect/format'
import type { Facts, Item } from '../facts'
import { applicationRules } from './applications'
import { dhcpRules } from './dhcp'
import { dnsRules } from './dns'
import { arpRules } from './arp'
import { ethernetRules } from './ethernet'
import { ipRules } from './ip'
import { icmpRules, ipv6Rules, udpRules } from './messages'
import { rule } from './rule'
import type { Reason, Rule } from './rule'
import { tcpFlagRules } from './tcp-flags'
import { tcpOptionRules } from './tcp-options'
import { tcpRules } from './tcp'

export const rules: readonly Rule[] = [
  ...ethernetRules,
  ...arpRules,
  ...ipRules,
  ...ipv6Rules,
  ...icmpRules,
  ...udpRules,
  ...tcpRules,
  ...tcpFlagRules,
  ...tcpOptionRules,
  ...dnsRules,
  ...dhcpRules,
  ...applicationRules,
]

/** Asked where no other rule holds, in this order; the first that does is the reason. */
const general: readonly Rule[] = [
  rule({
    id: 'general.remark',
    fields: [],
    when: (_, it) => it.name.startsWith('_ws.') && { line: it.line.replace(/^\[|\]$/g, '') },
    en: ({ line }) =>
      `Part of a remark of Wirelens on this packet: ${line}. The rules behind such remarks are Wireshark’s.`,
    ko: ({ line }) => `이 패킷에 대한 Wirelens의 지적 중 일부입니다: ${line} 지적의 기준은 Wireshark와 같습니다.`,
  }),
  rule({
    id: 'general.layer',
    fields: [],
    when(f, it) {
      if (it.field.type !== 'protocol' || it.name !== it.field.protocol) return undefined
      const outer = f.layers
        .slice(0, it.layer)
        .filter((x) => x && x !== 'ethertype')
        .at(-1)
      return outer && outer !== 'frame'
        ? { own: it.field.label, outer: outer.toUpperCase() }
        : { own: it.field.label, outer: '' }
    },
    en: ({ own, outer }) =>
      outer
        ? `${own} stands here because the header of ${outer} in front of it says that this protocol follows, or its port is known for it.`
        : `${own} comes first because that is the kind of link on which the capture was made.`,
    ko: ({ own, outer }) =>
      outer
        ? `앞의 ${outer} 헤더가 이 프로토콜이 온다고 알리거나 포트가 이 프로토콜의 것이므로 여기에 ${own} 계층이 있습니다.`
        : `캡처한 링크의 종류가 그러하므로 ${own} 계층이 맨 앞에 옵니다.`,
  }),
  rule({
    id: 'general.expert',
    fields: [],
    when: (_, it) => it.field.options.severity !== undefined && { label: it.line.replace(/^\[|\]$/g, '') },
    en: ({ label }) => `A remark of Wirelens on this packet, not a field of it: ${label}.`,
    ko: ({ label }) => `패킷의 필드가 아니라 이 패킷에 대한 Wirelens의 지적입니다: ${label}`,
  }),
  rule({
    id: 'general.frame',
    fields: [],
    when: (_, it) => it.field.type === 'framenum' && { frame: Number(it.value) },
    en: ({ frame }) => `Found by Wirelens: frame ${frame} belongs together with this one.`,
    ko: ({ frame }) => `Wirelens가 찾은 것입니다. 프레임 ${frame}번이 이 프레임과 이어집니다.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'general.also',
    fields: [],
    when(f, it) {
      if (!it.hidden) return undefined
      const same = f.items.find(
        (x) =>
          !x.hidden &&
          x !== it &&
          x.start === it.start &&
          x.length === it.length &&
          x.length > 0 &&
          x.layer === it.layer,
      )
      return same && { name: same.name }
    },
    en: ({ name }) => `The same bytes as ${name}, under a name for filters and lists.`,
    ko: ({ name }) => `${name} 필드와 같은 바이트이고, 필터와 목록에서 쓰는 이름입니다.`,
  }),
  rule({
    id: 'general.name',
    fields: [],
    when(_, it) {
      const name = typeof it.value === 'number' && it.field.options.names ? nameOf(it.field, it.value) : undefined
      return name === undefined ? undefined : { value: it.value as number, name, spec: it.field.protocol.toUpperCase() }
    },
    en: ({ value, name, spec }) => `${value} means “${name}” in the list that belongs to ${spec}: the sender says so.`,
    ko: ({ value, name, spec }) => `${spec} 규격의 목록에서 ${value} 값은 “${name}”입니다. 송신자가 그렇게 알립니다.`,
  }),
]

const byField = new Map<string, Rule[]>()
for (const r of rules)
  for (const name of r.fields) {
    const list = byField.get(name)
    if (list) list.push(r)
    else byField.set(name, [r])
  }

/** Fields for which there is a rule. */
export const ruledFields = (): string[] => [...byField.keys()]

/** Why `it` has its value: every rule that holds; where none does, what can be said of any field. Empty: nobody can tell from this capture. */
export function reasonsFor(f: Facts, it: Item, language: Language): Reason[] {
  const out: Reason[] = []
  for (const r of byField.get(it.name) ?? []) {
    const reason = r.ask(f, it, language)
    if (reason?.text) out.push(reason)
  }
  if (out.length) return out
  for (const r of general) {
    const reason = r.ask(f, it, language)
    if (reason) return [reason]
  }
  return out
}
