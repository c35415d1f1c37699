/** What the report on ARP says, in Korean. */
import type { Same } from '../../words/language'
import type { arpEn } from './arp.en'

export const arpKo: Same<typeof arpEn> = {
  title: (file) => `ARP 보고서: ${file}`,
  purpose:
    'ARP(RFC 826)는 로컬 네트워크에서 IPv4 주소에 해당하는 하드웨어(MAC) 주소를 찾습니다. IP가 아니라 이더넷 프레임에 바로 실리므로(이더타입 0x0806) 라우터를 넘지 않습니다.',
  sum: (packets, requests, answered) =>
    `이 캡처에는 ARP 패킷 ${packets}개가 있으며, 요청 ${requests}개 가운데 ${answered}개가 응답을 받았습니다.`,
  delays: (shortest, pair, longest, other) =>
    `가장 빠른 응답은 ${shortest}(${pair}), 가장 느린 응답은 ${longest}(${other})입니다.`,
  pairName: (request, reply) => `프레임 ${request}번 → ${reply}번`,
  whoAsked: (ip, mac, n, frames) => `${ip}(${mac}) 호스트가 ${n}번 묻습니다: 프레임 ${frames}번.`,
  pairs: '요청과 응답',
  pairsLead:
    '응답은 자기 주소를 찾는 가장 최근의 요청에 답합니다. 순서가 아니라 필드로 짝을 지으며, 응답에는 요청의 주소가 양쪽을 서로 바꾸어 들어 있습니다.',
  request: '요청',
  reply: '응답',
  asker: '묻는 호스트',
  lookedFor: '찾는 주소',
  answer: '답',
  way: '보낸 방식',
  delay: '지연 시간',
  lengths: '바이트',
  broadcast: '브로드캐스트',
  unicast: '유니캐스트',
  probe: '주소 확인(probe)',
  noReply: '응답 없음',
  exchange: '요청과 응답의 자세한 내용',
  requestTitle: (frame, ip, target) => `프레임 ${frame}번: ${ip} 호스트가 ${target} 주소를 찾음`,
  probeTitle: (frame, target) => `프레임 ${frame}번: 호스트가 ${target} 주소를 쓰는 곳이 있는지 확인함`,
  replyTitle: (frame, ip, mac) => `프레임 ${frame}번: ${ip} 주소는 ${mac} 어댑터에 있음`,
  fieldsOf: (frame) => `프레임 ${frame}번의 이더넷과 ARP 필드`,
  requests: '요청을 보내는 방식',
  broadcastLead: (frames) =>
    `브로드캐스트 요청(프레임 ${frames}번): 누가 그 주소를 쓰는지 모르므로 네트워크의 모든 호스트에게 묻습니다(목적지 ff:ff:ff:ff:ff:ff). 그 주소의 주인만 답하며, 응답은 물은 호스트에게만 유니캐스트로 보냅니다.`,
  unicastLead: (frames) =>
    `유니캐스트 요청(프레임 ${frames}번): 캐시에 MAC 주소가 이미 있어 아직 유효한지만 확인하므로(RFC 1122, 2.3.2.1절) 그 호스트에게만 묻습니다.`,
  zeroTarget: (frames) =>
    `대상 MAC 주소 00:00:00:00:00:00(프레임 ${frames}번): 요청이 알아내려는 값이라 아직 모르므로 0으로 채웁니다.`,
  lengthLead: (sent, received) =>
    `42바이트(프레임 ${sent}번): 이더넷 14바이트와 ARP 28바이트이며, 보내는 호스트에서 어댑터가 패딩을 붙이기 전에 캡처되었습니다. 60바이트(프레임 ${received}번): 받은 프레임이며 패딩 18바이트가 있습니다. 이더넷 프레임은 FCS를 빼고 60바이트 이상이어야 하기 때문입니다.`,
  lengthShort: (frames) =>
    `42바이트(프레임 ${frames}번): 이더넷 14바이트와 ARP 28바이트이며, 어댑터가 패딩을 붙이기 전에 캡처되어 패딩이 없습니다.`,
  lengthPadded: (frames) =>
    `60바이트(프레임 ${frames}번): 이더넷 14바이트, ARP 28바이트, 패딩 18바이트입니다. 이더넷 프레임은 FCS를 빼고 60바이트 이상이어야 하기 때문입니다.`,
  capturedOn: (ip) =>
    `${ip} 호스트가 보낸 프레임에는 패딩이 없고 다른 호스트의 프레임에는 있으므로, 그 주소를 쓰는 호스트에서 캡처한 것입니다.`,
  addresses: 'IP 주소와 MAC 주소',
  ip: 'IP 주소',
  mac: 'MAC 주소',
  vendor: '제조사',
  seenFirst: '처음 나온 프레임',
  seenLast: '마지막 프레임',
  times: '횟수',
  unanswered: (frame, ip, who) => `프레임 ${frame}번: ${who} 호스트가 ${ip} 주소를 찾지만 아무도 답하지 않습니다.`,
  free: (frame, ip) =>
    `프레임 ${frame}번: ${ip} 주소의 확인(probe)에 응답이 없습니다. 그 주소가 비어 있다는 뜻이며 문제가 아닙니다.`,
  conflict: (ip, mac, frame, other, before) =>
    `${ip} 주소를 두 호스트가 자기 것이라고 합니다: ${mac}(프레임 ${frame}번), ${other}(프레임 ${before}번). 주소 중복이거나, 누군가 그 주소를 가진 척하는 것입니다(ARP 스푸핑).`,
  bothProbe: (ip, frame, before) => `두 호스트가 ${ip} 주소를 동시에 확인합니다(프레임 ${before}번과 ${frame}번).`,
  unasked: (frame, ip, mac) =>
    `프레임 ${frame}번: 이 캡처에서 아무도 묻지 않은 응답이 ${ip} 주소가 ${mac} 어댑터에 있다고 알립니다.`,
  several: (frame, n) => `프레임 ${frame}번의 요청에 응답이 ${n}개 있습니다.`,
  stated: (frame, ip, mac) =>
    `프레임 ${frame}번: ${mac} 어댑터가 ${ip} 주소를 쓴다고 알립니다(gratuitous ARP). 응답을 바라지 않습니다.`,
  noTrouble: '모든 요청이 응답을 받았고, 주인이 둘인 주소는 없습니다.',
  none: '이 캡처에는 이더넷에서 IPv4 주소를 찾는 ARP 패킷이 없습니다.',
}
