/** The captures that a sheet is about, and what questions ask of them: fields of packets, stories of conversations, packets that a filter lets through. */
import { fieldText } from '../dissect/format'
import { occurrence } from '../dissect/lines'
import { makePlan } from '../dissect/plan'
import { conversations } from '../flows/conversations'
import { Refused } from '../refused'
import { conversationOf, storyOf } from '../session/conversation-story'
import type { ConversationStory } from '../session/conversation-story'
import { FilterRun } from '../session/filtering'
import type { Session } from '../session/session'
import { labWords } from './words'

/** One line of a packet: what `-T fields` says of it, and the bytes [from, to) that it stands for. */
export interface FoundField {
  text: string
  bytes: readonly [from: number, to: number]
}

export class Desk {
  private readonly runs = new Map<string, FilterRun>()

  /** @param captures by their names in the sheet; '' is the only one, or the first */
  constructor(private readonly captures: ReadonlyMap<string, Session>) {}

  session(name = ''): Session {
    const session = this.captures.get(name) ?? (name === '' ? [...this.captures.values()][0] : undefined)
    if (session) return session
    throw new Refused('no-capture', labWords().noCapture(name))
  }

  /** Frames that a display filter lets through, in order. Throws Refused for what is no filter. */
  frames(filter: string, capture = ''): number[] {
    const key = `${capture}\0${filter}`
    let run = this.runs.get(key)
    if (!run) this.runs.set(key, (run = new FilterRun(this.session(capture), filter)))
    run.step()
    const frames: number[] = []
    for (let i = 0; i < this.session(capture).count; i++) if (run.matches(i)) frames.push(i + 1)
    return frames
  }

  /** Every occurrence of a field in a packet. Throws Refused when there is no such field. */
  fields(frame: number, name: string, capture = ''): FoundField[] {
    const session = this.session(capture)
    const field = session.packet.registry.byName.get(name)
    if (!field)
      throw new Refused(
        'unknown-field',
        labWords().unknownField(name),
        'wirelens -G fields lists those that there are.',
      )
    const p = session.decode(frame - 1, makePlan(session.packet.registry, { fields: [field], drawing: true }))
    const found: FoundField[] = []
    for (let i = 0; i < p.records.count; i++) {
      if (p.records.field[i] !== field.id) continue
      const from = p.records.start[i]!
      found.push({ text: fieldText(occurrence(p, i)), bytes: [from, from + p.records.length[i]!] })
    }
    return found
  }

  number(frame: number, name: string, capture = ''): number | undefined {
    const text = this.fields(frame, name, capture)[0]?.text
    return text === undefined ? undefined : Number(text)
  }

  /** Seconds since the first packet. */
  time(frame: number, capture = ''): number {
    return Number(this.session(capture).index.elapsed(0, frame - 1)) / 1e9
  }

  /** The story of the TCP conversation that a packet belongs to. */
  story(frame: number, capture = ''): ConversationStory {
    const session = this.session(capture)
    const flow = session.index.flow[frame - 1] ?? -1
    const flows = session.memories.get(conversations)
    if (flow < 0 || flows.transport(flow >> 1) !== 'tcp')
      throw new Refused('no-such-stream', labWords().noConversation(frame))
    return read(storyOf(session, flow >> 1))
  }

  stream(number: number, capture = ''): ConversationStory {
    const session = this.session(capture)
    return read(storyOf(session, conversationOf(session, 'tcp', number)))
  }

  /** The first TCP conversation, or the first with this server port. */
  conversation(port: number | undefined, capture = ''): ConversationStory {
    const [frame] = this.frames(port === undefined ? 'tcp' : `tcp.port == ${port}`, capture)
    if (frame === undefined) throw new Refused('no-such-stream', labWords().noTcp(port))
    return this.story(frame, capture)
  }
}

function read(told: ConversationStory): ConversationStory {
  told.step()
  return told
}
