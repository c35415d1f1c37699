/** Why a TCP segment was called what it was called, in English. Facts complete "because …": `yes` when they hold, `no` when they do not. */
export const en = {
  reusedPorts: 'Port numbers reused',
  retransmission: 'Retransmission',
  fastRetransmission: 'Fast Retransmission',
  spuriousRetransmission: 'Spurious Retransmission',
  outOfOrder: 'Out-Of-Order',
  lostSegment: 'Previous segment not captured',
  ackLostSegment: 'ACKed unseen segment',
  windowUpdate: 'Window Update',
  windowFull: 'Window Full',
  keepAlive: 'Keep-Alive',
  keepAliveAck: 'Keep-Alive ACK',
  duplicateAck: 'Duplicate ACK',
  zeroWindowProbe: 'Zero Window Probe',
  zeroWindow: 'Zero Window',
  zeroWindowProbeAck: 'Zero Window Probe ACK',

  /** `not`: the verdict that was nearest, '' for none, and what kept it away. */
  because: (verdict: string, reasons: readonly string[], not: string, whyNot: readonly string[]) =>
    `${verdict}, because ${
      reasons.length < 2 ? reasons.join('') : `${reasons.slice(0, -1).join(', ')} and ${reasons.at(-1)}`
    }${not ? `; not ${not}, because ${whyNot.join(' and ')}` : ''}`,
  sinceHighest: (time: string, roundTrip: string, less: boolean) =>
    `it came ${time} after the highest segment, ${less ? 'less' : 'not less'} than the round trip of ${roundTrip}`,
  sinceAck: (time: string) => `it came ${time} after the last segment from the other side (20 ms are allowed)`,
  duplicates: (count: number) => `${count} duplicate acknowledgement${count === 1 ? '' : 's'} asked for it`,
}

export const factsEn = {
  empty: ['it carries no data', 'it carries data'],
  oneByte: ['it carries a single byte', 'it does not carry exactly one byte'],
  synFin: ['SYN or FIN is set', 'neither SYN nor FIN is set'],
  reset: ['RST is set', 'RST is not set'],
  ackFlag: ['it acknowledges', 'the ACK flag is not set'],
  atNext: ['it starts where this side left off', 'it does not start where this side left off'],
  aboveNext: ['it starts behind the next expected byte', 'it does not start behind the next expected byte'],
  belowNext: ['it starts before the next expected byte', 'nothing before the next expected byte is in it'],
  oneBelowNext: [
    'it starts one byte before the next expected one',
    'it does not start one byte before the next expected one',
  ],
  windowZero: ['its window is zero', 'its window is not zero'],
  windowSame: ['its window is the same as before', 'its window has changed'],
  ackSame: ['it repeats the last acknowledgement', 'it acknowledges something else than the segment before'],
  peerWindowZero: ['the other side had closed its window', 'the other side had an open window'],
  peerKeptAlive: ['the other side had just sent a keep-alive', 'the other side had not just sent a keep-alive'],
  peerProbed: [
    'the other side had just probed the closed window',
    'the other side had not just probed a closed window',
  ],
  fillsWindow: [
    'it ends exactly where the window of the other side ends',
    'it does not end where the window of the other side ends',
  ],
  acksUnseen: ['it acknowledges bytes that are not in the capture', 'all that it acknowledges was seen'],
  tellsOfPaths: ['it manages the paths of a multipath connection', 'it does not manage multipath'],
  covered: ['the other side had acknowledged all of it before', 'the other side had not acknowledged all of it'],
  soonAfterAck: [
    'it came within 20 ms of the last acknowledgement',
    'it came more than 20 ms after the last acknowledgement',
  ],
  twoDuplicates: [
    'at least two duplicate acknowledgements asked for it',
    'there were fewer than two duplicate acknowledgements',
  ],
  atPeerAck: ['it starts at the byte that they ask for', 'it does not start at the byte that the other side asks for'],
  soonAfterHighest: [
    'it came within a round trip of the highest segment',
    'it came more than a round trip after the highest segment',
  ],
  endsAtNext: ['it ends where the highest segment ended', 'it does not end where the highest segment ended'],
  keepAlive: ['it is a keep-alive', 'it is no keep-alive'],
  missesPeer: [
    'the other side has sent more than was captured, duplicate acknowledgements perhaps among it',
    'nothing that the other side sent is known to be missing',
  ],
} as const
