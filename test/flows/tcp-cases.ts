// Every verdict of the TCP analysis, each as the shortest exchange that shows it; shared by the tests of rules and of agreement.
import { bytes, tcpOption } from '../support/packet-builder'
import { TcpTalk } from '../support/tcp-talk'

/** Ten bytes from the client, acknowledged. */
const started = (): TcpTalk => new TcpTalk().open().client('ACK', { data: 10 }).server('ACK')
const scaled = (shift: number): Uint8Array => bytes(tcpOption.mss(1460), tcpOption.nop(), tcpOption.windowScale(shift))

export interface Case {
  /** Field that the last packet has, and the beginning of its Info. */
  field: string
  prefix: string
  talk: () => TcpTalk
}

export const cases: Readonly<Record<string, Case>> = {
  'a segment sent again after a second': {
    field: 'tcp.analysis.retransmission',
    prefix: '[TCP Retransmission] ',
    talk: () => new TcpTalk().open().client('ACK', { data: 10 }).client('ACK', { data: 10, seq: 1, wait: 1 }),
  },
  'a SYN sent again': {
    field: 'tcp.analysis.retransmission',
    prefix: '[TCP Retransmission] ',
    talk: () => new TcpTalk().client('SYN').client('SYN', { seq: 0, wait: 1 }),
  },
  'the byte that two duplicate acknowledgements ask for, at once': {
    field: 'tcp.analysis.fast_retransmission',
    prefix: '[TCP Fast Retransmission] ',
    talk: () =>
      started()
        .client('ACK', { data: 10, lost: true })
        .client('ACK', { data: 10 })
        .server('ACK', { ack: 11 })
        .server('ACK', { ack: 11 })
        .client('ACK', { data: 10, seq: 11 }),
  },
  'bytes that the other side has acknowledged': {
    field: 'tcp.analysis.spurious_retransmission',
    prefix: '[TCP Spurious Retransmission] ',
    talk: () => started().client('ACK', { data: 10, seq: 1, wait: 1 }),
  },
  'a segment overtaken by the next one': {
    field: 'tcp.analysis.out_of_order',
    prefix: '[TCP Out-Of-Order] ',
    talk: () =>
      started()
        .client('ACK', { data: 10, lost: true })
        .client('ACK', { data: 10 })
        .client('ACK', { data: 10, seq: 11, wait: 0.0005 }),
  },
  'a gap in what one side sends': {
    field: 'tcp.analysis.lost_segment',
    prefix: '[TCP Previous segment not captured] ',
    talk: () => started().client('ACK', { data: 10, lost: true }).client('ACK', { data: 10 }),
  },
  'an acknowledgement of what was not captured': {
    field: 'tcp.analysis.ack_lost_segment',
    prefix: '[TCP ACKed unseen segment] ',
    talk: () => started().client('ACK', { data: 10, lost: true }).server('ACK'),
  },
  'the same acknowledgement with another window': {
    field: 'tcp.analysis.window_update',
    prefix: '[TCP Window Update] ',
    talk: () => started().server('ACK', { window: 9000 }),
  },
  'data up to the last byte of the window': {
    field: 'tcp.analysis.window_full',
    prefix: '[TCP Window Full] ',
    talk: () => new TcpTalk().open(scaled(0)).server('ACK', { window: 30 }).client('ACK', { data: 30 }),
  },
  'the same with a scaled window': {
    field: 'tcp.analysis.window_full',
    prefix: '[TCP Window Full] ',
    talk: () => new TcpTalk().open(scaled(3)).server('ACK', { window: 10 }).client('ACK', { data: 80 }),
  },
  'one byte before the next': {
    field: 'tcp.analysis.keep_alive',
    prefix: '[TCP Keep-Alive] ',
    talk: () => started().client('ACK', { data: 1, seq: 10, wait: 60 }),
  },
  'the answer to it': {
    field: 'tcp.analysis.keep_alive_ack',
    prefix: '[TCP Keep-Alive ACK] ',
    talk: () => started().client('ACK', { seq: 10, wait: 60 }).server('ACK'),
  },
  'an acknowledgement said twice': {
    field: 'tcp.analysis.duplicate_ack',
    prefix: '[TCP Dup ACK 5#1] ',
    talk: () => started().server('ACK'),
  },
  'a closed window': {
    field: 'tcp.analysis.zero_window',
    prefix: '[TCP ZeroWindow] ',
    talk: () => started().server('ACK', { window: 0 }),
  },
  'one byte into a closed window': {
    field: 'tcp.analysis.zero_window_probe',
    prefix: '[TCP ZeroWindowProbe] ',
    talk: () => started().server('ACK', { window: 0 }).client('ACK', { data: 1 }),
  },
  'the answer to that': {
    field: 'tcp.analysis.zero_window_probe_ack',
    prefix: '[TCP ZeroWindowProbeAck] [TCP ZeroWindow] ',
    talk: () => started().server('ACK', { window: 0 }).client('ACK', { data: 1 }).server('ACK', { ack: 11, window: 0 }),
  },
  'a SYN with another initial number on the same ports': {
    field: 'tcp.analysis.reused_ports',
    prefix: '[TCP Port numbers reused] ',
    talk: () => started().client('SYN', { seq: 70_000 }),
  },
}
