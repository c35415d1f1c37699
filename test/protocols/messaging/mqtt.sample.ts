// MQTT 3.1.1 and 5.0: connecting, subscribing, publishing with and without acknowledgement, several messages in a segment.
import { fromHex } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const talk = (): TcpTalk => new TcpTalk({ serverPort: 1883 }).open()

const EACH = 'each message is a layer of its own here'

export const samples: Samples = {
  'version 3.1.1': [
    1,
    talk()
      .client('PSH ACK', { data: fromHex('101a00044d51545404c2003c000263310004757365720004706173' + '73') })
      .server('PSH ACK', { data: fromHex('20020000') })
      .client('PSH ACK', { data: fromHex('82080001000361' + '2f6200') })
      .server('PSH ACK', { data: fromHex('9003000100') })
      .client('PSH ACK', { data: fromHex('320a0003612f62000268690a' + '300700' + '03612f626869') })
      .server('PSH ACK', { data: fromHex('40020002d000') })
      .client('PSH ACK', { data: fromHex('c000e000') })
      .made.packets(),
    { notAsTshark: { 8: EACH, 9: EACH, 10: EACH } },
  ],
  'version 5': [
    1,
    talk()
      .client('PSH ACK', { data: fromHex('101200044d5154540502003c0321001400026331') })
      .server('PSH ACK', { data: fromHex('2006000003220' + '00a') })
      .client('PSH ACK', { data: fromHex('8209000100000361' + '2f6201') })
      .server('PSH ACK', { data: fromHex('900400010001') })
      .client('PSH ACK', { data: fromHex('e00104') })
      .made.packets(),
  ],
}
