/** What stands on and around a ladder besides the packets' own words, in every language. */
import { inAll } from '../words/language'
import type { Same } from '../words/language'

const en = {
  client: 'client',
  server: 'server',
  port: (port: number) => `port ${port}`,
  tcp: 'All TCP conversations',
  udp: 'All UDP conversations',
  arp: 'Address resolution',
  icmp: 'ICMP',
  icmpv6: 'ICMPv6',
  dns: 'Names looked up',
  any: 'All packets',
  stream: (kind: string, stream: number, a: string, b: string) => `${kind} stream ${stream}: ${a} and ${b}`,
  secondTime: (frame: number) => `frame ${frame} captured a second time`,
  /** `what`: label and numbers. */
  arrow: (frame: number, from: string, to: string, what: string) => `Frame ${frame}: ${from} to ${to}: ${what}`,
  answersFrame: (frame: number) => `, answers frame ${frame}`,
  answers: (frame: number) => `answers ${frame}`,
  answersAfter: (frame: number, time: string) => `answers ${frame} after ${time}`,
  later: (time: string) => `${time} later`,
  opening: 'opening',
  data: 'data',
  close: 'close',
}

const ko: Same<typeof en> = {
  client: '클라이언트',
  server: '서버',
  port: (port) => `포트 ${port}`,
  tcp: '모든 TCP 대화',
  udp: '모든 UDP 대화',
  arp: '주소 변환(ARP)',
  icmp: 'ICMP',
  icmpv6: 'ICMPv6',
  dns: '이름 조회(DNS)',
  any: '모든 패킷',
  stream: (kind, stream, a, b) => `${kind} 스트림 ${stream}: ${a} – ${b}`,
  secondTime: (frame) => `프레임 ${frame}번이 한 번 더 캡처됨`,
  arrow: (frame, from, to, what) => `프레임 ${frame}번, ${from} → ${to}: ${what}`,
  answersFrame: (frame) => `, 프레임 ${frame}번에 응답`,
  answers: (frame) => `${frame}번에 응답`,
  answersAfter: (frame, time) => `${time} 뒤 ${frame}번에 응답`,
  later: (time) => `${time} 뒤`,
  opening: '연결 설정',
  data: '데이터',
  close: '연결 종료',
}

export const words = inAll(en, { ko })
