/** What the computed values of a TCP segment come from, in Korean. */
import type { Same } from '../words/language'
import type { en } from './evidence-words.en'

export const ko: Same<typeof en> = {
  start: (base, opener) =>
    opener
      ? `${base}(프레임 ${opener}번 SYN의 초기 순서 번호)`
      : `${base}(캡처에 SYN이 없으므로 처음 본 번호보다 1 작은 값)`,
  sequence: (relative, raw, start) => `${relative} = ${raw} − ${start}`,
  acknowledgment: (relative, raw, start) => `${relative} = ${raw} − 상대의 ${start}`,
  next: (next, sequence, bytes, flag) =>
    `${next} = ${sequence} + 데이터 ${bytes}바이트${flag ? ` + ${flag} 몫 1` : ''}`,
  windowOfSyn: (window, frame) =>
    `프레임 ${frame}번에 적힌 그대로 ${window}입니다. SYN의 윈도우 크기에는 배율을 적용하지 않습니다`,
  windowUnknown: (window, frame) =>
    `프레임 ${frame}번에 적힌 그대로 ${window}입니다. 배율이 담긴 SYN이 캡처에 없습니다`,
  windowPlain: (window, frame) =>
    `프레임 ${frame}번에 적힌 그대로 ${window}입니다. 양쪽이 모두 윈도우 배율을 제안하지는 않았습니다`,
  windowScaled: (scaled, window, frame, factor, opener) =>
    `${scaled} = ${window}(프레임 ${frame}번) × ${factor}(프레임 ${opener}번의 윈도우 배율 옵션)`,
  stream: (a, b, number, first) =>
    `${a} – ${b} 사이의 대화로, 나타난 순서로 ${number}번이며 프레임 ${first}번에서 시작합니다`,
  sinceFirst: (seconds, first) => `대화의 첫 프레임 ${first}번 이후 ${seconds}초`,
  sinceBefore: (before) => `대화의 바로 앞 프레임 ${before}번 이후의 시간`,
  acks: (acknowledgment, what, frame) =>
    `확인 응답 번호 ${acknowledgment}번은 프레임 ${frame}번의 ${what || '마지막 바이트'} 바로 다음 번호입니다. 프레임 ${frame}번이 거기에서 끝납니다`,
  rtt: (time, from, to) => `캡처한 곳에서 잰, 프레임 ${from}번부터 프레임 ${to}번까지의 시간 ${time}`,
  initialRtt: (time, syn, again, ack) =>
    `마지막 SYN(프레임 ${syn}번${again ? ', 다시 전송됨' : ''})부터 그다음 첫 ACK${ack ? `(프레임 ${ack}번)` : ''}까지 ${time}`,
  inFlight: (bytes, frame) =>
    `프레임 ${frame}번을 보낼 때 이쪽이 보냈고 상대가 아직 확인 응답하지 않은 가장 낮은 번호와 가장 높은 번호 사이의 ${bytes}바이트`,
  pushedAlone: (bytes) =>
    `${bytes}바이트: 앞 세그먼트에 PSH가 켜져 있거나 이 세그먼트가 처음이므로 이 세그먼트만 셉니다`,
  pushed: (bytes) => `${bytes}바이트: 마지막 PSH 이후의 세그먼트들과 이 세그먼트`,
  twin: (frame, first, because, copies, count) =>
    `한 패킷이 두 번 전송된 것이 아니라 두 번 캡처된 것입니다. 프레임 ${frame}번은 프레임 ${first}번과 같은 패킷입니다. 근거: ${because} (이 대화의 프레임 ${count}개 중 ${copies}개가 이러함)`,
  reusedPorts: '포트 번호 재사용 – 근거: 이 양쪽 사이의 앞선 대화가 끝났거나, 그 대화가 다른 순서 번호로 시작함',
  startsAt: (sequence, next) =>
    `. 이 세그먼트는 ${sequence}번에서 시작하지만 이쪽은 ${next}번에서 이어 갈 차례였습니다`,
  repetition: (n, of) => `. 프레임 ${of}번을 ${n}번째로 되풀이한 것입니다`,
  rto: (time, frame) => `확인 응답이 없는 가장 오래된 세그먼트인 프레임 ${frame}번 이후 ${time}`,
  beginsClose: (frame) => `프레임 ${frame}번 앞에 상대의 FIN이 없으므로 이쪽에서 연결 종료를 시작합니다`,
  followsClose: (first, answers) =>
    `상대가 프레임 ${first}번에서 연결 종료를 시작했습니다${answers ? '. 이 세그먼트가 그 FIN을 확인 응답합니다' : ''}`,
  data: '데이터',
  nothingSeen: '연결 설정과 종료 중 캡처된 것 없음',
  completeness: (sum, missing) => `${sum}${missing ? `. 캡처에 없는 것: ${missing}` : ''}`,
}
