/** What kind of address an IPv4 address is, in both languages. */

/** Kinds of IPv4 addresses (RFC 1918, 3927, 5735, 6598). */
const KINDS: readonly [mask: number, value: number, en: string, ko: string][] = [
  [
    32,
    0xffffffff,
    'the broadcast address: everybody on this link, never passed on by a router',
    '이 링크의 모두를 뜻하는 브로드캐스트 주소이고 라우터가 전달하지 않습니다',
  ],
  [32, 0, 'no address: the sender has none yet', '주소가 없다는 뜻으로, 송신자가 아직 주소를 받지 못했습니다'],
  [8, 0x7f, 'loopback: the host itself', '호스트 자신을 뜻하는 루프백 주소입니다'],
  [
    8,
    0x0a,
    'private (10.0.0.0/8, RFC 1918): used inside a network, and translated on the way to the Internet',
    '사설 주소(10.0.0.0/8, RFC 1918)입니다. 내부에서만 쓰고 인터넷으로 나갈 때 변환됩니다',
  ],
  [
    12,
    0xac1,
    'private (172.16.0.0/12, RFC 1918): used inside a network, and translated on the way to the Internet',
    '사설 주소(172.16.0.0/12, RFC 1918)입니다. 내부에서만 쓰고 인터넷으로 나갈 때 변환됩니다',
  ],
  [
    16,
    0xc0a8,
    'private (192.168.0.0/16, RFC 1918): used inside a network, and translated on the way to the Internet',
    '사설 주소(192.168.0.0/16, RFC 1918)입니다. 내부에서만 쓰고 인터넷으로 나갈 때 변환됩니다',
  ],
  [
    16,
    0xa9fe,
    'link-local (169.254.0.0/16, RFC 3927): picked by the host itself because nobody gave it one',
    '링크 로컬 주소(169.254.0.0/16, RFC 3927)로, 주소를 받지 못한 호스트가 스스로 정합니다',
  ],
  [
    10,
    0x191,
    'shared (100.64.0.0/10, RFC 6598): of a provider that translates addresses',
    '공유 주소(100.64.0.0/10, RFC 6598)로, 통신사가 주소 변환에 씁니다',
  ],
  [
    24,
    0xe00000,
    'a group on this link (224.0.0.0/24, RFC 5771): no router passes it on',
    '이 링크 안의 멀티캐스트 그룹(224.0.0.0/24, RFC 5771)이고 라우터가 전달하지 않습니다',
  ],
  [
    8,
    0xef,
    'a multicast group of limited reach (239.0.0.0/8, RFC 2365)',
    '범위가 제한된 멀티캐스트 그룹(239.0.0.0/8, RFC 2365)입니다',
  ],
  [
    4,
    0xe,
    'a multicast group (224.0.0.0/4): whoever joined it listens',
    '멀티캐스트 그룹(224.0.0.0/4)이고 가입한 호스트가 듣습니다',
  ],
]
/** English, Korean. */
export function kindOf(ip: number): readonly [string, string] {
  const found = KINDS.find(([bits, value]) => (bits === 32 ? ip >>> 0 : ip >>> (32 - bits)) === value)
  return found
    ? [found[2], found[3]]
    : ['public: unique on the Internet, given out by a registry', '인터넷에서 하나뿐인 공인 주소입니다']
}
