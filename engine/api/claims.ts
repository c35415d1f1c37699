/** Calls about statements of a text on the open capture: `claims.*`. The command line's `check` judges the same. */
import { judging } from '../claims/judge'
import { claimFormats, printClaims } from '../claims/print'
import type { Judged } from '../claims/judge'
import { reportText } from '../claims/read-report'
import { limits } from '../limits'
import { languages } from '../words/language'
import { callsOf } from './call'
import { bytes, object, oneOf, text } from './check'
import type { Decoder } from './decoder'
import type { ClaimList } from './claim-shapes'
import { Refused } from '../refused'

const call = callsOf<Decoder>()
/** Milliseconds of judging between two looks at the event loop. */
const turn = 15
let asked = 0

const what = { text: text(limits.claimText), language: oneOf(...languages) }

/** Judges every statement of a text. A new text stops the one that is still being judged. */
export const judge = call(object(what), async (d, { text: report, language }): Promise<ClaimList> => {
  const all = await judged(d, report, language)
  const claims = all
    .slice(0, limits.claimsPerReply)
    .map((claim) => ({ ...claim, frames: claim.frames.slice(0, limits.claimFramesPerReply) }))
  return { claims, total: all.length }
})

/** The same as a file: text, JSON, or HTML with the text marked. */
export const print = call(
  object({ ...what, format: oneOf(...claimFormats) }),
  async (d, { text: report, language, format }): Promise<string> =>
    printClaims(await judged(d, report, language), format, language, report),
)

/** The text of a report that was chosen: .txt, .md, .docx. */
export const read = call(object({ name: text(1024), bytes: bytes(limits.claimReport) }), (_, file): string =>
  reportText(file.name, file.bytes),
)

async function judged(d: Decoder, report: string, language: (typeof languages)[number]): Promise<Judged[]> {
  await d.settled()
  const own = ++asked
  const session = d.open
  const all: Judged[] = []
  let end = performance.now() + turn
  for (const claim of judging(session, report, language)) {
    if (claim) all.push(claim)
    if (performance.now() < end) continue
    await new Promise((resolve) => setImmediate(resolve))
    if (own !== asked || session.closed) throw new Refused('cancelled', 'Checking this text was stopped.')
    end = performance.now() + turn
  }
  return all
}
