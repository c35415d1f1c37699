/** ARP: what its rarer fields are, in Korean, by filter name. */
export const arpRare = {
  'arp.src.hw':
    '송신자의 하드웨어 주소입니다. 이더넷이 아닌 종류일 때 쓰이며, 길이는 하드웨어 크기 필드에 있습니다 (RFC 826).',
  'arp.src.proto': '송신자의 프로토콜 주소입니다. 프로토콜이 IPv4가 아닐 때 쓰입니다.',
  'arp.dst.hw': '묻거나 응답하는 대상의 하드웨어 주소입니다. 이더넷이 아닌 종류일 때 쓰입니다.',
  'arp.dst.proto': '묻는 대상의 프로토콜 주소입니다. 프로토콜이 IPv4가 아닐 때 쓰입니다.',
  'arp.dst.drarp_error_status': '동적 RARP 서버가 주소를 주지 않은 이유입니다 (RFC 1931).',
  'arp.packet-storm-detected':
    '짧은 시간에 ARP 요청이 매우 많다는 알림입니다. 스캔, 루프, 고장 난 호스트를 의심할 수 있습니다. 기준은 환경 설정에 있습니다.',
  'arp.probe_conflict':
    '두 호스트가 같은 주소를 동시에 검사한다는 알림입니다. 어느 쪽도 그 주소를 쓸 수 없습니다 (RFC 5227 2.1.1절).',
  'arp.sender_not_frame_source':
    '메시지 안의 MAC 주소가 프레임을 보낸 주소와 다르다는 알림입니다. 대리 응답이나 브리지이거나 속임수일 수 있습니다.',
}
