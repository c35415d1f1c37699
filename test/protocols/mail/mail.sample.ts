// Mail: SMTP, POP, IMAP, and the messages that they carry.
import type { Samples } from '../sample'
import { tcpTalk } from '../talk'

export const samples: Samples = {
  'SMTP: a message in three segments, a password, a refusal': [
    1,
    tcpTalk(
      25,
      '<220-mail.example\r\n220 ready\r\n',
      '>EHLO',
      '> me\r\nAUTH LOGIN\r\n',
      '<334 VXNlcm5hbWU6\r\n',
      '>am9l\r\n',
      '<334 UGFzc3dvcmQ6\r\n',
      '>c2VjcmV0\r\n',
      '<235 ok\r\n',
      '>MAIL FROM:<joe@example>\r\nRCPT TO:<ann@example>\r\nDATA\r\n',
      '<250 ok\r\n250 ok\r\n354 go\r\n',
      '>From: Joe <joe@example>\r\nTo: ann@example,\r\n Bob <bob@example>\r\nSubject: hello\r\n',
      '>X-Odd: 1\r\n\r\nfirst\r\n',
      '>last\r\n.\r\n',
      '<550 no\r\n',
      '>AUTH PLAIN AGpvZQBwdw==\r\n',
    ),
  ],
  'POP: lists, a message of told length': [
    1,
    tcpTalk(
      110,
      '<+OK ready\r\n',
      '>USER joe\r\n',
      '<+OK\r\n',
      '>LIST\r\n',
      '<+OK 1\r\n1 100\r\n.\r\n',
      '>RETR 1\r\n',
      '<+OK 44 octets\r\n',
      '<From: joe@example\r\nSubject: x\r\n',
      '<\r\nfirst line\r\n.\r\n',
      '>QUIT\r\n',
      '<-ERR no\r\n',
    ),
  ],
  'IMAP: a login, a literal': [
    1,
    tcpTalk(
      143,
      '<* OK ready\r\n',
      '>a1 LOGIN joe "secret"\r\n',
      '<a1 OK done\r\n',
      '>a2 SELECT INBOX\r\n',
      '<* 1 EXISTS\r\na2 OK [READ-WRITE] done\r\n',
      '>a3 UID FETCH 1 BODY[]\r\n',
      '<* 1 FETCH (BODY[] {25}\r\nSubject: x\r\n\r\n',
      '<text here\r\n)\r\na3 OK done\r\n',
      '>a4 NOOP\r\n',
    ),
  ],
}
