/** What the report on ARP says, in English. */
const s = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

export const arpEn = {
  title: (file: string) => `ARP report: ${file}`,
  purpose:
    'ARP (RFC 826) finds the hardware (MAC) address that belongs to an IPv4 address of the local network. It lies directly in Ethernet frames (EtherType 0x0806), not in IP, so it never passes a router.',
  sum: (packets: number, requests: number, answered: number) =>
    `The capture holds ${s(packets, 'ARP packet')}: ${s(requests, 'request')}, ${answered} of them answered.`,
  delays: (shortest: string, pair: string, longest: string, other: string) =>
    `The quickest answer took ${shortest} (${pair}), the slowest ${longest} (${other}).`,
  pairName: (request: number, reply: number) => `frames ${request} → ${reply}`,
  whoAsked: (ip: string, mac: string, n: number, frames: string) =>
    `${ip} (${mac}) asks ${n === 1 ? 'once: frame' : n === 2 ? 'twice: frames' : `${n} times: frames`} ${frames}.`,
  pairs: 'Requests and replies',
  pairsLead:
    'A reply answers the newest request for the address that it comes from. Fields link them, not their order: the reply holds the request’s addresses with both ends exchanged.',
  request: 'Request',
  reply: 'Reply',
  asker: 'Who asks',
  lookedFor: 'Looked for',
  answer: 'Answer',
  way: 'Sent to',
  delay: 'Delay',
  lengths: 'Bytes',
  broadcast: 'broadcast',
  unicast: 'unicast',
  probe: 'probe',
  noReply: 'no reply',
  exchange: 'An exchange in detail',
  requestTitle: (frame: number, ip: string, target: string) => `Frame ${frame}: ${ip} asks for ${target}`,
  probeTitle: (frame: number, target: string) => `Frame ${frame}: a host probes ${target}`,
  replyTitle: (frame: number, ip: string, mac: string) => `Frame ${frame}: ${ip} is at ${mac}`,
  fieldsOf: (frame: number) => `Ethernet and ARP fields of frame ${frame}`,
  requests: 'How requests are sent',
  broadcastLead: (frames: string) =>
    `Broadcast requests (frames ${frames}): the asker does not know who has the address, so all hosts of the network must hear the question (destination ff:ff:ff:ff:ff:ff). Only the owner answers, and only to the asker (unicast).`,
  unicastLead: (frames: string) =>
    `Unicast requests (frames ${frames}): the asker still has the MAC address in its cache and only checks whether it is valid (RFC 1122, 2.3.2.1), so it asks the owner alone.`,
  zeroTarget: (frames: string) =>
    `Target MAC address 00:00:00:00:00:00 (frames ${frames}): this is what the request asks for, so it is unknown and filled with zeros.`,
  lengthLead: (sent: string, received: string) =>
    `42 bytes (frames ${sent}): 14 of Ethernet and 28 of ARP, captured on the sending host before its adapter added padding. 60 bytes (frames ${received}): received with 18 bytes of padding, because an Ethernet frame has at least 60 bytes without its check sequence.`,
  lengthShort: (frames: string) =>
    `42 bytes (frames ${frames}): 14 of Ethernet and 28 of ARP, without padding: captured before the adapter added it.`,
  lengthPadded: (frames: string) =>
    `60 bytes (frames ${frames}): 14 of Ethernet, 28 of ARP and 18 of padding, because an Ethernet frame has at least 60 bytes without its check sequence.`,
  capturedOn: (ip: string) =>
    `The frames of ${ip} have no padding and those of others have: the capture was made on the host with that address.`,
  addresses: 'Who has which address',
  ip: 'IP address',
  mac: 'MAC address',
  vendor: 'Vendor',
  seenFirst: 'First in',
  seenLast: 'Last in',
  times: 'Times',
  unanswered: (frame: number, ip: string, who: string) => `Frame ${frame}: nobody answers ${who}, who asks for ${ip}.`,
  free: (frame: number, ip: string) =>
    `Frame ${frame}: a probe for ${ip} without an answer. The address is free; this is no problem.`,
  conflict: (ip: string, mac: string, frame: number, other: string, before: number) =>
    `${ip} is claimed by two hosts: ${mac} (frame ${frame}) and ${other} (frame ${before}). A duplicate address, or somebody pretends to have it (ARP spoofing).`,
  bothProbe: (ip: string, frame: number, before: number) =>
    `Two hosts probe ${ip} at once (frames ${before} and ${frame}).`,
  unasked: (frame: number, ip: string, mac: string) =>
    `Frame ${frame}: a reply that nobody asked for in this capture says that ${ip} is at ${mac}.`,
  several: (frame: number, n: number) => `The request in frame ${frame} was answered by ${s(n, 'packet')}.`,
  stated: (frame: number, ip: string, mac: string) =>
    `Frame ${frame}: ${mac} announces that it has ${ip} (gratuitous ARP); nobody is expected to answer.`,
  noTrouble: 'Every request was answered, and no address has two owners.',
  none: 'The capture holds no ARP packets about IPv4 over Ethernet.',
}
