/** `-z io,phs[,FILTER]`: tshark's table of the protocols in each other. */
import { protocolHierarchy } from '../../engine/session/protocol-hierarchy'
import type { HierarchyNode } from '../../engine/session/protocol-hierarchy'
import type { Session } from '../../engine/session/session'
import { runOf } from '../filter'
import { safe } from '../terminal-text'

const RULE = '='.repeat(67)

export async function hierarchyText(session: Session, filter: string): Promise<string> {
  let lines = ''
  const walk = (nodes: readonly HierarchyNode[], depth: number): void => {
    for (const { protocol, packets, bytes, children } of nodes) {
      lines += `${(' '.repeat(2 * depth) + protocol).padEnd(40)} frames:${packets} bytes:${bytes}\n`
      walk(children, depth + 1)
    }
  }
  walk(await protocolHierarchy(session, { filter: runOf(session, filter) }), 0)
  return `\n${RULE}\nProtocol Hierarchy Statistics\nFilter: ${safe(filter)}\n\n${lines}${RULE}\n`
}
