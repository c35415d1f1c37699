// ISO transport over TCP: its connection, fragments, S7comm, remote desktops; and VNC's opening and messages.
import { bytes, fromHex, text } from '../../support/packet-builder'
import { TcpTalk } from '../../support/tcp-talk'
import type { Samples } from '../sample'

const talk = (serverPort: number): TcpTalk => new TcpTalk({ serverPort }).open()
const tpkt = (...parts: Uint8Array[]): Uint8Array => {
  const body = bytes(...parts)
  return bytes(3, 0, (body.length + 4) >> 8, (body.length + 4) & 255, body)
}
const hex = (t: string): Uint8Array => tpkt(fromHex(t))
const data = (t: string): Uint8Array => hex('02f080' + t)

export const samples: Samples = {
  'cotp: opened, fragments put together, closed': [
    1,
    talk(102)
      .client('PSH ACK', { data: hex('11e00000000100c0010ac1020100c2020102') })
      .server('PSH ACK', { data: hex('11d00001000200c00109c1024142c2020102') })
      .client('PSH ACK', { data: hex('02f000' + '320100000200') })
      .client('PSH ACK', { data: hex('02f000' + '000800') })
      .client('PSH ACK', { data: data('00f0000001000101e0') })
      .server('PSH ACK', { data: data('ff6263') })
      .server('PSH ACK', { data: hex('06800001000280') })
      .client('PSH ACK', { data: hex('05c000020001') })
      .client('PSH ACK', { data: text('no header here') })
      .made.packets(),
  ],
  's7comm: jobs, answers, user data': [
    1,
    talk(102)
      .client('PSH ACK', { data: data('3201000002000008' + '0000f0000001000101e0') })
      .server('PSH ACK', { data: data('3203000002000008' + '00000000f0000001000100f0') })
      .client('PSH ACK', {
        data: data(
          '3201000003000026' +
            '00000403' +
            '120a10020004000184000010' +
            '120a1001000100008300002b' +
            '120a101c000200001c000005',
        ),
      })
      .server('PSH ACK', {
        data: data(
          '3203000003000002' + '001500000403' + 'ff040020deadbeef' + 'ff03000101' + '00' + 'ff090003010203' + '00',
        ),
      })
      .client('PSH ACK', {
        data: data('320100000400000e' + '00080501' + '120a10050001000184000020' + '00040010002a1234'.slice(0, 16)),
      })
      .server('PSH ACK', { data: data('3203000004000002' + '000100000501' + 'ff') })
      .server('PSH ACK', { data: data('3203000005000002' + '000085040501') })
      .client('PSH ACK', { data: data('3207000006000008' + '0008' + '0001120411440100' + 'ff09000400110001') })
      .client('PSH ACK', { data: data('3207000007000008' + '0004' + '0001120411430100' + '0a000000') })
      .server('PSH ACK', { data: data('320700000800000c' + '0004' + '000112081287010000000000' + '0a000000') })
      .client('PSH ACK', { data: data('3201000009000014' + '0000' + '28000000000000fd000009505f50524f4752414d') })
      .client('PSH ACK', { data: data('320100000a000010' + '0000' + '29000000000009505f50524f4752414d') })
      .client('PSH ACK', { data: data('320100000b000012' + '0000' + '1d00000000000000095f3041303030303141') })
      .server('PSH ACK', { data: data('320300000b000010' + '00000000' + '1d000100000000070730303030323134') })
      .client('PSH ACK', { data: data('320100000c000008' + '0000' + '1e00000000000007') })
      .client('PSH ACK', { data: data('320100000d000008' + '0000' + '1f00000000000007') })
      .server('PSH ACK', { data: data('320200000e000000' + '00008104') })
      .made.packets(),
  ],
  'rdp: negotiated, channels': [
    1,
    talk(3389)
      .client('PSH ACK', {
        data: hex('24e00000000000' + '436f6f6b69653a206d737473686173683d6a6f650d0a' + '0100080003000000'),
      })
      .server('PSH ACK', { data: hex('0ed000001234000200080001000000') })
      .server('PSH ACK', { data: hex('0ed00000123400' + '0300080005000000') })
      .client('PSH ACK', { data: data('0400010001') })
      .client('PSH ACK', { data: data('28') })
      .server('PSH ACK', { data: data('2e000006') })
      .client('PSH ACK', { data: data('38000603eb') })
      .server('PSH ACK', { data: data('3e00000603eb03eb') })
      .client('PSH ACK', { data: data('64000603eb7006010203040506') })
      .server('PSH ACK', { data: data('68000103eb700480aabbccdd') })
      .server('PSH ACK', { data: data('2180') })
      .made.packets(),
  ],
}
