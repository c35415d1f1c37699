/** How a TCP conversation was opened and closed, and where it was captured, in English. `who` is an end as `named` or `role` calls it. */
export const en = {
  times: (n: number) => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`),
  role: (client: boolean) => `the ${client ? 'client' : 'server'}`,
  /** `role` as above, `end` its address and port. */
  named: (role: string, end: string) => `${role} (${end})`,

  attempt: (n: number, of: number, sentence: string) => `Attempt ${n} of ${of}: ${sentence}`,
  synAgain: (times: string) => ` The SYN was sent again ${times}.`,
  synAckAgain: (times: string) => ` The SYN+ACK was sent again ${times}.`,
  threeWay: (who: string, syn: number, synAck: number, ack: number) =>
    `Opened by ${who} in three packets: SYN (frame ${syn}), SYN+ACK (${synAck}), ACK (${ack}).`,
  fastOpen: (who: string, syn: number, bytes: number, synAck: number, accepted: boolean) =>
    `Opened by ${who} with TCP Fast Open: the SYN (frame ${syn}) carries ${bytes} bytes, which the SYN+ACK (${synAck}) ${
      accepted ? 'accepts' : 'does not accept'
    }.`,
  simultaneous: (a: number, b: number) =>
    `Opened from both sides at once: each end sent a SYN (frames ${a} and ${b}) before it had that of the other.`,
  refused: (who: string, syn: number, reset: number) =>
    `Refused: ${who} answers the SYN (frame ${syn}) with a reset (${reset}).`,
  /** `reset`: the frame in which it gives up, 0 for none. */
  unanswered: (who: string, syn: number, reset: number) =>
    `Not answered: ${who} sends a SYN (frame ${syn}), and nothing comes back${reset ? `, and it gives up with a reset (${reset})` : ''}.`,
  /** `reset`: the frame in which `who`, called `role`, resets that, 0 for none. */
  olderConnection: (who: string, syn: number, ack: number, role: string, reset: number) =>
    `The SYN of ${who} (frame ${syn}) is answered by an ACK of an older connection (${ack}, RFC 9293, 3.5.1)` +
    (reset ? `, which ${role} resets (${reset}).` : '.'),
  halfOpen: (syn: number, synAck: number) =>
    `Half open: SYN (frame ${syn}), SYN+ACK (${synAck}), and the third packet of the opening is not in the capture.`,
  halfOpenReset: (syn: number, synAck: number, role: string, reset: number) =>
    `Half open: SYN (frame ${syn}), SYN+ACK (${synAck}), then ${role} breaks off with a reset (${reset}).`,
  partial: (who: string, syn: number) => `The SYN of ${who} is frame ${syn}; the answer to it is not in the capture.`,
  joinedAtAnswer: (synAck: number) =>
    `Joined midway: the capture begins with the SYN+ACK (frame ${synAck}); the SYN before it is missing.`,
  joined: 'Joined midway: how the connection was opened is not in the capture.',

  lastAckMissing: ' The last ACK is not in the capture.',
  /** In all closes: `ack` 0 for none. */
  threeSegments: (who: string, fin: number, finAck: number, ack: number) =>
    `Closed in three segments, begun by ${who}: FIN (frame ${fin}), FIN+ACK (${finAck}), which acknowledges that FIN${ack ? `, ACK (${ack})` : ''}.`,
  fourSegments: (who: string, fin: number, finAcked: number, second: number, ack: number) =>
    `Closed in four segments, begun by ${who}: FIN (frame ${fin}), ACK (${finAcked}), FIN (${second})${ack ? `, ACK (${ack})` : ''}.`,
  closedAtOnce: (a: number, b: number, acks: readonly number[]) =>
    `Closed from both sides at once: the FINs in frames ${a} and ${b} crossed${
      acks.length === 2
        ? `; ${acks[0]} and ${acks[1]} acknowledge them`
        : acks.length
          ? `; ${acks[0]} acknowledges one of them`
          : ''
    }.`,
  /** `fin`: the other side's own, 0 for none. */
  halfClose: (
    who: string,
    first: number,
    acked: number,
    role: string,
    bytes: number,
    from: number,
    fin: number,
    ack: number,
  ) =>
    `Half-closed by ${who} with the FIN in frame ${first} (acknowledged in ${acked}): ${role} goes on and sends ${bytes} more bytes from frame ${from}` +
    (fin ? `, then closes as well: FIN (${fin})${ack ? `, ACK (${ack})` : ''}.` : '.'),
  oneSided: (who: string, fin: number, ack: number, role: string) =>
    `Closed on one side: ${who} has sent a FIN (frame ${fin}), ${
      ack ? `acknowledged in frame ${ack}` : 'which is not acknowledged'
    }; ${role} has not closed.`,
  finOf: (role: string, frame: number) => `the FIN of ${role} (frame ${frame})`,
  /** `fins`: as `finOf` calls them; `standsForAck`: the reset stands for the last ACK. */
  brokenOff: (who: string, frame: number, fins: readonly string[], standsForAck: boolean) =>
    `Broken off by ${who} with a reset (frame ${frame})${
      fins.length ? ` after ${fins.join(' and ')}${standsForAck ? '; it stands for the last ACK' : ''}` : ''
    }.`,
  neverOpen: 'Never open, so never closed.',
  stillOpen: 'Still open when the capture ends.',
  acksData: (frame: number, of: number) =>
    `Frame ${frame} comes after that FIN, but acknowledges the data of frame ${of}.`,
  finAgain: (times: string) => `was sent again ${times}`,
  /** `asked`: a frame that still asks for the bytes before it, 0 for none. */
  finDidNotCount: (asked: number) =>
    `did not count: bytes before it never arrived${asked ? ` (frame ${asked} still asks for them)` : ''}`,
  finNeverAcked: 'was never acknowledged',
  ofFin: (role: string, frame: number, parts: readonly string[]) =>
    `The FIN of ${role} (frame ${frame}) ${parts.join(' and ')}.`,

  resetNotAccepted: (frame: number, role: string, because: string) =>
    `The reset in frame ${frame} (from ${role}) was not accepted, because ${because}.`,
  /** `marks`: what tells of another sender, as `strangeTtl` and `strangeId` say it. */
  onThePath: (marks: string) => `${marks[0]!.toUpperCase()}${marks.slice(1)}: a sign of somebody on the path.`,
  resetOnThePath: (frame: number, marks: string) =>
    `Of the reset in frame ${frame}, ${marks}: a sign of somebody on the path.`,
  resetInexact: (frame: number, number: string) =>
    `Of the reset in frame ${frame}, ${number}: only a receiver older than RFC 5961 takes it.`,
  resetFollowed: (frame: number, another: boolean) => `A${another ? 'nother' : ''} reset followed in frame ${frame}.`,
  resetsFollowed: (count: number, frames: string, more: boolean) =>
    `${count} ${more ? 'more ' : ''}resets followed in frames ${frames}.`,
  resetsNotTold: (count: number) => `${count} further resets are not told.`,
  strangeTtl: (ttl: number, usual: number) => `its TTL is ${ttl}, that of its sender’s other packets ${usual}`,
  strangeId: (id: string, last: string) => `its IP identification ${id} does not follow ${last}`,
  bothMarks: (marks: readonly string[]) => marks.join(' and '),
  doesNotAckSyn: 'it does not acknowledge the SYN',
  /** `to` equals `from` where one number is expected. */
  otherNumber: (number: number, from: number, to: number) =>
    `its sequence number is ${number}, where the other side expects ${from}${to === from ? '' : ` to ${to}`}`,
  outsideWindow: (number: string, window: number) => `${number}, and takes no more than ${window} bytes from there`,
  notExact: (number: string) => `${number}: within the window, but not exact (RFC 5961)`,
  receiverGoesOn: (role: string, frame: number) => `${role} goes on in frame ${frame}`,
  senderGoesOn: (role: string, frame: number) => `${role}, its apparent sender, goes on in frame ${frame}`,
  allReasons: (reasons: readonly string[]) => reasons.join(', and '),

  noErrors: 'Such checksums are not errors.',
  capturedOnBoth: (because: readonly string[]) => `Both ends are on the machine that captured: ${because.join('; ')}.`,
  ofEnd: (role: string, signs: string) => `of ${role}: ${signs}`,
  capturedOn: (who: string, signs: string) => `The capture was made on ${who}: ${signs}.`,
  capturedSomewhere: (told: readonly string[]) => `Where the capture was made is not known: ${told.join('; ')}.`,
  capturedNowhere: 'Nothing in these packets tells where the capture was made.',
  partialChecksums: (frames: string) =>
    `the checksums of its own packets (frames ${frames}) are only the sum over the pseudo-header, because the adapter was to complete them`,
  freshTtl: (ttl: number) => `their TTL ${ttl} is one that hosts begin with`,
  answersWithin: (time: string, frame: number) => `it answers within ${time} (frame ${frame})`,
  tooShort: (frames: string) => `they are shorter than Ethernet allows (frames ${frames})`,
  packetsHave: (role: string, signs: readonly string[]) => `packets of ${role} have ${signs.join(', ')}`,
  incompleteChecksums: (frames: string) => `incomplete checksums (frames ${frames})`,
  noPadding: (frames: string) => `no padding (frames ${frames}), which alone proves nothing`,
  padding: (frames: string) => `padding (frames ${frames}), so they came over a wire`,
  ttlOfHost: (ttl: number) => `TTL ${ttl}, one that hosts begin with`,
  ttlOfRouter: (ttl: number) => `TTL ${ttl}, so they have passed routers`,
  answersAfter: (time: string, frame: number) => `answers after ${time} (frame ${frame})`,
  /** `forwarded`: how many of the `copies` were seen before and after a router. */
  copies: (copies: number, count: number, forwarded: number) =>
    `${copies} of the ${count} frames are an earlier packet captured a second time${
      !forwarded
        ? ''
        : forwarded === copies
          ? ', before and after a router'
          : `, ${forwarded} of them before and after a router`
    }: ${count - copies} packets were sent, and none of these was sent again.`,
  sameId: (id: string) => `same IP identification ${id}`,
  sameNumbers: 'same numbers and checksum',
  sameTtl: (ttl: number) => `same TTL ${ttl}`,
  otherTtl: (ttl: number, first: number) => `TTL ${ttl} after ${first}`,
  samePlace: 'same hardware addresses',
  otherPlace: 'other hardware addresses, VLAN or interface',
}
