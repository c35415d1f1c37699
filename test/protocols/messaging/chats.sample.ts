// Talk in lines: IRC, NNTP, MSN.
import type { Samples } from '../sample'
import { tcpTalk } from '../talk'

export const samples: Samples = {
  'IRC: commands, numbers, something inside a message': [
    1,
    tcpTalk(
      6667,
      '>NICK joe\r\nUSER a b c :d e\r\n',
      '<:srv 001 joe :Welcome\r\nPING :abc\r\n',
      '>PRIVMSG ann :\u0001DCC SEND f 1 2 3\u0001\r\n',
      '>001 x\r\n',
    ),
  ],
  'NNTP: a greeting, a group': [1, tcpTalk(119, '<200 hi\r\n', '>GROUP x\r\n', '<211 1\r\nline\r\n.\r\n')],
  'MSN: a version': [1, tcpTalk(1863, '>VER 1 MSNP8\r\nCVR 2\r\n', '<VER 1 MSNP8\r\n')],
}
