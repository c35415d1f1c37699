// Syslog in the forms of both RFCs, without a form, and without a priority.
import { ethernet, ipv4, text, udp } from '../../support/packet-builder'
import type { Samples } from '../sample'

const packet = (message: string): Uint8Array =>
  ethernet(
    { source: '02:00:00:00:00:01', destination: '02:00:00:00:00:02' },
    ipv4({ source: '192.0.2.1', destination: '192.0.2.9' }, udp({ source: 514, destination: 514 }, text(message))),
  )

export const samples: Samples = {
  'old form, no form, no priority': [
    1,
    [
      packet('<86>Oct 21 06:55:08 gate sshd[812]: Accepted publickey for root'),
      packet('<166>%BOX-6-1: Built connection\n'),
      packet('no priority at all'),
    ],
  ],
}
