// MGCP: a connection made with its description, digits asked for and told, a connection ended, errors.
import { udpTalk } from '../talk'
import type { Samples } from '../sample'

const SDP = 'v=0\r\no=- 1 2 IN IP4 10.0.0.2\r\ns=-\r\nc=IN IP4 10.0.0.2\r\nt=0 0\r\nm=audio 3456 RTP/AVP 0\r\n'

export const samples: Samples = {
  'mgcp: a call': [
    1,
    udpTalk(
      2427,
      '>CRCX 1204 aaln/1@rgw.example.net MGCP 1.0\r\nC: A3C47F21456789F0\r\nL: p:10, a:PCMU\r\nM: recvonly\r\n',
      `<200 1204 OK\r\nI: FDE234C8\r\n\r\n${SDP}`,
      '>RQNT 1206 aaln/1@rgw.example.net MGCP 1.0\r\nX: 0123456789AC\r\nR: hd(N)\r\n',
      '<200 1206 OK\r\n',
      '<NTFY 2002 aaln/1@rgw.example.net MGCP 1.0\r\nX: 0123456789AC\r\nO: hd\r\n',
      '>200 2002 OK\r\n',
      '>DLCX 1210 aaln/1@rgw.example.net MGCP 1.0\r\nC: A3C4\r\nI: FDE2\r\n',
      '<250 1210 Connection was deleted\r\nP: PS=1245, OS=62345\r\n',
      '<500 1211\r\n',
    ),
  ],
}
