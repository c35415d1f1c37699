/** Which protocols stand in which, with the packets and bytes of each: a tree over the sets of layers that the packets have. */
import { makePlan } from '../dissect/plan'
import { registry } from '../protocols'
import type { FilterRun } from './filtering'
import type { Session } from './session'
import { Turns } from './turns'
import type { Work } from './turns'

export interface HierarchyNode {
  /** Filter name of the protocol. */
  protocol: string
  packets: number
  /** Bytes of the whole packets, as they were on the wire. */
  bytes: number
  /** In order of appearance. */
  children: HierarchyNode[]
}

/** Sets of layers come from the index; only packets whose inner layers were left open are decoded. @param filter only packets that it takes */
export async function protocolHierarchy(
  session: Session,
  work: Work & { filter?: FilterRun | undefined } = {},
): Promise<HierarchyNode[]> {
  const top: HierarchyNode[] = []
  const { filter } = work
  await filter?.all(work.signal)
  const turns = new Turns(session, work, 'Counting protocols was stopped.')
  for (let i = 0; i < session.count; i++) {
    if (turns.over) await turns.rest(i, session.count)
    if (!filter || filter.matches(i)) add(session, i, top)
  }
  return top
}

/** What stands inside certificates: parts of another protocol's message, each many times over. */
const partsOfOthers = /^(?:x509|pkix1)/

function add(session: Session, i: number, top: HierarchyNode[]): void {
  let nodes = top
  for (const id of layersOf(session, i)) {
    const { name } = registry.protocols[id]!
    if (name === 'frame' || name === 'ethertype' || partsOfOthers.test(name)) continue
    let node = nodes.find((n) => n.protocol === name)
    if (!node) nodes.push((node = { protocol: name, packets: 0, bytes: 0, children: [] }))
    node.packets++
    node.bytes += session.index.length[i]!
    nodes = node.children
    // What ICMP holds it quotes, or it is padding: nothing that it carries.
    if (name === 'icmp' || name === 'icmpv6') break
  }
}

const plan = makePlan(registry, {})

function layersOf(session: Session, i: number): readonly number[] {
  const layers = session.stacks.layers[session.index.stack[i]!] ?? []
  // A set holds two messages of a protocol, however many there are.
  if (!layers.includes(registry.open.id) && (layers.length < 2 || layers.at(-1) !== layers.at(-2))) return layers
  const { layerProtocol, depth } = session.decode(i, plan)
  return layerProtocol.slice(0, depth).map((protocol) => protocol!.id)
}
