/** Why the fields of ARP have their values (RFC 826, 5227). */
import { macOf, textOf } from '../facts'
import type { Facts, Item } from '../facts'
import { always, rule } from './rule'

const op = (f: Facts, it: Item): number => f.number(it, 'arp.opcode')
const has = (f: Facts, name: string): boolean => f.all(name).length > 0
const isProbe = (f: Facts): boolean => has(f, 'arp.isprobe')
const isAnnouncement = (f: Facts): boolean => has(f, 'arp.isannouncement')
const isGratuitous = (f: Facts): boolean => has(f, 'arp.isgratuitous')
const asked = (f: Facts): number => Number(f.all('arp.response_to')[0]?.value ?? 0)
const isRefresh = (f: Facts): boolean => {
  const to = f.all('eth.dst')[0]
  return to !== undefined && Math.floor(macOf(to) / 2 ** 40) % 2 === 0
}

export const arpRules = [
  rule({
    id: 'arp.hw.type',
    fields: ['arp.hw.type'],
    when: (_, it) => Number(it.value) === 1,
    en: 'The hardware addresses below are those of Ethernet: number 1 in IANA’s list (Wi-Fi uses it, too).',
    ko: '아래의 하드웨어 주소가 이더넷 주소이기 때문입니다. IANA 목록에서 이더넷은 1번입니다(Wi-Fi도 이 값을 씁니다).',
  }),
  rule({
    id: 'arp.proto.type',
    fields: ['arp.proto.type'],
    when: (_, it) => Number(it.value) === 0x0800,
    en: 'An IPv4 address is looked for: the number is IPv4’s EtherType.',
    ko: 'IPv4 주소의 주인을 찾고 있기 때문입니다. 값은 IPv4의 이더타입과 같습니다.',
  }),
  rule({
    id: 'arp.hw.size',
    fields: ['arp.hw.size'],
    when: (f, it) => Number(it.value) === 6 && f.number(it, 'arp.hw.type') === 1,
    en: 'A MAC address has 48 bits, 6 bytes. ARP says it so that it can serve other links, too.',
    ko: 'MAC 주소는 48비트, 곧 6바이트입니다. ARP는 다른 링크에도 쓸 수 있도록 길이를 적어 둡니다.',
    see: ['arp.hw.type'],
  }),
  rule({
    id: 'arp.proto.size',
    fields: ['arp.proto.size'],
    when: (f, it) => Number(it.value) === 4 && f.number(it, 'arp.proto.type') === 0x0800,
    en: 'An IPv4 address has 32 bits, 4 bytes.',
    ko: 'IPv4 주소는 32비트, 곧 4바이트입니다.',
    see: ['arp.proto.type'],
  }),
  rule({
    id: 'arp.opcode.request',
    fields: ['arp.opcode'],
    when: (f, it) =>
      Number(it.value) === 1 && {
        probe: isProbe(f),
        announcement: isAnnouncement(f),
        refresh: isRefresh(f),
        ip: f.text(it, 'arp.dst.proto_ipv4') || textOf(f.all('arp.dst.proto_ipv4')[0] ?? it),
      },
    en: ({ probe, announcement, refresh, ip }) =>
      probe
        ? `1, a question: whether anybody already uses ${ip}. Silence means that it is free (RFC 5227, 2.1.1).`
        : announcement
          ? `1, a question only in form: nobody is to answer, everybody who has ${ip} in a cache is to renew it (RFC 5227, 2.3).`
          : refresh
            ? `1, a question to ${ip} alone: whether what the cache holds is still right.`
            : `1, a question to all: who has ${ip}? Its owner is to say its hardware address.`,
    ko: ({ probe, announcement, refresh, ip }) =>
      probe
        ? `1은 요청입니다. ${ip} 주소를 이미 쓰는 장치가 있는지 묻습니다. 대답이 없으면 비어 있는 주소입니다(RFC 5227, 2.1.1절).`
        : announcement
          ? `1은 요청이지만 형식만 그렇습니다. 아무도 대답하지 않고, ${ip} 주소를 캐시에 가진 장치들이 갱신합니다(RFC 5227, 2.3절).`
          : refresh
            ? `1은 요청입니다. ${ip} 호스트에게만 캐시의 내용이 아직 맞는지 묻습니다.`
            : `1은 요청입니다. ${ip} 주소의 주인이 누구인지 모두에게 묻고, 주인이 하드웨어 주소를 알려 주기를 기다립니다.`,
    see: ['arp.dst.proto_ipv4', 'eth.dst'],
  }),
  rule({
    id: 'arp.opcode.reply',
    fields: ['arp.opcode'],
    when: (f, it) => Number(it.value) === 2 && { frame: asked(f) },
    en: ({ frame }) =>
      frame
        ? `2, an answer: to the question in frame ${frame}.`
        : '2, an answer: to which question this capture does not show.',
    ko: ({ frame }) =>
      frame
        ? `2는 응답입니다. 프레임 ${frame}번의 요청에 대한 응답입니다.`
        : '2는 응답입니다. 어느 요청에 대한 것인지는 이 캡처에 없습니다.',
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'arp.src.hw_mac',
    fields: ['arp.src.hw_mac', 'arp.src.hw'],
    when: (f, it) => ({ reply: op(f, it) === 2, same: macOf(f.all('eth.src')[0]) === macOf(it), frame: asked(f) }),
    en: ({ reply, same, frame }) =>
      (reply
        ? `This is the answer itself${frame ? ` to frame ${frame}` : ''}: the hardware address that was asked for.`
        : 'The asker’s own address, so that whoever answers need not ask in turn (RFC 826).') +
      (same ? ' It is the source of the frame, too.' : ' It is not the source of the frame.'),
    ko: ({ reply, same, frame }) =>
      (reply
        ? `${frame ? `프레임 ${frame}번에서 ` : ''}물어본 하드웨어 주소, 곧 대답 그 자체입니다.`
        : '질문한 호스트 자신의 주소입니다. 대답하는 쪽이 되물을 필요가 없도록 함께 보냅니다(RFC 826).') +
      (same ? ' 프레임의 출발지 주소와 같습니다.' : ' 프레임의 출발지 주소와는 다릅니다.'),
    frames: ({ frame }) => [frame],
    see: ['eth.src'],
  }),
  rule({
    id: 'arp.src.proto.probe',
    fields: ['arp.src.proto_ipv4'],
    when: (f) => isProbe(f),
    en: 'Zero: the sender does not use an address yet, and so cannot spoil anybody’s cache with the question (RFC 5227, 1.1).',
    ko: '0입니다. 송신자가 아직 주소를 쓰지 않으므로, 질문 때문에 다른 장치의 캐시가 바뀌지 않게 합니다(RFC 5227, 1.1절).',
  }),
  rule({
    id: 'arp.src.proto',
    fields: ['arp.src.proto_ipv4'],
    when: (f, it) => !isProbe(f) && { reply: op(f, it) === 2, frame: asked(f), ip: textOf(it), own: isGratuitous(f) },
    en: ({ reply, frame, ip, own }) =>
      own
        ? `${ip} stands here and as the target: the sender speaks about its own address.`
        : reply
          ? `The address that ${frame ? `frame ${frame}` : 'the question'} asked about: its owner answers.`
          : `The asker’s IPv4 address: the owner of the target learns it on the way and can answer at once.`,
    ko: ({ reply, frame, ip, own }) =>
      own
        ? `${ip} 주소가 여기와 대상 주소에 모두 있습니다. 송신자가 자기 주소에 대해 말하고 있습니다.`
        : reply
          ? `${frame ? `프레임 ${frame}번` : '요청'}에서 물어본 주소입니다. 주소의 주인이 대답하고 있습니다.`
          : '질문한 호스트의 IPv4 주소입니다. 대상 호스트도 이 주소를 배워서 바로 대답할 수 있습니다.',
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'arp.dst.hw.zero',
    fields: ['arp.dst.hw_mac', 'arp.dst.hw'],
    when: (f, it) => macOf(it) === 0 && op(f, it) === 1,
    en: 'All zeros, because this is just what the question asks for: it is not known yet. The frame reaches the target nevertheless, since its Ethernet destination is another field.',
    ko: '모두 0입니다. 바로 이 값을 묻고 있어서 아직 모르기 때문입니다. 이더넷 목적지 주소는 다른 필드이므로 프레임은 대상에게 도착합니다.',
    see: ['arp.opcode', 'eth.dst'],
  }),
  rule({
    id: 'arp.dst.hw.known',
    fields: ['arp.dst.hw_mac', 'arp.dst.hw'],
    when: (f, it) => macOf(it) !== 0 && { reply: op(f, it) === 2, frame: asked(f) },
    en: ({ reply, frame }) =>
      reply
        ? `The asker’s, copied from the sender fields of ${frame ? `frame ${frame}` : 'the question'} (RFC 826 swaps both pairs).`
        : 'Filled in although this is a question: the asker repeats what it has in its cache, or fills the field for form.',
    ko: ({ reply, frame }) =>
      reply
        ? `질문한 호스트의 주소입니다. ${frame ? `프레임 ${frame}번` : '요청'}의 송신자 필드에서 옮겨 온 값입니다(RFC 826은 두 쌍을 서로 바꿉니다).`
        : '요청인데도 채워져 있습니다. 캐시에 있는 값을 적었거나 형식상 채운 것입니다.',
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'arp.dst.proto',
    fields: ['arp.dst.proto_ipv4'],
    when: (f, it) => ({ reply: op(f, it) === 2, frame: asked(f), ip: textOf(it), own: isGratuitous(f) }),
    en: ({ reply, frame, ip, own }) =>
      own
        ? `The sender’s own address once more, ${ip}: that makes the message gratuitous.`
        : reply
          ? `The asker’s, copied from ${frame ? `frame ${frame}` : 'the question'}.`
          : `The question itself: the sender wants to send to ${ip} on this link, or through it if it is the gateway, and needs its hardware address.`,
    ko: ({ reply, frame, ip, own }) =>
      own
        ? `송신자 자신의 주소 ${ip} 값이 다시 나옵니다. 그래서 자발적(gratuitous) ARP입니다.`
        : reply
          ? `질문한 호스트의 주소로, ${frame ? `프레임 ${frame}번` : '요청'}에서 옮겨 온 값입니다.`
          : `질문 그 자체입니다. 송신자가 이 링크에서 ${ip} 주소로(게이트웨이라면 그곳을 거쳐) 보내려면 하드웨어 주소가 필요합니다.`,
    frames: ({ frame }) => [frame],
  }),
  always(
    'arp.isgratuitous',
    ['arp.isgratuitous', 'arp.isannouncement'],
    'Worked out by Wirelens: sender and target address are the same.',
    'Wirelens가 판단한 값입니다. 송신자와 대상의 IP 주소가 같습니다.',
  ),
  always(
    'arp.isprobe',
    ['arp.isprobe'],
    'Worked out by Wirelens: a question whose sender address and target MAC are zero (RFC 5227).',
    'Wirelens가 판단한 값입니다. 송신자 IP 주소와 대상 MAC 주소가 0인 요청입니다(RFC 5227).',
  ),
  rule({
    id: 'arp.response_in',
    fields: ['arp.response_in'],
    when: (_, it) => ({ frame: Number(it.value) }),
    en: ({ frame }) =>
      `Frame ${frame} is the first reply behind this question whose sender address is the one asked for and whose target is the asker. ARP has no number to pair them by: Wirelens does it by addresses.`,
    ko: ({ frame }) =>
      `프레임 ${frame}번은 이 요청 뒤에 처음 나온, 송신자가 물어본 주소이고 대상이 질문자인 응답입니다. ARP에는 짝을 짓는 번호가 없어서 Wirelens가 주소로 짝을 찾습니다.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'arp.response_to',
    fields: ['arp.response_to'],
    when: (_, it) => ({ frame: Number(it.value) }),
    en: ({ frame }) =>
      `Frame ${frame} is the newest question for the sender address of this reply, asked by its target.`,
    ko: ({ frame }) =>
      `프레임 ${frame}번은 이 응답의 송신자 주소를 물은 가장 최근의 요청이고, 이 응답의 대상이 물었습니다.`,
    frames: ({ frame }) => [frame],
  }),
  rule({
    id: 'arp.time',
    fields: ['arp.time'],
    when: (f) => asked(f) && { frame: asked(f) },
    en: ({ frame }) => `The time of this frame less that of frame ${frame}.`,
    ko: ({ frame }) => `이 프레임의 시각에서 프레임 ${frame}번의 시각을 뺀 값입니다.`,
    frames: ({ frame }) => [frame],
  }),
  always(
    'arp.no_response',
    ['arp.no_response'],
    'No reply with these addresses comes later in this capture.',
    '이 주소들에 맞는 응답이 캡처의 뒤쪽에 없습니다.',
  ),
]
