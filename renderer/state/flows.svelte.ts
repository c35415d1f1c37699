// What the panels about flows share: which ladder is asked for, how it is drawn, and which conversation the selected packet belongs to.
import type { TreeNode } from '../client/shapes'
import type { LadderKind, LadderScope } from '../panels/flow/contract'
import type { Workspace } from './workspace.svelte'

/**
 * `selected`: the conversation of the selected packet, or packets of its kind. `shown`: what the display filter lets through. `bars`: all
 * connections of TCP, a bar each.
 */
export type ScopeWish = 'selected' | 'shown' | 'bars' | LadderKind

/** Heights of one arrow in px, from an overview to a close look. */
export const rowHeights = [18, 28, 42, 56, 72] as const
const usualHeight = 3

/** Kinds of packets that have a ladder of their own when they are no conversation. */
const kinds: readonly LadderKind[] = ['arp', 'icmpv6', 'icmp', 'dns']

export interface Conversation {
  kind: 'tcp' | 'udp'
  stream: number
}

/** The conversation that a decoded packet belongs to, the innermost one; null for none. */
export function conversationOf(tree: readonly TreeNode[]): Conversation | null {
  for (const layer of [...tree].reverse()) {
    if (layer.field !== 'tcp' && layer.field !== 'udp') continue
    const found = layer.children.find(({ field }) => field === `${layer.field}.stream`)
    const stream = /\d+/.exec(found?.text ?? '')
    if (stream) return { kind: layer.field, stream: Number(stream[0]) }
  }
  return null
}

function scopeOfPacket(tree: readonly TreeNode[]): LadderScope {
  const kind = kinds.find((name) => tree.some(({ field }) => field === name))
  // An error of ICMP quotes a conversation; it is shown among its kind.
  if (kind === 'icmp' || kind === 'icmpv6') return { kind }
  return conversationOf(tree) ?? { kind: kind ?? 'any' }
}

export class Flows {
  wish = $state<ScopeWish>('selected')
  absolute = $state(false)
  density = $state<number>(usualHeight)

  constructor(private readonly w: Workspace) {}

  /**
   * What the ladder shows. While the details of a newly selected packet are under way, it stays as it is; of a capture just opened nothing is
   * known yet (null), and what was shown of the former one would be of another conversation.
   */
  get scope(): LadderScope | null {
    if (this.wish === 'shown' || this.wish === 'bars') return { kind: 'any', shown: this.w.filter.applied }
    if (this.wish !== 'selected') return { kind: this.wish }
    const { details, current } = this.w.selection
    if (details) return scopeOfPacket(details.tree)
    return current ? null : { kind: 'any' }
  }

  /** The conversation of the selected packet. */
  get conversation(): Conversation | null {
    return conversationOf(this.w.selection.details?.tree ?? [])
  }

  changeDensity(step: -1 | 0 | 1): void {
    this.density = step === 0 ? usualHeight : Math.min(rowHeights.length - 1, Math.max(0, this.density + step))
  }

  /** Opens or closes a panel. */
  open(name: string, toggle = false): void {
    const { w } = this
    if (toggle && w.sidePanel === name) {
      w.docks.maximised = false
      w.sidePanel = ''
      w.focusList++
      return
    }
    w.sidePanel = name
  }
}

const made = new WeakMap<Workspace, Flows>()

export function flowsOf(w: Workspace): Flows {
  let flows = made.get(w)
  if (!flows) made.set(w, (flows = new Flows(w)))
  return flows
}
