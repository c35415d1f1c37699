/** Built in: the opening and the close of a TCP connection (RFC 9293). */
import type { Sheet } from '../sheet'

export const tcpSheet: Sheet = {
  format: 'wirelens-lab',
  version: 1,
  id: 'tcp-handshake',
  title: { en: 'TCP: opening and closing a connection', ko: 'TCP 연결의 설정과 종료' },
  questions: [
    { id: 'client-ip', kind: 'field', of: { role: 'syn' }, field: 'ip.src', text: { en: 'What is the IP address of the client?', ko: '클라이언트의 IP 주소는 무엇입니까?' } },
    { id: 'client-port', kind: 'field', of: { role: 'syn' }, field: 'tcp.srcport', text: { en: 'Which port does the client use?', ko: '클라이언트가 쓰는 포트 번호는 무엇입니까?' } },
    { id: 'server-ip', kind: 'field', of: { role: 'syn' }, field: 'ip.dst', text: { en: 'What is the IP address of the server?', ko: '서버의 IP 주소는 무엇입니까?' } },
    { id: 'server-port', kind: 'field', of: { role: 'syn' }, field: 'tcp.dstport', text: { en: 'On which port does the server listen?', ko: '서버가 기다리는 포트 번호는 무엇입니까?' } },
    { id: 'syn-raw', kind: 'field', of: { role: 'syn' }, field: 'tcp.seq_raw', text: { en: 'What is the raw sequence number of the SYN?', ko: 'SYN 세그먼트의 실제 순서 번호는 무엇입니까?' } },
    { id: 'syn-relative', kind: 'field', of: { role: 'syn' }, field: 'tcp.seq', text: { en: 'What is its relative sequence number?', ko: 'SYN 세그먼트의 상대 순서 번호는 무엇입니까?' } },
    { id: 'syn-flags', kind: 'field', of: { role: 'syn' }, field: 'tcp.flags', text: { en: 'Which value of the flags makes it a SYN?', ko: 'SYN임을 알려 주는 플래그 필드의 값은 무엇입니까?' } },
    { id: 'syn-mss', kind: 'field', of: { role: 'syn' }, field: 'tcp.options.mss_val', text: { en: 'Which maximum segment size does the client announce?', ko: '클라이언트가 알린 최대 세그먼트 크기(MSS)는 얼마입니까?' } },
    { id: 'synack-flags', kind: 'field', of: { role: 'syn-ack' }, field: 'tcp.flags', text: { en: 'Which value of the flags makes the second segment a SYN, ACK?', ko: '두 번째 세그먼트가 SYN, ACK임을 알려 주는 플래그 값은 무엇입니까?' } },
    { id: 'synack-ack', kind: 'field', of: { role: 'syn-ack' }, field: 'tcp.ack_raw', text: { en: 'What is the raw acknowledgment number of the SYN, ACK?', ko: 'SYN, ACK의 실제 확인 응답 번호는 무엇입니까?' }, why: { en: 'The initial sequence number of the client + 1: the SYN takes one number.', ko: '클라이언트의 초기 순서 번호 + 1입니다. SYN이 번호 하나를 차지하기 때문입니다.' } },
    { id: 'third', kind: 'computed', value: 'acknowledged-by', of: { role: 'syn-ack' }, text: { en: 'Which frame acknowledges the SYN, ACK?', ko: 'SYN, ACK를 확인 응답하는 프레임은 몇 번입니까?' } },
    { id: 'handshake-rtt', kind: 'computed', value: 'rtt', of: { role: 'syn' }, text: { en: 'How long does the answer to the SYN take?', ko: 'SYN에 대한 응답까지 걸린 시간은 얼마입니까?' } },
    { id: 'first-data', kind: 'field', of: { role: 'first-data' }, field: 'tcp.len', text: { en: 'How many bytes of data does the first data segment carry?', ko: '첫 데이터 세그먼트가 나르는 데이터는 몇 바이트입니까?' } },
    { id: 'data-ack', kind: 'computed', value: 'acknowledged-by', of: { role: 'first-data' }, text: { en: 'Which frame acknowledges these bytes?', ko: '이 데이터를 확인 응답하는 프레임은 몇 번입니까?' } },
    { id: 'closed-by', kind: 'computed', value: 'closed-by', of: { role: 'syn' }, text: { en: 'Which side closes first (client or server)?', ko: '어느 쪽이 먼저 연결을 닫습니까 (클라이언트/서버)?' } },
    { id: 'fin-frame', kind: 'field', of: { role: 'first-fin' }, field: 'frame.number', text: { en: 'Which frame is the first FIN?', ko: '첫 FIN은 몇 번 프레임입니까?' } },
    { id: 'fin-ack', kind: 'field', of: { role: 'first-fin-ack' }, field: 'frame.number', text: { en: 'Which frame acknowledges the first FIN?', ko: '첫 FIN을 확인 응답하는 프레임은 몇 번입니까?' } },
    { id: 'fin-ack-number', kind: 'field', of: { role: 'first-fin-ack' }, field: 'tcp.ack', text: { en: 'With which relative acknowledgment number?', ko: '그때의 상대 확인 응답 번호는 무엇입니까?' } },
    { id: 'close-segments', kind: 'computed', value: 'close-segments', of: { role: 'syn' }, text: { en: 'In how many segments is the connection closed?', ko: '연결은 몇 개의 세그먼트로 종료됩니까?' } },
    { id: 'piggyback', kind: 'choice', right: 2, options: [
      { en: 'An error of the program', ko: '프로그램의 오류이다' },
      { en: 'Allowed: a FIN may carry an acknowledgement', ko: '허용된다: FIN은 확인 응답을 함께 실을 수 있다' },
      { en: 'A sign of loss', ko: '손실의 표시이다' },
    ], text: { en: 'FIN and ACK in one segment are …', ko: 'FIN과 ACK가 한 세그먼트에 있는 것은 …' } },
    { id: 'opening', kind: 'drawing', part: 'opening', of: { role: 'syn' }, text: { en: 'Draw the opening: who sends, flags, Seq, Ack.', ko: '연결 설정을 그리시오: 보내는 쪽, 플래그, Seq, Ack.' } },
    { id: 'closing', kind: 'drawing', part: 'close', of: { role: 'syn' }, text: { en: 'Draw the close.', ko: '연결 종료를 그리시오.' } },
  ],
} // prettier-ignore
