/** `-z follow,tcp|udp,ascii|hex|raw,STREAM`: tshark's form. */
import type { Session } from '../../engine/session/session'
import { followerOf } from '../../engine/session/follow-stream'
import { gapText, payloadText } from '../../engine/flows/stream-payload'
import { hex } from '../../engine/bytes/read'

export type FollowForm = 'ascii' | 'hex' | 'raw'
const RULE = '='.repeat(67)
const PIECES = 1000

export function* followText(
  session: Session,
  transport: 'tcp' | 'udp',
  form: FollowForm,
  stream: number,
): Generator<string> {
  const follower = followerOf(session, transport, stream)
  follower.step()
  const { ends, total } = follower.pieces(0, 0)
  yield `\n${RULE}\nFollow: ${transport},${form}\nFilter: ${transport}.stream eq ${stream}\nNode 0: ${ends[0]}\nNode 1: ${ends[1]}\n`
  const offsets = [0, 0]
  for (let from = 0; from < total;) {
    const { pieces } = follower.pieces(from, PIECES)
    for (const { kind, from: end, bytes, length } of pieces) {
      if (kind === 'repeat') continue
      const shown = kind === 'gap' ? new TextEncoder().encode(`${gapText(length)}\0`) : bytes
      if (!shown.length) continue
      const tab = end === 1 ? '\t' : ''
      if (form === 'ascii') yield `${tab}${shown.length}\n${payloadText(shown)}\n`
      else if (form === 'raw') yield `${tab}${hex(shown, 0, shown.length)}\n`
      else {
        yield hexLines(shown, offsets[end]!, tab)
        offsets[end]! += shown.length
      }
    }
    from += pieces.length
  }
  yield `${RULE}\n`
}

/** Sixteen bytes a line, with the offset in the direction. */
function hexLines(bytes: Uint8Array, offset: number, tab: string): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 16) {
    const line = bytes.subarray(at, at + 16)
    let digits = ''
    let letters = ''
    line.forEach((b, i) => {
      digits += `${hex(line, i, 1)} ${i === 7 ? ' ' : ''}`
      letters += (b >= 32 && b < 127 ? String.fromCharCode(b) : '.') + (i === 7 ? ' ' : '')
    })
    const row = `${tab}${(offset + at).toString(16).toUpperCase().padStart(8, '0')}  ${digits.padEnd(50)}${letters}`
    // tshark takes one space off the end of a line, whatever it stands for.
    text += `${row.replace(/ $/, '')}\n`
  }
  return text
}
