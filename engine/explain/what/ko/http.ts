/** HTTP, and SSDP that borrows its form: what its fields are, in Korean, by filter name. */
export const http = {
  ssdp: '네트워크에 있는 장치와 서비스를 찾는 메시지입니다. HTTP의 모양을 빌려 UDP 멀티캐스트로 보냅니다.',
  http: '웹의 요청과 응답을 나르는 프로토콜입니다 (RFC 9110, 9112).',
  'http.chat': '메시지의 첫 줄을 그대로 보여 주는 알림입니다.',
  'http.request.method': '요청이 하려는 일입니다. GET은 가져오기, POST는 보내기입니다.',
  'http.request.uri': '요청하는 자원의 경로입니다.',
  'http.request.version': '요청한 쪽이 쓰는 HTTP의 버전입니다.',
  'http.host': '요청하는 호스트의 이름입니다. 한 서버가 여러 이름을 가질 수 있기 때문에 적습니다.',
  'http.request.full_uri': '호스트와 경로를 이어 만든 전체 주소입니다.',
  'http.request_number': '이 대화에서 몇 번째 요청인지를 센 번호입니다.',
  'http.request.line': '요청 헤더의 한 줄을 보낸 그대로 나타냅니다. 이름과 값입니다 (RFC 9112 5절).',
  'http.response.line': '응답 헤더의 한 줄을 보낸 그대로 나타냅니다. 이름과 값입니다 (RFC 9112 5절).',
}
