/** Reads a report: plain text, Markdown or a Word document. */
import { limits } from '../limits'
import { Refused } from '../refused'
import { docxText } from './docx'

/**
 * @param name tells the kind by its ending: .txt, .md, .docx
 * @throws Refused: too large, of another kind, no text
 */
export function reportText(name: string, file: Uint8Array): string {
  if (file.length > limits.claimReport)
    throw new Refused(
      'report-too-large',
      `${name} has more than ${limits.claimReport / 1024 / 1024} MiB.`,
      'Check the report in parts, or save its text alone as .txt.',
    )
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const text = ending === 'docx' ? docxText(file) : decoded(name, ending, file)
  if (text.length > limits.claimText)
    throw new Refused(
      'report-too-large',
      `${name} has more than ${limits.claimText} characters.`,
      'Check the report in parts.',
    )
  return text
}

function decoded(name: string, ending: string, file: Uint8Array): string {
  if (!['txt', 'md', 'markdown', 'text', ''].includes(ending))
    throw new Refused(
      'not-a-report',
      `Reports are read as .txt, .md and .docx; ${name} is none of them.`,
      'Save it so.',
    )
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le').decode(file)
  if (file[0] === 0xfe && file[1] === 0xff) return new TextDecoder('utf-16be').decode(file)
  if (file[0] === 0x50 && file[1] === 0x4b && file[2] === 3)
    throw new Refused('not-a-report', `${name} is a packed file, not a text.`, 'A Word document must end in .docx.')
  if (file.includes(0)) throw new Refused('not-a-report', `${name} is no text: it holds zero bytes.`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    // Korean texts of older Windows programs.
    return new TextDecoder('euc-kr').decode(file)
  }
}
