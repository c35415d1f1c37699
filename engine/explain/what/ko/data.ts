/** Payload that nobody claims, and what experts say: what its fields are, in Korean, by filter name. */
export const data = {
  '_ws.expert': 'Wirelens가 이 패킷에 대해 알아차린 것입니다. 패킷에는 적혀 있지 않습니다.',
  '_ws.expert.group': '알아차린 것이 속하는 갈래입니다.',
  '_ws.expert.severity': '알아차린 것이 얼마나 중요한지를 나타냅니다.',
  data: 'Wirelens가 아는 어떤 프로토콜의 것도 아닌 페이로드입니다.',
  'data.data': '어떤 프로토콜의 것도 아닌 페이로드의 바이트입니다.',
  'data.len': '그 페이로드의 바이트 수입니다.',
}
