/** One TCP conversation of the open capture with all that its report asks for, and the names of its ends in the language of the report. */
import { conversations } from '../flows/conversations'
import { other } from '../flows/stream-segment'
import type { End, StreamSegment } from '../flows/stream-segment'
import type { Vantage } from '../flows/vantage'
import { limits } from '../limits'
import { addressText } from '../session/address-text'
import { arpPass } from '../session/arp-pass'
import { conversationOf, storyOf } from '../session/conversation-story'
import type { ConversationStory } from '../session/conversation-story'
import type { Session } from '../session/session'
import type { Work } from '../session/turns'
import type { Language } from '../words/language'
import { factsOf } from './facts'
import type { Facts } from './facts'
import { reportWords, tcpWords } from './words'
import type { ReportWords, TcpWords } from './words'

export class TcpSubject {
  readonly w: ReportWords
  readonly words: TcpWords
  /** Of both ends. */
  readonly addresses: readonly [string, string]
  readonly vantage: Vantage
  private readonly read = new Map<number, Facts>()

  private constructor(
    readonly session: Session,
    readonly stream: number,
    readonly language: Language,
    readonly told: ConversationStory,
  ) {
    this.w = reportWords(language)
    this.words = tcpWords(language)
    const flows = session.memories.get(conversations)
    const text = (end: End): string => addressText(flows.addresses, flows.address(told.conversation, end))
    this.addresses = [text(0), text(1)]
    this.vantage = told.story.vantage.result()
  }

  /** @throws Refused when there is no such stream */
  static async read(session: Session, stream: number, language: Language, work: Work): Promise<TcpSubject> {
    const told = await storyOf(session, conversationOf(session, 'tcp', stream)).whole(work)
    // What explanations ask for comes first: they are answered at once then.
    await arpPass(session).whole(work)
    return new TcpSubject(session, stream, language, told)
  }

  /** Segments in all, and segment `n` (from 0). */
  get count(): number {
    return this.told.frames.count
  }
  segment(n: number): StreamSegment {
    return this.told.segment(n)
  }
  segmentIn(frame: number): StreamSegment | undefined {
    const n = this.told.frames.find(frame)
    return n < 0 ? undefined : this.told.segment(n)
  }

  /** Frame numbers of the conversation. */
  *allFrames(): Generator<number> {
    for (let n = 0; n < this.count; n++) yield this.told.frames.frame(n)
  }

  facts(frame: number): Facts {
    let facts = this.read.get(frame)
    if (!facts) this.read.set(frame, (facts = factsOf(this.session, frame)))
    return facts
  }

  /** `the client`, or the address where nobody is known to have called. */
  role(end: End): string {
    const caller = this.told.story.caller()
    return caller < 0 ? this.told.ends[end] : caller === end ? this.words.client : this.words.server
  }
  roleTitle(end: End): string {
    const caller = this.told.story.caller()
    return caller < 0 ? this.words.endTitle : caller === end ? this.words.clientTitle : this.words.serverTitle
  }
  /** `the client (10.0.0.1:50000)`. */
  who(end: End): string {
    return this.told.story.caller() < 0 ? this.told.ends[end] : this.words.named(this.role(end), this.told.ends[end])
  }
  /** The caller first, else who sent the first packet. */
  get order(): readonly [End, End] {
    const first: End = this.told.story.caller() === 1 ? 1 : 0
    return [first, other(first)]
  }

  /** Hardware address that an end sends from, as far as the first segments show; '' for none. */
  macOf(end: End): string {
    const most = Math.min(this.count, limits.reportLooks)
    for (let n = 0; n < most; n++) {
      const s = this.segment(n)
      if (s.from === end) return this.facts(s.frame).first('eth.src')?.text ?? ''
    }
    return ''
  }
}
