/** `-z expert[,LEVEL]`: tshark's lists of expert information, the most important level first. */
import { visible } from '../../engine/bytes/text'
import { expertPass, levels } from '../../engine/session/expert-pass'
import type { Session } from '../../engine/session/session'

const titles = { error: 'Errors', warn: 'Warns', note: 'Notes', chat: 'Chats', comment: 'Comments' } as const

/** @param lowest levels below this one are left out: error, warn, note, chat, comment */
export function expertText(session: Session, lowest: keyof typeof titles = 'comment'): string {
  const pass = expertPass(session)
  pass.step()
  let text = ''
  for (const level of levels.slice(0, levels.indexOf(lowest) + 1)) {
    const entries = pass.entries.filter((e) => e.level === level)
    if (!entries.length) continue
    const count = entries.reduce((sum, e) => sum + e.count, 0)
    text += `\n${titles[level]} (${count})\n=============\n   Frequency      Group           Protocol  Summary\n`
    for (const e of entries)
      text += `${String(e.count).padStart(12)} ${e.group.padStart(10)} ${e.protocol.padStart(18)}  ${visible(e.summary)}\n`
  }
  return text
}
