// Modbus/TCP, EtherNet/IP with CIP, and CAN: requests with their answers, an exception, services in one packet.
import { fromHex } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const talk = (serverPort: number): TcpTalk => new TcpTalk({ serverPort }).open()
const SEND_UNIT_DATA = '70003a0000010210000000001a392f000000000000000000'
const ITEMS = '000000000a000200a100040009133500b1002600e46a'

export const samples: Samples = {
  'modbus: coils, registers, an exception': [
    1,
    talk(502)
      .client('PSH ACK', { data: fromHex('00010000000601010000000a') })
      .server('PSH ACK', { data: fromHex('00010000000501010255' + '01') })
      .client('PSH ACK', { data: fromHex('000200000006010300100002') })
      .server('PSH ACK', { data: fromHex('000200000007010304002a1234') })
      .client('PSH ACK', { data: fromHex('000300000006010500010000') })
      .server('PSH ACK', { data: fromHex('000300000003018502') })
      .made.packets(),
  ],
  'cip: two services in one packet': [
    1,
    talk(44818)
      .client('PSH ACK', {
        data: fromHex(
          SEND_UNIT_DATA +
            ITEMS +
            '0a0220022401' +
            '020006001200' +
            '4c022072240000ce04000100' +
            '4c0220722400' +
            '2c3d04000100',
        ),
      })
      .made.packets(),
    { notAsTshark: { 4: 'what only holds data of a class is no layer here' } },
  ],
  'can: eleven bits, and twenty-nine': [
    227,
    [fromHex('0000071008000000' + '0210035555555555'), fromHex('9234567802000000' + '0102')],
  ],
}
