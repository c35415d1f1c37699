// FTP with data over a connection that PASV announced, and the line printer daemon.
import type { Samples } from '../sample'
import { tcpTalk } from '../talk'

export const samples: Samples = {
  'FTP: who am I, a listing that was announced, extended forms': [
    1,
    [
      ...tcpTalk(
        21,
        '<220-hello\r\n220 ready\r\n',
        '>USER joe\r\n',
        '<331 password\r\n',
        '>PWD\r\n',
        '<257 "/home/joe" is it\r\n',
        '>CWD ../ann\r\n',
        '<250 ok\r\n',
        '>PASV\r\n',
        '<227 Entering Passive Mode (10,0,0,2,78,32)\r\n',
        '>LIST -l\r\n',
        '<150 here\r\n',
      ),
      ...tcpTalk(20000, '<-rw-r--r-- 1 joe\r\n', ['<', Uint8Array.of(0, 1, 2)]),
      ...tcpTalk(
        21,
        '>EPRT |1|10.0.0.1|6275|\r\n',
        '>EPRT |2|::1|6275|\r\n',
        '>EPSV\r\n',
        '<229 Extended (|||6446|)\r\n',
        '>PORT 10,0,0,1,78,33\r\n',
      ).slice(3),
    ],
  ],
  'LPD: jobs and answers': [
    1,
    tcpTalk(515, '>\u0002queue\n', ['<', Uint8Array.of(0)], '>\u00032 300 cfA\n', '>hello', ['<', Uint8Array.of(1)]),
  ],
}
