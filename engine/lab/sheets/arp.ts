/** Built in: ARP (RFC 826) and the Ethernet frames that carry it. */
import type { Sheet } from '../sheet'

export const arpSheet: Sheet = {
  format: 'wirelens-lab',
  version: 1,
  id: 'arp',
  title: { en: 'ARP: who has this address?', ko: 'ARP: 이 주소는 누구의 것인가' },
  questions: [
    { id: 'type', kind: 'field', of: { role: 'arp-request' }, field: 'eth.type', text: { en: 'What is the EtherType of an ARP message?', ko: 'ARP 메시지의 이더타입(EtherType) 값은 무엇입니까?' } },
    { id: 'request-opcode', kind: 'field', of: { role: 'arp-request' }, field: 'arp.opcode', text: { en: 'What is the opcode of a request?', ko: '요청의 opcode 값은 무엇입니까?' } },
    { id: 'reply-opcode', kind: 'field', of: { role: 'arp-reply' }, field: 'arp.opcode', text: { en: 'And of a reply?', ko: '응답의 opcode 값은 무엇입니까?' } },
    { id: 'opcode-at', kind: 'computed', value: 'offset', field: 'arp.opcode', of: { role: 'arp-request' }, text: { en: 'At which byte of the frame, counted from 0, does the opcode begin?', ko: 'opcode는 프레임의 몇 번째 바이트에서 시작합니까 (0부터 셈)?' } },
    { id: 'question', kind: 'field', of: { role: 'arp-request' }, field: 'arp.dst.proto_ipv4', text: { en: 'Which address is asked for in the first request?', ko: '첫 요청이 찾는 IP 주소는 무엇입니까?' } },
    { id: 'asker', kind: 'field', of: { role: 'arp-request' }, field: 'arp.src.proto_ipv4', text: { en: 'Who asks (IP address)?', ko: '누가 묻습니까 (IP 주소)?' } },
    { id: 'asker-mac', kind: 'field', of: { role: 'arp-request' }, field: 'eth.src', text: { en: 'What is the source MAC address of the request?', ko: '요청의 출발지 MAC 주소는 무엇입니까?' } },
    { id: 'request-to', kind: 'field', of: { role: 'arp-request' }, field: 'eth.dst', text: { en: 'To which MAC address is it sent?', ko: '요청의 목적지 MAC 주소는 무엇입니까?' } },
    { id: 'target-mac', kind: 'field', of: { role: 'arp-request' }, field: 'arp.dst.hw_mac', text: { en: 'Which target MAC address stands in the request?', ko: '요청에 적힌 대상 MAC 주소는 무엇입니까?' }, why: { en: 'It is what is asked for: nobody reads it.', ko: '바로 그것을 묻고 있으므로 아직 알 수 없는 값입니다.' } },
    { id: 'answer', kind: 'field', of: { role: 'arp-reply' }, field: 'arp.src.hw_mac', text: { en: 'Which MAC address does the first reply give?', ko: '첫 응답이 알려 주는 MAC 주소는 무엇입니까?' } },
    { id: 'reply-to', kind: 'field', of: { role: 'arp-reply' }, field: 'eth.dst', text: { en: 'To whom is the reply sent (MAC address)?', ko: '응답의 목적지 MAC 주소는 무엇입니까?' } },
    { id: 'reply-kind', kind: 'choice', right: 1, options: [{ en: 'unicast', ko: '유니캐스트' }, { en: 'broadcast', ko: '브로드캐스트' }], text: { en: 'A reply is sent as …', ko: '응답은 … (으)로 보냅니다.' } },
    { id: 'sizes', kind: 'field', of: { role: 'arp-request' }, field: 'arp.hw.size', text: { en: 'What is the hardware size?', ko: '하드웨어 주소의 길이(hardware size)는 얼마입니까?' } },
    { id: 'delay', kind: 'computed', value: 'arp-delay', of: { role: 'arp-request' }, text: { en: 'How long does the first reply take?', ko: '첫 응답까지 걸린 시간은 얼마입니까?' } },
    { id: 'order', kind: 'order', of: [{ role: 'arp-reply' }, { role: 'arp-request' }], text: { en: 'In which order do they come: 1 reply, 2 request?', ko: '어떤 순서로 나옵니까: 1 응답, 2 요청?' } },
    { id: 'unanswered', kind: 'count', filter: 'arp.opcode == 1', text: { en: 'How many requests are in the capture?', ko: '캡처에 있는 요청은 모두 몇 개입니까?' } },
    { id: 'length', kind: 'field', of: { role: 'arp-request' }, field: 'frame.len', text: { en: 'How long is the frame of the request?', ko: '요청 프레임의 길이는 몇 바이트입니까?' } },
    { id: 'padding', kind: 'text', evidence: [{ role: 'arp-request' }, { role: 'arp-reply' }], fields: ['padding', '패딩'], text: { en: 'Why are received frames 60 bytes long and sent ones 42? Name frames.', ko: '받은 프레임은 60바이트, 보낸 프레임은 42바이트인 까닭은 무엇입니까? 프레임 번호를 들어 설명하시오.' } },
  ],
} // prettier-ignore
