/** What the computed values of a TCP segment come from, in English. */
export const en = {
  /** What a relative number is counted from; `opener`: the frame of the SYN, 0 when it is not in the capture. */
  start: (base: string, opener: number) =>
    opener
      ? `the initial sequence number ${base} of the SYN in frame ${opener}`
      : `${base}, one below the first number seen: the SYN is not in the capture`,
  sequence: (relative: number, raw: string, start: string) => `${relative} = ${raw} − ${start}`,
  acknowledgment: (relative: number, raw: string, start: string) => `${relative} = ${raw} − ${start} of the other side`,
  /** `flag`: SYN or FIN, which take a number as well; '' for neither. */
  next: (next: number, sequence: number, bytes: number, flag: string) =>
    `${next} = ${sequence} + ${bytes} byte${bytes === 1 ? '' : 's'} of data${flag ? ` + 1 for the ${flag}` : ''}`,
  windowOfSyn: (window: number, frame: number) =>
    `${window}, as it stands in frame ${frame}: the window of a SYN is never scaled`,
  windowUnknown: (window: number, frame: number) =>
    `${window}, as it stands in frame ${frame}: the SYN with the scale is not in the capture`,
  windowPlain: (window: number, frame: number) =>
    `${window}, as it stands in frame ${frame}: not both ends offered window scaling`,
  windowScaled: (scaled: number, window: number, frame: number, factor: number, opener: number) =>
    `${scaled} = ${window} (frame ${frame}) × ${factor} (window scale option of frame ${opener})`,
  stream: (a: string, b: string, number: number, first: number) =>
    `The conversation between ${a} and ${b}, number ${number} in order of appearance; it begins in frame ${first}`,
  sinceFirst: (seconds: string, first: number) => `${seconds} s since frame ${first}, the first of the conversation`,
  sinceBefore: (before: number) => `Time since frame ${before}, the one before in the conversation`,
  acks: (acknowledgment: number, what: 'SYN' | 'FIN' | '', frame: number) =>
    `Ack ${acknowledgment} is the number behind ${what ? `its ${what}` : 'its last byte'}: frame ${frame} ends there`,
  rtt: (time: string, from: number, to: number) =>
    `${time} from frame ${from} to frame ${to}, at the place of the capture`,
  /** `ack`: the first ACK after it, 0 for none. */
  initialRtt: (time: string, syn: number, again: boolean, ack: number) =>
    `${time} from the last SYN (frame ${syn}${again ? ', sent again' : ''}) to the first ACK after it${ack ? ` (frame ${ack})` : ''}`,
  inFlight: (bytes: number, frame: number) =>
    `${bytes} bytes between the lowest and the highest number that this side has sent and the other side has not acknowledged when frame ${frame} goes out`,
  pushedAlone: (bytes: number) =>
    `${bytes} bytes: this segment alone, because the one before it had PSH set or is the first`,
  pushed: (bytes: number) => `${bytes} bytes: this segment and those before it since the last PSH`,
  twin: (frame: number, first: number, because: string, copies: number, count: number) =>
    `One packet captured twice, not one sent twice: frame ${frame} is frame ${first}, because ${because} (so ${copies} of the ${count} frames of this conversation)`,
  reusedPorts:
    'Port numbers reused, because an earlier conversation between these ends was over, or began with another sequence number',
  startsAt: (sequence: number, next: number) => `. It starts at ${sequence}; this side was to go on at ${next}`,
  repetition: (n: number, of: number) => `. It is repetition ${n} of frame ${of}`,
  rto: (time: string, frame: number) => `${time} since frame ${frame}, the oldest segment without an acknowledgement`,
  beginsClose: (frame: number) => `No FIN of the other side comes before frame ${frame}: this side begins the close`,
  followsClose: (first: number, answers: boolean) =>
    `The other side began the close in frame ${first}${answers ? `, and this segment acknowledges that FIN` : ''}`,
  data: 'data',
  nothingSeen: 'nothing of an opening or a close',
  completeness: (sum: string, missing: string) => `${sum}${missing ? `; not in the capture: ${missing}` : ''}`,
}
