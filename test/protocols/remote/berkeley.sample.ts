// rlogin and rsh: names, a terminal, a window; a command with its data.
import { bytes, fromHex, text } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const talk = (serverPort: number, clientPort = 40000): TcpTalk => new TcpTalk({ serverPort, clientPort }).open()

export const samples: Samples = {
  'rlogin: user, terminal, window, data': [
    1,
    talk(513, 1020)
      .client('PSH ACK', { data: fromHex('00') })
      .client('PSH ACK', { data: text('joe\0root\0xterm/38400\0') })
      .server('PSH ACK', { data: fromHex('00') })
      .server('PSH ACK', { data: text('login ok\r\n') })
      .client('PSH ACK', { data: bytes(fromHex('ffff7373'), fromHex('001800500000' + '0000')) })
      .client('PSH ACK', { data: text('ls\n') })
      .made.packets(),
  ],
  'rsh: a command': [
    1,
    talk(514, 1021)
      .client('PSH ACK', { data: text('1022\0') })
      .client('PSH ACK', { data: text('joe\0root\0ls -l\0') })
      .server('PSH ACK', { data: fromHex('00') })
      .server('PSH ACK', { data: text('total 0\n') })
      .client('PSH ACK', { data: text('more\n') })
      .made.packets(),
  ],
  'rsh: all at once': [
    1,
    talk(514, 1021)
      .client('PSH ACK', { data: text('1022\0joe\0root\0ls -l\0') })
      .server('PSH ACK', { data: text('\0total 0\n') })
      .made.packets(),
  ],
}
