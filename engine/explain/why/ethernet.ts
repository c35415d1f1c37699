/** Why the fields of Ethernet and 802.1Q have their values (IEEE 802.3, 802.1Q). */
import { etherTypes } from '../../names/ether-types'
import { ip4Of, macOf, textOf } from '../facts'
import type { Facts, Item } from '../facts'
import { always, count, hex, rule, whenIs } from './rule'

const BROADCAST = 0xffffffffffff
const DST = ['eth.dst']
const isGroup = (mac: number): boolean => (Math.floor(mac / 2 ** 40) & 1) === 1
const arpOperation = (f: Facts): number => Number(f.all('arp.opcode')[0]?.value ?? NaN)
const dstIp = (f: Facts, it: Item): Item | undefined => f.all('ip.dst').find((x) => x.layer > it.layer)
const ipText = (ip: number): string => `${ip >>> 24}.${(ip >>> 16) & 255}.${(ip >>> 8) & 255}.${ip & 255}`

/** 10/8, 172.16/12, 192.168/16, 169.254/16. */
export const isPrivate = (ip: number): boolean =>
  ip >>> 24 === 10 || ip >>> 20 === 0xac1 || ip >>> 16 === 0xc0a8 || ip >>> 16 === 0xa9fe

interface Learned {
  ip: string
  mac: string
  frame: number
  earlier: boolean
}
/** What ARP says about who has the address that a packet is for. */
function neighbour(f: Facts, it: Item): Learned | undefined {
  const to = dstIp(f, it)
  const claim = to && f.arp.claims.find((c) => c.mac === macOf(it) && c.ip === ip4Of(to))
  return claim && { ip: textOf(to), mac: textOf(it), frame: claim.firstFrame, earlier: claim.firstFrame < f.frame }
}

interface Router {
  ip: string
  mac: string
  gateway: string
  frame: number
}
function router(f: Facts, it: Item): Router | undefined {
  const to = dstIp(f, it)
  if (!to || isGroup(macOf(it)) || neighbour(f, it)) return undefined
  const { claims } = f.arp
  const mac = macOf(it)
  const other = claims.find((c) => c.mac === mac && c.ip !== ip4Of(to))
  if (!other || claims.some((c) => c.ip === ip4Of(to))) return undefined
  return { ip: textOf(to), mac: textOf(it), gateway: ipText(other.ip), frame: other.firstFrame }
}

interface Hop {
  ip: string
  mac: string
  other: string
  frame: number
  elsewhere: boolean
}
/** Where no ARP packet tells: that other addresses are reached by the same adapter, or that the address is not one of a private network. */
function hop(f: Facts, it: Item): Hop | undefined {
  const to = dstIp(f, it)
  if (!to || isGroup(macOf(it)) || neighbour(f, it) || router(f, it)) return undefined
  const ip = textOf(to)
  const mac = textOf(it)
  const others = [...f.users(mac).got, ...f.users(mac).sent].filter(([x]) => x !== ip)
  const from = ip4Of(f.all('ip.src').find((x) => x.layer > it.layer))
  const elsewhere = isPrivate(from) && !isPrivate(ip4Of(to))
  if (!others.length && !elsewhere) return undefined
  const [other, frame] = others[0] ?? ['', 0]
  return { ip, mac, other, frame, elsewhere }
}

/** Types that IEEE 802 gives groups, and what listens there. */
const GROUPS: Readonly<Record<string, readonly [en: string, ko: string]>> = {
  '01:80:c2:00:00:00': ['all bridges: the spanning tree', '모든 브리지(스패닝 트리)'],
  '01:80:c2:00:00:0e': ['the neighbours of LLDP', 'LLDP를 쓰는 이웃 장비'],
  '01:80:c2:00:00:02': ['slow protocols such as LACP', 'LACP 같은 느린 프로토콜'],
  '01:00:0c:cc:cc:cc': ['devices of Cisco (CDP, VTP)', 'Cisco 장비(CDP, VTP)'],
}

