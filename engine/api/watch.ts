/**
 * Which packet is being decoded, for the case that a packet takes for ever. A decoder that hangs can say nothing, so the number lies in memory that
 * a thread of its own sees; when the beats stop, that thread writes the number into a file, where the shell finds it after it has killed the decoder.
 */
import { Worker } from 'node:worker_threads'
import type { Packet } from '../dissect/packet'

/** Milliseconds without a beat, at one packet, after which the number is written: half of the shell's patience. */
const patience = 1000
/** A link type that nobody has: the bytes of a skipped packet are shown as data. */
const noLinkType = 0xffff_ffff

/** Packets that are not decoded. */
export interface LeftOut {
  /** Those up to this number: a ring has deleted their file. */
  gone: number
  /** Those on which a decoder hung. */
  readonly skip: ReadonlySet<number>
}

const skippedText = 'Skipped: this packet took too long to decode'
const goneText = 'Gone: the ring of files has let go of this packet'

const thread = `
const { workerData: { cells, path, patience } } = require('node:worker_threads')
let beats = -1, packets = -1, since = Date.now(), looked = Date.now(), written = false
setInterval(() => {
  const now = Date.now()
  if (cells[1] !== beats || cells[2] !== packets || now - looked > patience / 2) {
    beats = cells[1]; packets = cells[2]; since = now; written = false
  }
  looked = now
  if (written || now - since < patience || cells[0] === 0) return
  written = true
  try { require('node:fs').writeFileSync(path, String(cells[0]), { mode: 0o600 }) } catch {}
}, 100)
`

export class Watch {
  /** [0] number of the packet under decoding, 0 for none; [1] beats; [2] packets decoded: while they go on, it is none of them that hangs. */
  private readonly cells = new Uint32Array(new SharedArrayBuffer(12))
  private worker: Worker | null = null

  /** Starts the thread; once. */
  start(path: string): void {
    if (this.worker) return
    this.worker = new Worker(thread, { eval: true, workerData: { cells: this.cells, path, patience } })
    this.worker.on('error', () => undefined) // then nobody watches, and the decoder is killed without a number
    this.worker.unref()
  }

  beat(): void {
    this.cells[1]!++
  }

  /** Makes `packet` say what it is on, and leave out what `left` says. It runs for every packet: no call besides the one that decodes. */
  over(packet: Packet, left: LeftOut): void {
    const { cells } = this
    const { skip } = left
    const run = Object.getPrototypeOf(packet).run as Packet['run']
    packet.run = function (this: Packet, frame, bytes, at, plan, first) {
      cells[0] = frame.number
      cells[2]!++
      if (frame.number > left.gone && (skip.size === 0 || !skip.has(frame.number)))
        run.call(this, frame, bytes, at, plan, first)
      else {
        const { linkType } = frame
        const gone = frame.number <= left.gone
        frame.linkType = noLinkType
        if (gone) frame.captured = 0
        run.call(this, frame, bytes, at, plan, first)
        frame.linkType = linkType
        this.protocolColumn = ''
        if (plan.columns) this.info = gone ? goneText : skippedText
      }
      cells[0] = 0
    }
    const resume = Object.getPrototypeOf(packet).resume as Packet['resume']
    packet.resume = function (this: Packet, frame, bytes, at, plan, enter, body) {
      if (frame.number <= left.gone || (skip.size > 0 && skip.has(frame.number)))
        return this.run(frame, bytes, at, plan, true)
      cells[0] = frame.number
      cells[2]!++
      resume.call(this, frame, bytes, at, plan, enter, body)
      cells[0] = 0
    }
  }
}
