/** One question and its answer per connection, as finger and whois have them: who asked in which packet, and who answered. */
import { FlowState } from '../../dissect/memory'
import type { Packet } from '../../dissect/packet'

export interface Question {
  asked: number
  answered: number
  seconds: number
  nanos: number
  text: string
}

export class Questions extends FlowState<Question> {
  constructor() {
    super(() => ({ asked: 0, answered: 0, seconds: 0, nanos: 0, text: '' }))
  }
  /** First pass: notes a question or an answer. */
  note(p: Packet, isQuestion: boolean, text = ''): void {
    if (!p.first || p.flow < 0 || p.quoted) return
    const own = this.of(p.flow >> 1)
    const { number, seconds, nanos } = p.frame
    if (!isQuestion) own.answered ||= number
    else if (!own.asked) {
      own.asked = number
      own.seconds = seconds
      own.nanos = nanos
      own.text = text
    }
  }
  /** Nanoseconds from the question to this packet. */
  since(p: Packet, { seconds, nanos }: Question): number {
    return (p.frame.seconds - seconds) * 1e9 + p.frame.nanos - nanos
  }
}
