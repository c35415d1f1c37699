/** The text of a Word document (ECMA-376, WordprocessingML): paragraphs as lines, rows of tables as `| cell | cell |`. */
import { unzipSync } from 'fflate'
import { limits } from '../limits'
import { Refused } from '../refused'

const place = 'word/document.xml'

/** @throws Refused: no such document, or one that grows beyond `limits.claimXml` when it is unpacked, or declares entities */
export function docxText(file: Uint8Array): string {
  let found: Uint8Array | undefined
  let entries = 0
  try {
    found = unzipSync(file, {
      filter: ({ name, size, originalSize }) => {
        if (++entries > limits.claimZipEntries) throw bomb()
        if (name !== place) return false
        if (originalSize > limits.claimXml || (originalSize > 1024 * 1024 && originalSize / Math.max(1, size) > 200))
          throw bomb()
        return true
      },
    })[place]
  } catch (error) {
    if (error instanceof Refused) throw error
    throw notOne()
  }
  if (!found) throw notOne()
  const xml = new TextDecoder('utf-8').decode(found)
  if (/<!(DOCTYPE|ENTITY)/i.test(xml))
    throw new Refused(
      'report-entities',
      'The document declares entities, as no word processor does.',
      'Save it again as .docx, or as text.',
    )
  if (!/<w:document[\s>]/.test(xml)) throw notOne()
  return walk(xml)
}

const bomb = (): Refused =>
  new Refused(
    'report-too-large',
    `The document is too large when it is unpacked: more than ${limits.claimXml / 1024 / 1024} MiB of text, or packed far too tightly.`,
    'Save the text alone as .txt.',
  )
const notOne = (): Refused =>
  new Refused('not-a-report', 'This is no Word document (.docx).', 'Save it as .docx, .md or .txt.')

/** Only tags and texts are looked at; what is in them is never run, fetched or expanded. */
function walk(xml: string): string {
  const piece = /<(\/?)([\w:.-]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|<[^>]*>|([^<]+)/g
  let out = ''
  let [inText, cells, skipped] = [false, 0, 0]
  for (let m = piece.exec(xml); m; m = piece.exec(xml)) {
    const [, close = '', name = '', , single = '', text] = m
    if (text !== undefined) {
      if (inText && !skipped) out += plain(text)
      continue
    }
    // A second rendering of the same drawing, for older programs.
    if (name === 'mc:Fallback' && !single) skipped = Math.max(0, skipped + (close ? -1 : 1))
    if (name === 'w:t') inText = !close && !single
    else if (name === 'w:tab' && !close) out += ' '
    else if ((name === 'w:br' || name === 'w:cr') && !close) out += cells ? ' ' : '\n'
    else if (name === 'w:p' && (close || single)) out += cells ? ' ' : '\n'
    else if (name === 'w:tc') {
      cells = Math.max(0, cells + (close ? -1 : 1))
      if (close) out += '| '
    } else if (name === 'w:tr') out += close ? '\n' : '| '
  }
  return out
}

const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const plain = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,4}));/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return names[name] ?? whole
      const code = decimal !== undefined ? Number(decimal) : parseInt(hex!, 16)
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ''
    },
  )