export const ethernetRules = [
  rule({
    id: 'eth.dst.broadcast.arp',
    fields: DST,
    when: (f, it) =>
      macOf(it) === BROADCAST && arpOperation(f) === 1 && { ip: textOf(f.all('arp.dst.proto_ipv4')[0] ?? it) },
    en: ({ ip }) =>
      `All bits are one: everybody on this link is to read the frame. It asks who has ${ip}, and the asker cannot address a hardware address that it does not know yet (RFC 826).`,
    ko: ({ ip }) =>
      `모든 비트가 1인 브로드캐스트 주소입니다. 이 링크의 모든 장치가 프레임을 읽어야 합니다. ${ip} 주소의 주인을 묻는 중이고, 아직 모르는 하드웨어 주소로는 보낼 수 없기 때문입니다(RFC 826).`,
    see: ['arp.opcode', 'arp.dst.proto_ipv4'],
  }),
  rule({
    id: 'eth.dst.broadcast.ip',
    fields: DST,
    when: (f, it) => macOf(it) === BROADCAST && dstIp(f, it) && { ip: textOf(dstIp(f, it)!) },
    en: ({ ip }) => `All bits are one: the IP packet is for everybody on this link (${ip}), so the frame is, too.`,
    ko: ({ ip }) =>
      `모든 비트가 1인 브로드캐스트 주소입니다. IP 패킷이 이 링크의 모두(${ip} 주소)에게 가므로 프레임도 그렇습니다.`,
    see: ['ip.dst'],
  }),
  rule({
    id: 'eth.dst.broadcast',
    fields: DST,
    when: (f, it) => macOf(it) === BROADCAST && arpOperation(f) !== 1 && !dstIp(f, it),
    en: 'All bits are one: the frame is for everybody on this link (IEEE 802.3).',
    ko: '모든 비트가 1인 브로드캐스트 주소로, 이 링크의 모두에게 보내는 프레임입니다(IEEE 802.3).',
  }),
  rule({
    id: 'eth.dst.multicast.ipv4',
    fields: DST,
    when(f, it) {
      const to = dstIp(f, it)
      return (
        to &&
        Math.floor(macOf(it) / 2 ** 24) === 0x01005e &&
        (ip4Of(to) & 0x7fffff) === macOf(it) % 2 ** 23 && { ip: textOf(to) }
      )
    },
    en: ({ ip }) =>
      `Made from the IP group ${ip}: 01:00:5e and its lower 23 bits (RFC 1112, 6.4). Nobody needs to be asked for a group’s address.`,
    ko: ({ ip }) =>
      `IP 그룹 주소 ${ip} 값에서 만들어집니다. 01:00:5e 뒤에 그룹 주소의 아래 23비트를 붙입니다(RFC 1112, 6.4절). 그룹의 하드웨어 주소는 물어볼 필요가 없습니다.`,
    see: ['ip.dst'],
  }),
  rule({
    id: 'eth.dst.multicast.ipv6',
    fields: DST,
    when(f, it) {
      const to = f.all('ipv6.dst').find((x) => x.layer > it.layer)
      return to && Math.floor(macOf(it) / 2 ** 32) === 0x3333 && { ip: textOf(to) }
    },
    en: ({ ip }) => `Made from the IPv6 group ${ip}: 33:33 and its last 32 bits (RFC 2464, 7).`,
    ko: ({ ip }) =>
      `IPv6 그룹 주소 ${ip} 값에서 만들어집니다. 33:33 뒤에 그룹 주소의 마지막 32비트를 붙입니다(RFC 2464, 7절).`,
    see: ['ipv6.dst'],
  }),
  rule({
    id: 'eth.dst.group',
    fields: DST,
    when: (_, it) => GROUPS[textOf(it)],
    en: ([who]) => `A fixed group address of ${who}: switches and hosts that take part listen to it.`,
    ko: ([, who]) => `${who}에 정해진 그룹 주소입니다. 참여하는 장비들이 이 주소를 듣습니다.`,
  }),
  rule({
    id: 'eth.dst.arp-reply',
    fields: DST,
    when(f, it) {
      const asked = f.all('arp.response_to')[0]
      return (
        !isGroup(macOf(it)) &&
        arpOperation(f) === 2 && { frame: Number(asked?.value ?? 0), ip: textOf(f.all('arp.dst.proto_ipv4')[0] ?? it) }
      )
    },
    en: ({ frame, ip }) =>
      `The one who asked (${ip})${frame ? `, as frame ${frame} says` : ''}: a reply goes to it alone, because its hardware address stood in the question.`,
    ko: ({ frame, ip }) =>
      `질문한 호스트(${ip})의 주소입니다${frame ? `(프레임 ${frame}번에 있음)` : ''}. 질문에 하드웨어 주소가 들어 있으므로 응답은 그 호스트에게만 유니캐스트로 갑니다.`,
    frames: ({ frame }) => [frame],
    see: ['arp.dst.hw_mac'],
  }),
  rule({
    id: 'eth.dst.arp-unicast',
    fields: DST,
    when: (f, it) =>
      !isGroup(macOf(it)) && arpOperation(f) === 1 && { ip: textOf(f.all('arp.dst.proto_ipv4')[0] ?? it) },
    en: ({ ip }) =>
      `Not a broadcast: the asker had this address for ${ip} in its cache already and only asks whether it is still right (RFC 1122, 2.3.2.1).`,
    ko: ({ ip }) =>
      `브로드캐스트가 아닙니다. 질문한 호스트는 ${ip} 주소의 하드웨어 주소를 캐시에 이미 갖고 있고, 아직 맞는지만 확인합니다(RFC 1122, 2.3.2.1절).`,
    see: ['arp.opcode'],
  }),
  rule({
    id: 'eth.dst.neighbour',
    fields: DST,
    when: neighbour,
    en: ({ ip, mac, frame, earlier }) =>
      `The neighbour itself: ${ip} has ${mac}, as the ARP message in frame ${frame} ${earlier ? 'told before' : 'tells (later in the capture: the sender had it in its cache)'}.`,
    ko: ({ ip, mac, frame, earlier }) =>
      `상대가 같은 링크의 이웃입니다. ${ip} 주소의 하드웨어 주소가 ${mac}임을 ARP 프레임 ${frame}번이 ${earlier ? '먼저 알려 주었습니다' : '알려 줍니다(캡처에서는 뒤에 나오므로 송신자는 캐시에 이미 갖고 있었습니다)'}.`,
    frames: ({ frame }) => [frame],
    see: ['ip.dst'],
  }),
  rule({
    id: 'eth.dst.gateway',
    fields: DST,
    when: router,
    en: ({ ip, mac, gateway, frame }) =>
      `A router’s: ${mac} belongs to ${gateway} (ARP, frame ${frame}), not to ${ip}. As far as the capture shows ${ip} is in another network, so the frame goes to the gateway, while the IP packet keeps its own destination.`,
    ko: ({ ip, mac, gateway, frame }) =>
      `라우터의 주소입니다. ${mac} 주소는 ${gateway}(ARP, 프레임 ${frame}번)의 것이고 ${ip}의 것이 아닙니다. 캡처에서 보이는 한 ${ip} 주소는 다른 네트워크에 있으므로 프레임은 게이트웨이로 가고, IP 패킷의 목적지는 그대로입니다.`,
    frames: ({ frame }) => [frame],
    see: ['ip.dst'],
  }),
  rule({
    id: 'eth.dst.next-hop',
    fields: DST,
    when: hop,
    en: ({ ip, other, frame, elsewhere }) =>
      (elsewhere
        ? `${ip} is no address of a private network like the sender’s, so it is reached through a router: this is most likely the gateway’s address.`
        : `Most likely a router’s, or that of a host with several addresses.`) +
      (other ? ` Frame ${frame} carries ${other} with the same hardware address.` : '') +
      ' No ARP message in this capture shows how it was learned.',
    ko: ({ ip, other, frame, elsewhere }) =>
      (elsewhere
        ? `${ip} 주소는 송신자와 같은 사설 네트워크의 주소가 아니므로 라우터를 거칩니다. 게이트웨이의 주소일 가능성이 큽니다.`
        : `라우터이거나 주소가 여러 개인 호스트일 가능성이 큽니다.`) +
      (other ? ` 프레임 ${frame}번에서는 같은 하드웨어 주소가 ${other} 주소와 함께 쓰입니다.` : '') +
      ' 이 주소를 어떻게 알게 되었는지 보여 주는 ARP 메시지는 캡처에 없습니다.',
    frames: ({ frame }) => [frame],
    see: ['ip.dst'],
  }),
  rule({
    id: 'eth.dst.cached',
    fields: DST,
    when(f, it) {
      const to = dstIp(f, it)
      if (!to || isGroup(macOf(it)) || neighbour(f, it) || router(f, it) || hop(f, it)) return undefined
      const back = f.users(textOf(it)).sent.get(textOf(to)) ?? 0
      return { ip: textOf(to), back }
    },
    en: ({ ip, back }) =>
      `The next station on the way to ${ip}: that host itself, if it is on this link, else a router. The sender knew it before: no ARP message in this capture shows it${back ? `, but frame ${back} comes from ${ip} with this hardware address` : ''}.`,
    ko: ({ ip, back }) =>
      `${ip} 주소로 가는 다음 장치입니다. 그 호스트가 이 링크에 있으면 그 호스트 자신이고, 아니면 라우터입니다. 송신자가 이미 알고 있던 주소여서 캡처에 ARP 메시지가 없습니다${back ? `. 다만 프레임 ${back}번이 ${ip} 주소에서 이 하드웨어 주소로 나옵니다` : ''}.`,
    frames: ({ back }) => [back],
    see: ['ip.dst'],
  }),
  rule({
    id: 'eth.src.arp',
    fields: ['eth.src'],
    when(f, it) {
      const inside = f.all('arp.src.hw_mac')[0]
      return inside && { same: macOf(inside) === macOf(it), ip: textOf(f.all('arp.src.proto_ipv4')[0] ?? inside) }
    },
    en: ({ same, ip }) =>
      same
        ? `The sender’s own adapter: the same address as in the ARP message inside (${ip}).`
        : `The adapter that sent the frame. The ARP message inside names another sender, as a proxy or somebody with bad intent would.`,
    ko: ({ same, ip }) =>
      same
        ? `송신자의 어댑터 주소로, 안에 든 ARP 메시지의 송신자 주소(${ip})와 같습니다.`
        : `프레임을 보낸 어댑터의 주소입니다. 안에 든 ARP 메시지는 다른 송신자를 적고 있는데, 프록시이거나 속이려는 경우입니다.`,
    see: ['arp.src.hw_mac'],
  }),
  rule({
    id: 'eth.src.ip',
    fields: ['eth.src'],
    when(f, it) {
      const from = f.all('ip.src').find((x) => x.layer > it.layer)
      if (!from) return undefined
      const claim = f.arp.claims.find((c) => c.mac === macOf(it) && c.ip === ip4Of(from))
      const others = [...f.users(textOf(it)).sent].filter(([x]) => x !== textOf(from))
      return {
        ip: textOf(from),
        claim: claim?.firstFrame ?? 0,
        other: others[0]?.[0] ?? '',
        frame: others[0]?.[1] ?? 0,
      }
    },
    en: ({ ip, claim, other, frame }) =>
      claim
        ? `The adapter of ${ip} itself, as the ARP message in frame ${claim} says.`
        : other
          ? `The adapter that put the frame on this link. It also sends packets of ${other} (frame ${frame}), so it is most likely a router that passed this one on.`
          : `The adapter that put the frame on this link: that of ${ip}, or of the last router on the way. In this capture it sends packets of ${ip} only.`,
    ko: ({ ip, claim, other, frame }) =>
      claim
        ? `${ip} 호스트 자신의 어댑터입니다. ARP 프레임 ${claim}번이 그렇게 알려 줍니다.`
        : other
          ? `이 링크에 프레임을 보낸 어댑터입니다. ${other} 주소의 패킷(프레임 ${frame}번)도 보내므로, 이 패킷을 전달한 라우터일 가능성이 큽니다.`
          : `이 링크에 프레임을 보낸 어댑터입니다. ${ip} 호스트의 것이거나 경로의 마지막 라우터의 것입니다. 이 캡처에서는 ${ip} 주소의 패킷만 보냅니다.`,
    frames: ({ claim, frame }) => [claim, claim ? 0 : frame],
    see: ['ip.src'],
  }),
  rule({
    id: 'eth.addr',
    fields: ['eth.addr'],
    when: (f, it) => f.parentOf(it)?.name,
    en: (name) => `The same bytes as ${name}: under this name a filter finds source and destination alike.`,
    ko: (name) => `${name} 필드와 같은 바이트입니다. 이 이름으로 필터를 걸면 출발지와 목적지를 함께 찾습니다.`,
  }),
  rule({
    id: 'eth.lg',
    fields: ['eth.dst.lg', 'eth.src.lg', 'eth.lg'],
    when: (f, it) => ({ set: Number(it.value) === 1, mac: textOf(f.parentOf(it) ?? it) }),
    en: ({ set, mac }) =>
      set
        ? `Second-lowest bit of the first byte of ${mac}: 1, so the address was not given by the maker of the adapter (virtual machines, privacy addresses of phones, broadcast).`
        : `Second-lowest bit of the first byte of ${mac}: 0, so its first three bytes are those of a maker registered with the IEEE.`,
    ko: ({ set, mac }) =>
      set
        ? `${mac} 주소 첫 바이트의 둘째로 낮은 비트가 1입니다. 제조사가 준 주소가 아닙니다(가상 머신, 휴대폰의 임의 주소, 브로드캐스트 등).`
        : `${mac} 주소 첫 바이트의 둘째로 낮은 비트가 0입니다. 앞 세 바이트는 IEEE에 등록한 제조사의 것입니다.`,
  }),
  rule({
    id: 'eth.ig',
    fields: ['eth.dst.ig', 'eth.src.ig', 'eth.ig'],
    when: (f, it) => ({ set: Number(it.value) === 1, mac: textOf(f.parentOf(it) ?? it) }),
    en: ({ set, mac }) =>
      `Lowest bit of the first byte of ${mac}: ${set ? '1, a group (multicast or broadcast)' : '0, a single adapter (unicast)'}.`,
    ko: ({ set, mac }) =>
      `${mac} 주소 첫 바이트의 가장 낮은 비트가 ${set ? '1이므로 그룹(멀티캐스트나 브로드캐스트)입니다' : '0이므로 하나의 어댑터(유니캐스트)입니다'}.`,
  }),
  rule({
    id: 'eth.type',
    fields: ['eth.type', 'vlan.etype'],
    when: (_, it) => ({ type: hex(Number(it.value)), name: etherTypes[Number(it.value)] ?? '' }),
    en: ({ type, name }) =>
      name
        ? `${type} stands for ${name} in the IEEE’s list: what follows this header is ${name}, and the receiver hands it to that part of its system.`
        : `${type} is in no list that Wirelens knows: the payload is shown as data.`,
    ko: ({ type, name }) =>
      name
        ? `IEEE 목록에서 ${type} 값은 ${name}입니다. 이 헤더 뒤에 오는 것이 ${name}이고, 수신자는 이 값을 보고 어느 프로토콜에 넘길지 정합니다.`
        : `${type} 값은 알려진 목록에 없어서 페이로드를 데이터로 보여 줍니다.`,
  }),
  rule({
    id: 'eth.len',
    fields: ['eth.len', 'vlan.len'],
    when: (_, it) => ({ n: Number(it.value) }),
    en: ({ n }) => `1500 or less is a length, not a type: ${count(n, 'byte')} of payload, then padding.`,
    ko: ({ n }) => `1500 이하의 값은 타입이 아니라 길이입니다. 페이로드가 ${n}바이트이고 나머지는 패딩입니다.`,
  }),
  rule({
    id: 'eth.padding',
    fields: ['eth.padding'],
    when: (f, it) => ({ pad: it.length, rest: f.length - it.length, whole: f.length }),
    en: ({ pad, rest, whole }) =>
      `Header and payload are ${count(rest, 'byte')}; Ethernet carries at least 60 (64 with the check sequence), so the sending adapter added ${count(pad, 'byte')} of zeros: ${rest} + ${pad} = ${whole}. Only frames that came over a wire show it: those that this host sends itself are captured before their padding is added.`,
    ko: ({ pad, rest, whole }) =>
      `헤더와 페이로드는 ${rest}바이트입니다. 이더넷 프레임은 60바이트(FCS를 합치면 64바이트) 이상이어야 하므로 보내는 어댑터가 0을 ${pad}바이트 덧붙였습니다. ${rest} + ${pad} = ${whole}입니다. 선을 거쳐 받은 프레임에만 보이고, 자기가 보내는 프레임은 패딩이 붙기 전에 캡처됩니다.`,
    see: ['eth.type'],
  }),
  always(
    'eth.trailer',
    ['eth.trailer', 'vlan.trailer'],
    'Behind the length that the packet inside gives for itself, and not zeros only: added by some device on the way, or left from an earlier frame.',
    '안에 든 패킷이 밝힌 길이 뒤에 남은 바이트로, 0만 있지는 않습니다. 경로의 장비가 붙였거나 앞선 프레임의 찌꺼기입니다.',
  ),
  always(
    'eth.fcs',
    ['eth.fcs', 'eth.fcs.status'],
    'A CRC-32 that the sending adapter computes over the whole frame; this capture kept it.',
    '보내는 어댑터가 프레임 전체에 대해 계산한 CRC-32이고, 이 캡처에는 남아 있습니다.',
  ),
  rule({
    id: 'vlan.id',
    fields: ['vlan.id'],
    when: (_, it) => ({ id: Number(it.value) }),
    en: ({ id }) =>
      id === 0
        ? 'Zero names no network: the tag is there for its priority only.'
        : `Given by whoever set up the switch: the port, or the host, belongs to virtual network ${id}.`,
    ko: ({ id }) =>
      id === 0
        ? '0은 네트워크를 가리키지 않습니다. 우선순위만 알리는 태그입니다.'
        : `스위치를 설정한 사람이 정한 값입니다. 이 포트나 호스트가 가상 네트워크 ${id}번에 속합니다.`,
  }),
  whenIs(
    'vlan.priority',
    ['vlan.priority'],
    0,
    'Nobody asked for better treatment: ordinary traffic.',
    '더 나은 대우를 요청하지 않은 보통 트래픽입니다.',
  ),
  whenIs('vlan.dei', ['vlan.dei'], 0, 'Not marked as one to drop first.', '먼저 버려도 된다는 표시가 없습니다.'),
]
