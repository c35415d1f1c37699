/** Why the fields of DHCP have their values (RFC 2131). */
import type { Facts } from '../facts'
import { textOf } from '../facts'
import { always, rule } from './rule'
import { said, span, spanKo } from './spans'

/** DHCP's messages in their order. */
const MESSAGES: Readonly<Record<number, readonly [string, string]>> = {
  1: ['Discover: is there a server that has an address for me?', 'Discover: 주소를 줄 서버가 있는지 찾습니다.'],
  2: ['Offer: a server offers an address.', 'Offer: 서버가 주소를 제안합니다.'],
  3: [
    'Request: the client asks for the address that was offered, or to keep its own.',
    'Request: 클라이언트가 제안받은 주소를 요청하거나 쓰던 주소를 계속 쓰겠다고 합니다.',
  ],
  4: ['Decline: somebody else uses the address already.', 'Decline: 다른 장치가 이미 쓰는 주소라고 거절합니다.'],
  5: ['ACK: the address is the client’s for the time of the lease.', 'ACK: 임대 시간 동안 그 주소를 써도 됩니다.'],
  6: ['NAK: the address cannot be used here.', 'NAK: 이곳에서 쓸 수 없는 주소입니다.'],
  7: ['Release: the client gives the address back.', 'Release: 클라이언트가 주소를 돌려줍니다.'],
  8: [
    'Inform: the client has an address and asks for the other settings.',
    'Inform: 주소는 있고 다른 설정만 묻습니다.',
  ],
}
export const dhcpMessage = (f: Facts): number => Number(f.all('dhcp.option.dhcp')[0]?.value ?? 0)

export const dhcpRules = [
  rule({
    id: 'dhcp.id',
    fields: ['dhcp.id'],
    when: (f) => ({ first: dhcpMessage(f) === 1 || dhcpMessage(f) === 3 }),
    en: ({ first }) =>
      first
        ? 'Chosen by the client at random: all messages of one exchange bear it.'
        : 'Copied from the client’s message, so that it knows its own answer among broadcasts.',
    ko: ({ first }) =>
      first
        ? '클라이언트가 임의로 정한 값으로, 한 번의 교환에 속한 모든 메시지에 들어갑니다.'
        : '클라이언트의 메시지에서 옮겨 온 값으로, 브로드캐스트 중에서 자기 응답을 알아보게 합니다.',
  }),
  rule({
    id: 'dhcp.message',
    fields: ['dhcp.option.dhcp'],
    when: (_, it) => MESSAGES[Number(it.value)],
    en: ([text]) => text,
    ko: ([, text]) => text,
  }),
  rule({
    id: 'dhcp.address',
    fields: ['dhcp.ip.client', 'dhcp.ip.your', 'dhcp.ip.server', 'dhcp.ip.relay'],
    when: (_, it) => ({ ip: textOf(it), which: it.name.slice(8) }),
    en: ({ ip, which }) =>
      ip === '0.0.0.0'
        ? {
            client: 'Zero: the client has no address that it may use yet.',
            your: 'Zero: no address is given in this message.',
            server: 'Zero: no further server is named.',
            relay: 'Zero: no relay passed the message on; client and server are on one link.',
          }[which]!
        : {
            client: `The client uses ${ip} already and can answer there.`,
            your: `${ip} is what the server gives to the client.`,
            server: `The server for the next step: ${ip}.`,
            relay: `Relayed by ${ip}, because the server is on another link.`,
          }[which]!,
    ko: ({ ip, which }) =>
      ip === '0.0.0.0'
        ? {
            client: '0입니다. 클라이언트가 아직 쓸 수 있는 주소가 없습니다.',
            your: '0입니다. 이 메시지에서는 주소를 주지 않습니다.',
            server: '0입니다. 다음 서버를 알리지 않습니다.',
            relay: '0입니다. 중계 없이 클라이언트와 서버가 같은 링크에 있습니다.',
          }[which]!
        : {
            client: `클라이언트가 이미 ${ip} 주소를 쓰고 있습니다.`,
            your: `서버가 클라이언트에게 주는 주소가 ${ip}입니다.`,
            server: `다음 단계의 서버는 ${ip}입니다.`,
            relay: `서버가 다른 링크에 있어 ${ip} 장치가 중계했습니다.`,
          }[which]!,
  }),
  rule({
    id: 'dhcp.lease',
    fields: ['dhcp.option.ip_address_lease_time', 'dhcp.option.renewal_time_value', 'dhcp.option.rebinding_time_value'],
    when: (_, it) => ({ n: Number(it.value), which: it.name.slice(12) }),
    en: ({ n, which }) =>
      which.startsWith('ip')
        ? `The server’s administrator set it: ${span(n)}. The client asks again at half of it.`
        : which.startsWith('renewal')
          ? `Half of the lease, as usual: from then on the client asks its server (${span(n)}).`
          : `Seven eighths of the lease, as usual: from then on it asks any server (${span(n)}).`,
    ko: ({ n, which }) =>
      which.startsWith('ip')
        ? `서버 관리자가 정한 값입니다(${spanKo(n)}). 클라이언트는 절반이 지나면 다시 요청합니다.`
        : which.startsWith('renewal')
          ? `보통 임대 시간의 절반입니다. 이때부터 서버에 연장을 요청합니다(${spanKo(n)}).`
          : `보통 임대 시간의 8분의 7입니다. 이때부터 아무 서버에나 요청합니다(${spanKo(n)}).`,
  }),
  rule({
    id: 'dhcp.option',
    fields: ['dhcp.option.type'],
    when: (_, it) => ({ line: said(it) }),
    en: ({ line }) => `By IANA’s list of DHCP options: ${line}.`,
    ko: ({ line }) => `IANA의 DHCP 옵션 목록에 따른 값입니다: ${line}`,
  }),
  always(
    'dhcp.cookie',
    ['dhcp.cookie'],
    'Always 99.130.83.99: says that DHCP’s options follow (RFC 2131, 3).',
    '항상 99.130.83.99입니다. 뒤에 DHCP 옵션이 온다는 표시입니다(RFC 2131, 3절).',
  ),
  always(
    'dhcp.mac',
    ['dhcp.hw.mac_addr'],
    'The client’s own adapter: the server remembers the lease by it, or by the client identifier.',
    '클라이언트 자신의 어댑터 주소입니다. 서버는 이 주소나 클라이언트 식별자로 임대를 기억합니다.',
  ),
  always(
    'dhcp.hops',
    ['dhcp.hops'],
    'Relays that passed the message on; each adds one.',
    '메시지를 중계한 장치의 수이고, 중계할 때마다 1씩 늘어납니다.',
  ),
]
