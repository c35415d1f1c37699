/** UDP: what its fields are, in Korean, by filter name. */
export const udp = {
  udp: '포트만을 더해 데이터그램을 나르는 UDP 헤더입니다. 도착과 순서를 보장하지 않습니다 (RFC 768).',
  'udp.checksum': '주소, 포트와 페이로드를 대상으로 한 체크섬입니다. IPv4에서 0은 계산하지 않았다는 뜻입니다.',
  'udp.checksum.status': '체크섬을 다시 계산한 값과 비교했는지, 그 결과가 어떤지를 나타냅니다.',
  'udp.dstport': '데이터그램을 받을 포트입니다.',
  'udp.length': '헤더와 페이로드를 합한 길이이며, 적어도 8입니다.',
  'udp.payload': '프로그램이 보낸 데이터입니다.',
  'udp.srcport': '송신자가 쓴 포트입니다. 0은 응답을 기다리지 않는다는 뜻입니다.',
  'udp.stream': '이 캡처의 UDP 대화 가운데 몇 번째인지를 0부터 센 번호입니다.',
  'udp.time_delta': '같은 대화의 바로 앞 프레임부터 지난 시간입니다.',
  'udp.time_relative': '같은 대화의 첫 프레임부터 지난 시간입니다.',
}
