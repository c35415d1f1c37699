/** How a TCP conversation was opened and closed, and where it was captured, in Korean. */
import type { Same } from '../words/language'
import type { en } from './story-words.en'

export const ko: Same<typeof en> = {
  times: (n) => (n === 1 ? '한 번' : n === 2 ? '두 번' : `${n}번`),
  role: (client) => (client ? '클라이언트' : '서버'),
  named: (role, end) => `${role}(${end})`,

  attempt: (n, of, sentence) => `시도 ${of}번 중 ${n}번째: ${sentence}`,
  synAgain: (times) => ` SYN은 ${times} 다시 전송되었습니다.`,
  synAckAgain: (times) => ` SYN+ACK는 ${times} 다시 전송되었습니다.`,
  threeWay: (who, syn, synAck, ack) =>
    `${who}에서 3-way 핸드셰이크로 연결을 열었습니다: SYN(프레임 ${syn}번), SYN+ACK(${synAck}번), ACK(${ack}번).`,
  fastOpen: (who, syn, bytes, synAck, accepted) =>
    `${who}에서 TCP Fast Open으로 연결을 열었습니다. SYN(프레임 ${syn}번)이 ${bytes}바이트를 싣고 있고, SYN+ACK(${synAck}번)가 이 데이터를 ${
      accepted ? '받아들입니다' : '받아들이지 않습니다'
    }.`,
  simultaneous: (a, b) =>
    `양쪽에서 동시에 연결을 열었습니다. 서로 상대의 SYN을 받기 전에 SYN(프레임 ${a}번과 ${b}번)을 보냈습니다.`,
  refused: (who, syn, reset) => `거부됨: ${who}에서 SYN(프레임 ${syn}번)에 리셋(${reset}번)으로 응답했습니다.`,
  unanswered: (who, syn, reset) =>
    `응답 없음: ${who}에서 SYN(프레임 ${syn}번)을 보냈지만 아무 응답도 오지 않았습니다.${reset ? ` 그래서 리셋(${reset}번)으로 포기했습니다.` : ''}`,
  olderConnection: (who, syn, ack, role, reset) =>
    `${who}에서 보낸 SYN(프레임 ${syn}번)에 이전 연결의 ACK가 응답했습니다(${ack}번, RFC 9293, 3.5.1).` +
    (reset ? ` 이 연결은 ${role}에서 리셋했습니다(${reset}번).` : ''),
  halfOpen: (syn, synAck) =>
    `반만 열림: SYN(프레임 ${syn}번)과 SYN+ACK(${synAck}번)는 있지만 연결 설정의 세 번째 패킷이 캡처에 없습니다.`,
  halfOpenReset: (syn, synAck, role, reset) =>
    `반만 열림: SYN(프레임 ${syn}번)과 SYN+ACK(${synAck}번) 다음에 ${role}에서 리셋(${reset}번)으로 중단했습니다.`,
  partial: (who, syn) => `${who}에서 보낸 SYN은 프레임 ${syn}번이며, 이에 대한 응답은 캡처에 없습니다.`,
  joinedAtAnswer: (synAck) => `중간부터 캡처됨: 캡처가 SYN+ACK(프레임 ${synAck}번)로 시작하며 그 앞의 SYN이 없습니다.`,
  joined: '중간부터 캡처됨: 연결이 어떻게 열렸는지는 캡처에 없습니다.',

  lastAckMissing: ' 마지막 ACK는 캡처에 없습니다.',
  threeSegments: (who, fin, finAck, ack) =>
    `${who}에서 시작하여 세그먼트 세 개로 연결을 종료했습니다: FIN(프레임 ${fin}번), 이 FIN을 확인 응답하는 FIN+ACK(${finAck}번)${ack ? `, ACK(${ack}번)` : ''}.`,
  fourSegments: (who, fin, finAcked, second, ack) =>
    `${who}에서 시작하여 4-way 연결 종료로 닫았습니다: FIN(프레임 ${fin}번), ACK(${finAcked}번), FIN(${second}번)${ack ? `, ACK(${ack}번)` : ''}.`,
  closedAtOnce: (a, b, acks) =>
    `양쪽에서 동시에 연결을 종료했습니다. 프레임 ${a}번과 ${b}번의 FIN이 서로 엇갈렸습니다.${
      acks.length === 2
        ? ` ${acks[0]}번과 ${acks[1]}번이 이들을 확인 응답합니다.`
        : acks.length
          ? ` ${acks[0]}번이 그중 하나를 확인 응답합니다.`
          : ''
    }`,
  halfClose: (who, first, acked, role, bytes, from, fin, ack) =>
    `${who}에서 프레임 ${first}번의 FIN으로 반만 닫았습니다(${acked}번에서 확인 응답됨). ${role}에서는 계속하여 프레임 ${from}번부터 ${bytes}바이트를 더 보냈습니다.` +
    (fin ? ` 그런 다음 함께 닫았습니다: FIN(${fin}번)${ack ? `, ACK(${ack}번)` : ''}.` : ''),
  oneSided: (who, fin, ack, role) =>
    `한쪽만 닫힘: ${who}에서 FIN(프레임 ${fin}번)을 보냈고, ${
      ack ? `프레임 ${ack}번에서 확인 응답되었습니다` : '이 FIN은 확인 응답되지 않았습니다'
    }. ${role}에서는 닫지 않았습니다.`,
  finOf: (role, frame) => `${role}의 FIN(프레임 ${frame}번)`,
  brokenOff: (who, frame, fins, standsForAck) =>
    `${fins.length ? `${fins.join('과 ')} 다음에 ` : ''}${who}에서 리셋(프레임 ${frame}번)으로 연결을 끊었습니다.${
      standsForAck ? ' 이 리셋이 마지막 ACK를 대신합니다.' : ''
    }`,
  neverOpen: '열린 적이 없으므로 닫힌 적도 없습니다.',
  stillOpen: '캡처가 끝날 때 아직 열려 있습니다.',
  acksData: (frame, of) =>
    `프레임 ${frame}번은 그 FIN보다 뒤에 오지만, 프레임 ${of}번의 데이터를 확인 응답하는 것입니다.`,
  finAgain: (times) => `${times} 다시 전송되었습니다`,
  finDidNotCount: (asked) =>
    `앞의 바이트가 도착하지 않아 효력이 없었습니다${asked ? `(프레임 ${asked}번이 아직 그 바이트를 요구합니다)` : ''}`,
  finNeverAcked: '끝내 확인 응답되지 않았습니다',
  ofFin: (role, frame, parts) =>
    `${role}의 FIN(프레임 ${frame}번)은 ${parts.map((part, i) => (i < parts.length - 1 ? part.replace(/습니다/, '고') : part)).join(', ')}.`,

  resetNotAccepted: (frame, role, because) =>
    `프레임 ${frame}번의 리셋(${role}에서 보냄)은 받아들여지지 않았습니다. 근거: ${because}.`,
  onThePath: (marks) => `${marks}: 경로 중간에 누군가 있다는 표시입니다.`,
  resetOnThePath: (frame, marks) => `프레임 ${frame}번의 리셋 – ${marks}: 경로 중간에 누군가 있다는 표시입니다.`,
  resetInexact: (frame, number) => `프레임 ${frame}번의 리셋 – ${number}: RFC 5961보다 오래된 수신자만 받아들입니다.`,
  resetFollowed: (frame, another) => `프레임 ${frame}번에서 리셋이 ${another ? '또 ' : ''}뒤따랐습니다.`,
  resetsFollowed: (count, frames, more) => `리셋 ${count}개가 ${more ? '더 ' : ''}뒤따랐습니다(프레임 ${frames}번).`,
  resetsNotTold: (count) => `나머지 리셋 ${count}개는 적지 않았습니다.`,
  strangeTtl: (ttl, usual) => `TTL은 ${ttl}인데 같은 송신자의 다른 패킷은 ${usual}임`,
  strangeId: (id, last) => `IP 식별자 ${id} 값이 ${last} 값 다음으로 이어지지 않음`,
  bothMarks: (marks) => marks.join(', '),
  doesNotAckSyn: 'SYN을 확인 응답하지 않음',
  otherNumber: (number, from, to) =>
    `순서 번호는 ${number}인데 상대는 ${from}${to === from ? '' : `~${to}`} 값을 기대함`,
  outsideWindow: (number, window) => `${number}, 거기서부터 ${window}바이트까지만 받음`,
  notExact: (number) => `${number}, 윈도우 안이지만 정확히 일치하지 않음(RFC 5961)`,
  receiverGoesOn: (role, frame) => `${role}에서 프레임 ${frame}번으로 통신을 계속함`,
  senderGoesOn: (role, frame) => `리셋을 보낸 것으로 보이는 ${role}에서 프레임 ${frame}번으로 통신을 계속함`,
  allReasons: (reasons) => reasons.join('; '),

  noErrors: '이런 체크섬은 오류가 아닙니다.',
  capturedOnBoth: (because) => `양쪽 끝이 모두 캡처한 컴퓨터에 있습니다. 근거: ${because.join('; ')}.`,
  ofEnd: (role, signs) => `${role} – ${signs}`,
  capturedOn: (who, signs) => `캡처한 곳은 ${who}입니다. 근거: ${signs}.`,
  capturedSomewhere: (told) => `어디에서 캡처했는지 알 수 없습니다: ${told.join('; ')}.`,
  capturedNowhere: '이 패킷들에는 어디에서 캡처했는지 알려 주는 것이 없습니다.',
  partialChecksums: (frames) => `자기 패킷(프레임 ${frames}번)의 체크섬이 어댑터가 완성할 의사 헤더의 합만 담고 있음`,
  freshTtl: (ttl) => `TTL ${ttl}은 호스트가 처음 쓰는 값임`,
  answersWithin: (time, frame) => `${time} 안에 응답함(프레임 ${frame}번)`,
  tooShort: (frames) => `이더넷이 허용하는 것보다 짧음(프레임 ${frames}번)`,
  packetsHave: (role, signs) => `${role}의 패킷 – ${signs.join(', ')}`,
  incompleteChecksums: (frames) => `체크섬이 완성되지 않음(프레임 ${frames}번)`,
  noPadding: (frames) => `패딩이 없음(프레임 ${frames}번, 이것만으로는 아무것도 증명되지 않음)`,
  padding: (frames) => `패딩이 있으므로 선로를 거쳐 옴(프레임 ${frames}번)`,
  ttlOfHost: (ttl) => `TTL ${ttl}은 호스트가 처음 쓰는 값임`,
  ttlOfRouter: (ttl) => `TTL이 ${ttl}이므로 라우터를 거침`,
  answersAfter: (time, frame) => `${time} 뒤에 응답함(프레임 ${frame}번)`,
  copies: (copies, count, forwarded) =>
    `프레임 ${count}개 중 ${copies}개는 앞의 패킷이 한 번 더 캡처된 것입니다${
      !forwarded ? '' : forwarded === copies ? '(라우터의 앞과 뒤)' : `(그중 ${forwarded}개는 라우터의 앞과 뒤)`
    }. 전송된 패킷은 ${count - copies}개이며, 이 패킷들은 재전송된 것이 아닙니다.`,
  sameId: (id) => `IP 식별자가 ${id} 값으로 같음`,
  sameNumbers: '번호와 체크섬이 같음',
  sameTtl: (ttl) => `TTL ${ttl} 값이 같음`,
  otherTtl: (ttl, first) => `TTL이 ${first}에서 ${ttl} 값으로 바뀜`,
  samePlace: '하드웨어 주소가 같음',
  otherPlace: '하드웨어 주소, VLAN 또는 인터페이스가 다름',
}
