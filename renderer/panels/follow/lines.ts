// What was said in a stream, cut into lines of one height: as text, as a hex dump, or as bare hexadecimal.
import type { FollowPiece } from '../flow/contract'

export type FollowForm = 'text' | 'hex' | 'raw'

export interface StreamLine {
  kind: FollowPiece['kind']
  from: 0 | 1
  /** The frame in which this line begins. */
  frame: number
  text: string
  /** First line of what one side says before the other one speaks. */
  opens: boolean
}

const textWidth = 160
const rawWidth = 40

/** Not to be printed as they are: controls, and what turns the direction of writing. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

function* textLines(bytes: Uint8Array): Generator<[at: number, text: string]> {
  let start = 0
  const decoder = new TextDecoder()
  while (start < bytes.length) {
    const found = bytes.indexOf(10, start)
    const stop = found < 0 ? bytes.length : found + 1
    const text = decoder
      .decode(bytes.subarray(start, stop))
      .replace(/\r?\n$/, '')
      .replace(/\t/g, '    ')
      .replace(unprintable, '·')
    for (let at = 0; at === 0 || at < text.length; at += textWidth) yield [start, text.slice(at, at + textWidth)]
    start = stop
  }
}
function* hexLines(bytes: Uint8Array, offset: number): Generator<[at: number, text: string]> {
  for (let at = 0; at < bytes.length; at += 16) {
    const line = [...bytes.subarray(at, at + 16)]
    const left = line.slice(0, 8).map(hex).join(' ')
    const right = line.slice(8).map(hex).join(' ')
    const letters = line.map((b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '·')).join('')
    yield [at, `${(offset + at).toString(16).padStart(8, '0')}  ${`${left}  ${right}`.padEnd(50)} ${letters}`]
  }
}
function* rawLines(bytes: Uint8Array): Generator<[at: number, text: string]> {
  for (let at = 0; at < bytes.length; at += rawWidth)
    yield [at, [...bytes.subarray(at, at + rawWidth)].map(hex).join('')]
}

/** Lines of all pieces. `words` says what stands for gaps and repeats. */
export function linesOf(
  pieces: readonly FollowPiece[],
  form: FollowForm,
  only: 0 | 1 | null,
  words: (piece: FollowPiece) => string,
): StreamLine[] {
  const lines: StreamLine[] = []
  const offsets: [number, number] = [0, 0]
  let speaker = -1
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!
    if (only !== null && piece.from !== only) continue
    if (piece.kind !== 'data') {
      lines.push({ kind: piece.kind, from: piece.from, frame: piece.frame, text: words(piece), opens: false })
      continue
    }
    // A dump begins anew with each packet; text runs on while the same side speaks.
    const run = [piece]
    while (form !== 'hex') {
      const next = pieces[i + 1]
      if (next?.kind !== 'data' || next.from !== piece.from) break
      run.push(next)
      i++
    }
    const bytes = joined(run)
    const made =
      form === 'text' ? textLines(bytes) : form === 'hex' ? hexLines(bytes, offsets[piece.from]) : rawLines(bytes)
    let part = 0
    let reached = run[0]!.bytes.length
    for (const [at, text] of made) {
      while (at >= reached && part + 1 < run.length) reached += run[++part]!.bytes.length
      lines.push({ kind: 'data', from: piece.from, frame: run[part]!.frame, text, opens: speaker !== piece.from })
      speaker = piece.from
    }
    offsets[piece.from] += bytes.length
  }
  return lines
}

export function joined(pieces: readonly FollowPiece[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0))
  let at = 0
  for (const { bytes } of pieces) {
    whole.set(bytes, at)
    at += bytes.length
  }
  return whole
}
