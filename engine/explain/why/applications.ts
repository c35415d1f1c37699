/** Why the first lines of other protocols of applications have their values. */
import { count, rule } from './rule'
import { said } from './spans'

/** Fields that say what the whole message is: the first line, the method, the kind. */
const FIRST = [
  'http.request.method',
  'http.request.uri',
  'http.request.version',
  'http.response.code',
  'http.response.phrase',
  'http.response.version',
  'http.host',
  'http.request',
  'http.request.line',
  'http.response.line',
  'http.request.full_uri',
  'tls.record.content_type',
  'tls.handshake.type',
  'ftp.request.command',
  'ftp.response.code',
  'smtp.req.command',
  'smtp.response.code',
  'ssh.protocol',
  'sip.Method',
  'sip.Status-Code',
  'mqtt.msgtype',
]
export const applicationRules = [
  rule({
    id: 'application.first',
    fields: FIRST,
    when: (f, it) => ({
      line: said(it),
      protocol: f.layers[it.layer]!.toUpperCase(),
      name: it.name.split('.').at(-1)!,
    }),
    en: ({ line, protocol, name }) =>
      name === 'method'
        ? `What the client wants done: ${line}. It is the first word of the request.`
        : name === 'code'
          ? `The server’s verdict on the request: ${line}.`
          : name === 'host'
            ? `The name that the client wants, because one server may serve many: ${line}.`
            : name === 'full_uri'
              ? 'Put together by Wirelens from host and path; it stands in the message in parts.'
              : `Said by the sender’s program in this message of ${protocol}: ${line}.`,
    ko: ({ line, protocol, name }) =>
      name === 'method'
        ? `클라이언트가 바라는 일입니다: ${line} 요청의 첫 단어입니다.`
        : name === 'code'
          ? `요청에 대한 서버의 판정입니다: ${line}`
          : name === 'host'
            ? `한 서버가 여러 이름을 서비스할 수 있어 클라이언트가 원하는 이름을 적습니다: ${line}`
            : name === 'full_uri'
              ? '호스트와 경로를 Wirelens가 합친 값입니다. 메시지에는 나뉘어 있습니다.'
              : `송신자의 프로그램이 이 ${protocol} 메시지에 적은 값입니다: ${line}`,
  }),
  rule({
    id: 'data',
    fields: ['data', 'data.data', 'data.len'],
    when: (f, it) => ({ n: Number(f.all('data.len')[0]?.value ?? it.length) }),
    en: ({ n }) =>
      `${count(n, 'byte')} that no protocol known to Wirelens claims: what the sender’s program wrote, as it is.`,
    ko: ({ n }) => `Wirelens가 아는 어느 프로토콜도 아닌 ${n}바이트로, 송신자의 프로그램이 쓴 그대로입니다.`,
  }),
]
