/** ITU-T T.125, multipoint communication: channels of an RDP session. Packed encoding rules; of data only the header is read. */
import { hex } from '../../bytes/read'
import { u16, uint } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'

const kinds: Readonly<Record<number, string>> = {
  0: 'plumbDomainIndication',
  1: 'erectDomainRequest',
  2: 'mergeChannelsRequest',
  3: 'mergeChannelsConfirm',
  8: 'disconnectProviderUltimatum',
  9: 'rejectMCSPDUUltimatum',
  10: 'attachUserRequest',
  11: 'attachUserConfirm',
  12: 'detachUserRequest',
  13: 'detachUserIndication',
  14: 'channelJoinRequest',
  15: 'channelJoinConfirm',
  16: 'channelLeaveRequest',
  25: 'sendDataRequest',
  26: 'sendDataIndication',
}

export const t125 = protocol({
  name: 't125',
  title: 'MULTIPOINT-COMMUNICATION-SERVICE T.125',
  column: 'T.125',
  spec: 'ITU-T T.125',
  heuristic: ['cotp'],
  looks: (p) =>
    (p.peek(1) === 0x7f && p.peek(1, 1) >= 0x65 && p.peek(1, 1) <= 0x68) || kinds[p.peek(1) >> 2] !== undefined,
  fields: {
    kind: uint('t124.DomainMCSPDU', 'DomainMCSPDU', {
      names: kinds,
      help: 'Which step of setting up channels this is.',
    }),
    result: uint('t124.result', 'result', { names: { 0: 'rt-successful' } }),
    initiator: u16('t124.initiator', 'initiator'),
    channel: u16('t124.channelId', 'channelId', {
      help: 'Channel of the session: one each for graphics, sound, clipboard.',
    }),
    requested: u16('t124.requested', 'requested'),
    priority: uint('t124.dataPriority', 'dataPriority', { names: { 0: 'top', 1: 'high', 2: 'medium', 3: 'low' } }),
  },
  decode(p, _, f) {
    const first = p.peek(1)
    if (first === 0x7f) {
      const names = ['connect-initial', 'connect-response', 'connect-additional', 'connect-result']
      if (p.columns)
        p.say(
          `${['Connect-Initial', 'Connect-Response', 'Connect-Additional', 'Connect-Result'][p.peek(1, 1) - 0x65] ?? names[0]}`,
        )
      p.at = p.end
      return
    }
    const kind = first >> 2
    const name = kinds[kind]!
    if (p.columns) p.say(`${name} `)
    const was = p.open(p.add(f.kind, p.at, 1, kind))
    const inner = p.text(name, p.at, p.left)
    if (inner >= 0) p.open(inner)
    if (kind === 11 || kind === 15) {
      p.add(f.result, p.at, 2, ((first & 1) << 3) | (p.peek(1, 1) >> 5))
      p.skip(2)
      if (p.left >= 2) user(p)
      if (kind === 15 && p.left >= 2) p.take(f.requested)
    } else p.skip(1)
    if (kind === 14) user(p)
    if ((kind === 14 || kind === 15) && p.left >= 2) {
      const channel = p.take(f.channel)
      if (p.columns) p.say(`${name} ${channel}`)
    }
    if (kind === 25 || kind === 26) {
      user(p)
      const channel = p.take(f.channel)
      if (p.columns) p.say(`${channel}`)
      p.add(f.priority, p.at, 1, p.peek(1) >> 6)
      p.skip(1)
      // The length takes one byte, or two with the upper bit set.
      const length = p.peek(1) & 0x80 ? p.peek(2) & 0x3fff : p.peek(1)
      p.skip(p.peek(1) & 0x80 ? 2 : 1)
      const size = Math.min(length, p.left)
      if (p.drawing) p.text(`userData: ${hex(p.bytes, p.at, size)}`, p.at, size)
      p.skip(size)
    }
    p.close(was)
  },
})

/** Users count from 1001; the reference shows what stands on the wire. */
function user(p: Packet): void {
  p.take(t125.f.initiator)
}
