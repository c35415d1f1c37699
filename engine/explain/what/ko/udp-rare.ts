/** UDP: what its rarer fields are, in Korean, by filter name. */
export const udpRare = {
  'udp.port': '두 포트 가운데 하나입니다. 이 필드로 필터를 쓰면 그 포트로 가고 오는 데이터그램을 모두 찾습니다.',
  'udp.possible_traceroute':
    '포트가 traceroute가 33434부터 세어 올라가는 것 가운데 하나라는 알림입니다. 경로를 알아보는 중일 수 있습니다.',
  'udp.length.bad': '길이가 헤더만의 길이인 8보다 작거나 IP 패킷이 나르는 것보다 크다는 알림입니다.',
  'udp.length.bad_zero': '길이 0은 65,535바이트가 넘는 점보그램에서만 쓸 수 있습니다 (RFC 2675).',
  'udp.checksum.zero': '0은 체크섬을 계산하지 않았다는 뜻인데 IPv6에서는 허용되지 않습니다 (RFC 8200 8.1절).',
  'udp.checksum_coverage':
    '체크섬이 헤더를 포함하여 몇 바이트를 대상으로 하는지를 나타냅니다. 0이면 전체입니다 (RFC 3828).',
}
