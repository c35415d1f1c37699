/** Why a TCP segment was called what it was called, in Korean. */
import type { Same } from '../words/language'
import type { FactTexts } from './verdict-words'
import type { en } from './verdict-words.en'

export const ko: Same<typeof en> = {
  reusedPorts: '포트 번호 재사용',
  retransmission: '재전송',
  fastRetransmission: '빠른 재전송',
  spuriousRetransmission: '불필요한 재전송',
  outOfOrder: '순서 바뀜(Out-Of-Order)',
  lostSegment: '앞 세그먼트가 캡처되지 않음',
  ackLostSegment: '캡처되지 않은 세그먼트를 확인 응답함',
  windowUpdate: '윈도우 갱신',
  windowFull: '윈도우 가득 참',
  keepAlive: 'Keep-Alive',
  keepAliveAck: 'Keep-Alive ACK',
  duplicateAck: '중복 ACK',
  zeroWindowProbe: '제로 윈도우 탐사',
  zeroWindow: '제로 윈도우',
  zeroWindowProbeAck: '제로 윈도우 탐사 ACK',

  because: (verdict, reasons, not, whyNot) =>
    `${verdict} – 근거: ${reasons.join(', ')}${not ? `. ‘${not}’에 해당하지 않는 까닭: ${whyNot.join(', ')}` : ''}`,
  sinceHighest: (time, roundTrip, less) =>
    `가장 높은 세그먼트보다 ${time} 뒤에 왔고, 이는 왕복 시간 ${roundTrip} ${less ? '미만임' : '이상임'}`,
  sinceAck: (time) => `상대의 마지막 세그먼트보다 ${time} 뒤에 옴(20 ms까지 허용)`,
  duplicates: (count) => `중복 ACK ${count}개가 이 데이터를 요구함`,
}

export const factsKo: FactTexts = {
  empty: ['데이터가 없음', '데이터가 있음'],
  oneByte: ['데이터가 1바이트임', '데이터가 1바이트가 아님'],
  synFin: ['SYN 또는 FIN 플래그가 켜져 있음', 'SYN과 FIN 플래그가 모두 꺼져 있음'],
  reset: ['RST 플래그가 켜져 있음', 'RST 플래그가 꺼져 있음'],
  ackFlag: ['확인 응답함', 'ACK 플래그가 꺼져 있음'],
  atNext: ['이쪽이 마지막으로 보낸 곳에서 시작함', '이쪽이 마지막으로 보낸 곳에서 시작하지 않음'],
  aboveNext: ['다음에 올 바이트보다 뒤에서 시작함', '다음에 올 바이트보다 뒤에서 시작하지 않음'],
  belowNext: ['다음에 올 바이트보다 앞에서 시작함', '다음에 올 바이트보다 앞의 데이터가 없음'],
  oneBelowNext: ['다음에 올 바이트보다 1바이트 앞에서 시작함', '다음에 올 바이트보다 1바이트 앞에서 시작하지 않음'],
  windowZero: ['윈도우 크기가 0임', '윈도우 크기가 0이 아님'],
  windowSame: ['윈도우 크기가 앞과 같음', '윈도우 크기가 바뀜'],
  ackSame: ['마지막 확인 응답을 되풀이함', '앞 세그먼트와 다른 확인 응답 번호를 가짐'],
  peerWindowZero: ['상대가 윈도우를 닫은 상태였음', '상대의 윈도우가 열려 있었음'],
  peerKeptAlive: ['상대가 바로 전에 Keep-Alive를 보냄', '상대가 바로 전에 Keep-Alive를 보내지 않음'],
  peerProbed: ['상대가 바로 전에 닫힌 윈도우를 탐사함', '상대가 바로 전에 닫힌 윈도우를 탐사하지 않음'],
  fillsWindow: ['상대의 윈도우가 끝나는 곳에서 정확히 끝남', '상대의 윈도우가 끝나는 곳에서 끝나지 않음'],
  acksUnseen: ['캡처에 없는 바이트를 확인 응답함', '확인 응답하는 바이트가 모두 캡처에 있음'],
  tellsOfPaths: ['다중 경로 연결의 경로를 관리함', '다중 경로를 관리하지 않음'],
  covered: ['상대가 이미 모두 확인 응답함', '상대가 아직 모두 확인 응답하지 않음'],
  soonAfterAck: ['마지막 확인 응답 뒤 20 ms 안에 옴', '마지막 확인 응답 뒤 20 ms가 넘어 옴'],
  twoDuplicates: ['중복 ACK가 두 개 이상 이 데이터를 요구함', '중복 ACK가 두 개보다 적음'],
  atPeerAck: ['상대가 요구하는 바이트에서 시작함', '상대가 요구하는 바이트에서 시작하지 않음'],
  soonAfterHighest: ['가장 높은 세그먼트 뒤 왕복 시간 안에 옴', '가장 높은 세그먼트 뒤 왕복 시간이 지나서 옴'],
  endsAtNext: ['가장 높은 세그먼트가 끝난 곳에서 끝남', '가장 높은 세그먼트가 끝난 곳에서 끝나지 않음'],
  keepAlive: ['Keep-Alive임', 'Keep-Alive가 아님'],
  missesPeer: [
    '상대가 캡처된 것보다 많이 보냈으며 그 가운데 중복 ACK가 있을 수 있음',
    '상대가 보낸 것 중 빠진 것으로 알려진 것이 없음',
  ],
}
