// VNC: versions, security, a challenge, the screen's parameters, messages of both sides; and what came before rectangles are whole.
import { bytes, fromHex, text } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const talk = (serverPort: number): TcpTalk => new TcpTalk({ serverPort }).open()
const SCREEN = '04000300' + '2018000100ff00ff00ff100800000000'
const NAME = '00000004'

export const samples: Samples = {
  'vnc: 3.8 with a challenge': [
    1,
    talk(5900)
      .server('PSH ACK', { data: text('RFB 003.008\n') })
      .client('PSH ACK', { data: text('RFB 003.008\n') })
      .server('PSH ACK', { data: fromHex('020102') })
      .client('PSH ACK', { data: fromHex('02') })
      .server('PSH ACK', { data: fromHex('00112233445566778899aabbccddeeff') })
      .client('PSH ACK', { data: fromHex('ffeeddccbbaa99887766554433221100') })
      .server('PSH ACK', { data: fromHex('00000000') })
      .client('PSH ACK', { data: fromHex('01') })
      .server('PSH ACK', { data: bytes(fromHex(SCREEN + NAME), text('desk')) })
      .client('PSH ACK', { data: fromHex('000000002018000100ff00ff00ff100800000000') })
      .client('PSH ACK', { data: fromHex('0200000300000000ffffff11ffffff21') })
      .client('PSH ACK', { data: fromHex('03010000000004000300') })
      .client('PSH ACK', { data: fromHex('0401000000000061') })
      .client('PSH ACK', { data: fromHex('050100100020') })
      .client('PSH ACK', { data: bytes(fromHex('0600000000000002'), text('hi')) })
      .server('PSH ACK', { data: fromHex('00000001' + '0000000000020001' + '00000000' + '1122334455667788') })
      .server('PSH ACK', { data: fromHex('00000001' + '0000000000020001' + '00000001' + '00050006') })
      .server('PSH ACK', { data: fromHex('02') })
      .made.packets(),
  ],
  'vnc: 3.3, no security': [
    1,
    talk(5901)
      .server('PSH ACK', { data: text('RFB 003.003\n') })
      .client('PSH ACK', { data: text('RFB 003.003\n') })
      .server('PSH ACK', { data: fromHex('00000001') })
      .client('PSH ACK', { data: fromHex('00') })
      .server('PSH ACK', { data: bytes(fromHex(SCREEN + NAME), text('desk')) })
      .made.packets(),
  ],
}
