// DoIP: vehicles announced, a connection activated, diagnoses.
import { bytes, ethernet, fromHex, ipv4, text, udp } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const datagram = (port: number, payload: Uint8Array, isAnswer = false): Uint8Array =>
  ethernet(
    {},
    ipv4(
      isAnswer ? { source: '10.0.0.2', destination: '10.0.0.1' } : { source: '10.0.0.1', destination: '10.0.0.2' },
      udp(isAnswer ? { source: port, destination: 40000 } : { source: 40000, destination: port }, payload),
    ),
  )
const talk = (serverPort: number, clientPort = 40000): TcpTalk => new TcpTalk({ serverPort, clientPort }).open()

const PARTS = 'what parts of the vehicle say to one another (UDS) is not read here'

export const samples: Samples = {
  'doip: announced, activated, a diagnosis': [
    1,
    [
      ...[
        datagram(13400, fromHex('02fd000100000000')),
        datagram(
          13400,
          bytes(
            fromHex('02fd000400000021'),
            text('WVWZZZ1JZXW000001'),
            fromHex('1234' + '001122334455' + '665544332211' + '00' + '00'),
          ),
          true,
        ),
        datagram(13400, fromHex('02fd0000000000' + '0101')),
      ],
      ...talk(13400)
        .client('PSH ACK', { data: fromHex('02fd0005000000' + '07' + '0e80' + '00' + '00000000') })
        .server('PSH ACK', { data: fromHex('02fd0006000000' + '09' + '0e80' + '1234' + '10' + '00000000') })
        .client('PSH ACK', { data: fromHex('02fd8001000000' + '06' + '0e80' + '1234' + '1003') })
        .server('PSH ACK', { data: fromHex('02fd8002000000' + '05' + '1234' + '0e80' + '00') })
        .server('PSH ACK', { data: fromHex('02fd8001000000' + '0a' + '1234' + '0e80' + '5003003201f4') })
        .server('PSH ACK', { data: fromHex('02fd8001000000' + '07' + '1234' + '0e80' + '7f2231') })
        .server('PSH ACK', { data: fromHex('02fd0007000000' + '00') })
        .client('PSH ACK', { data: fromHex('02fd0008000000' + '02' + '0e80') })
        .made.packets(),
    ],
    { notAsTshark: { 9: PARTS, 11: PARTS, 12: PARTS } },
  ],
}
