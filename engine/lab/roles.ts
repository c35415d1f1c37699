/** Which packet a role means: by what it does in a story, or by a display filter. */
import { Refused } from '../refused'
import { other } from '../flows/stream-segment'
import type { Desk } from './desk'
import type { NamedRole, Role } from './sheet'
import { labWords } from './words'

/** Roles that are found by what a packet is. */
const filters: Readonly<Partial<Record<NamedRole, string>>> = {
  'arp-request': 'arp.opcode == 1',
  'arp-reply': 'arp.opcode == 2',
  'dns-query': 'dns.flags.response == 0',
  'dns-response': 'dns.flags.response == 1',
  'echo-request': 'icmp.type == 8',
  'echo-reply': 'icmp.type == 0',
  'http-request': 'http.request',
  'http-response': 'http.response',
  reset: 'tcp.flags.reset == 1',
}

export type Variables = ReadonlyMap<string, number>

/** The frame that has a role. Throws Refused when none has, saying why. */
export function frameOf(desk: Desk, role: Role, variables: Variables): number {
  const nth = nthOf(role.nth ?? 1, variables)
  const filter = role.filter ?? filters[role.role!]
  if (filter !== undefined) {
    const scope =
      role.stream !== undefined
        ? ` && tcp.stream == ${role.stream}`
        : role.port !== undefined
          ? ` && tcp.port == ${role.port}`
          : ''
    const frames = desk.frames(scope ? `(${filter})${scope}` : filter, role.capture)
    const frame = nth < 0 ? frames.at(nth) : frames[nth - 1]
    if (frame !== undefined) return frame
    throw new Refused('no-packet', labWords().tooFew(frames.length, `${filter}${scope}`, nth))
  }
  const told =
    role.stream === undefined ? desk.conversation(role.port, role.capture) : desk.stream(role.stream, role.capture)
  const { story } = told
  const syn = story.syns[0] ?? story.syns[1]
  const first = story.firstToClose()
  const second = first && story.fins[other(first.from)]
  const firstData = (): number => {
    for (let n = 0; n < told.frames.count; n++) if (told.segment(n).length > 0) return told.frames.frame(n)
    return 0
  }
  const frames: Readonly<Partial<Record<NamedRole, number | undefined>>> = {
    syn: syn?.frame,
    'syn-ack': syn ? story.answers[other(syn.from)]?.frame : 0,
    'handshake-ack': story.readyFrame,
    'first-data': role.role === 'first-data' ? firstData() : 0,
    'first-fin': first?.frame,
    'first-fin-ack': first?.ackFrame,
    'second-fin': second?.frame,
    'last-ack': second?.ackFrame,
  }
  const frame = frames[role.role!]
  if (frame) return frame
  throw new Refused('no-packet', labWords().noRole(role.role!))
}

function nthOf(nth: number | string, variables: Variables): number {
  if (typeof nth === 'number') return Math.trunc(nth) || 1
  const value = variables.get(nth.replace(/^\$/, ''))
  if (value !== undefined) return value
  throw new Refused('not-a-sheet', `The sheet has no variable "${nth}".`)
}
