/** MySQL's answers: done, refused, or columns and rows. */
import type { Packet } from '../../../dissect/packet'
import { codedText, flagWord, lengthCoded, mysql, say, sayMore, STEP, zeroText } from './mysql'
import type { Talk } from './mysql'

const OK = 0
const LOCAL_FILE = 0xfb
const EOF = 0xfe
const ERROR = 0xff
/** An end of rows is shorter than this; a row may begin with the same byte. */
const LONGEST_EOF = 9

/** The answer at the cursor, where `step` says which of them may come. */
export function answer(p: Packet, talk: Talk, step: number): void {
  const { f } = mysql
  const code = p.peek(1)
  const isEnd = code === EOF && p.left < LONGEST_EOF
  const title = (text: string): void => p.label(p.layerRecord[p.layer]!, `MySQL Protocol - ${text}`)
  if (code === EOF && step === STEP.result) {
    title('authentication switch request')
    say(p, 'Auth Switch Request ')
    p.take(f.code)
    p.add(f.eof, p.at - 1, 1, EOF)
    zeroText(p, f.switchName)
    if (p.left) p.take(f.switchData, p.left)
    talk.step = STEP.switching
    return
  }
  say(p, 'Response ')
  if (code === ERROR) {
    title('response ERROR')
    talk.step = STEP.command
    return failure(p, ' Error')
  }
  if (isEnd) return end(p, talk, step, title)
  switch (step) {
    case STEP.columns:
    case STEP.shown:
      title(step === STEP.shown ? 'response to SHOW FIELDS' : 'field packet')
      column(p, step === STEP.shown)
      if (step === STEP.columns && --talk.count <= 0) talk.step = talk.deprecatesEof ? rowsOf(talk) : STEP.endOfColumns
      return
    case STEP.parameters:
      title('parameters in response to PREPARE')
      return column(p, false)
    case STEP.preparedColumns:
      title('fields in response to PREPARE')
      return column(p, false)
    case STEP.rows:
      title('row packet')
      while (p.left) codedText(p, f.text)
      return
    case STEP.binaryRows:
      title('row packet')
      p.take(f.code)
      if (p.left) p.take(f.payload, p.left)
      return
    case STEP.message:
      p.take(f.message, p.left)
      talk.step = STEP.command
      return
    case STEP.prepared:
      title('response to PREPARE')
      return prepared(p, talk)
    default:
      return first(p, talk, step, code, title)
  }
}

const rowsOf = (talk: Talk): number => (talk.isBinary ? STEP.binaryRows : STEP.rows)

/** The first packet of an answer: done, or how many columns follow. */
function first(p: Packet, talk: Talk, step: number, code: number, title: (text: string) => void): void {
  const { f } = mysql
  if (code === OK) {
    title('response OK')
    sayMore(p, ' OK ')
    p.take(f.code)
    done(p)
    talk.step = STEP.command
  } else if (code === LOCAL_FILE || step === STEP.result) {
    p.take(f.payload, p.left)
  } else {
    title('column count')
    sayMore(p, 'TABULAR Response ')
    const at = p.at
    const count = lengthCoded(p)
    p.add(f.columnCount, at, p.at - at, count)
    talk.count = count
    talk.step = STEP.columns
  }
}

function done(p: Packet): void {
  const { f } = mysql
  for (const field of [f.affected, f.insertId]) {
    const at = p.at
    const value = lengthCoded(p)
    if (field === f.affected || value > 0) p.add(field, at, p.at - at, Math.max(0, value))
  }
  if (p.left >= 2) flagWord(p, f.status, 'status')
  if (p.left >= 2) p.take(f.warnings)
  if (p.left) codedText(p, f.message)
}

/** `EOF`: the end of columns or of rows. */
function end(p: Packet, talk: Talk, step: number, title: (text: string) => void): void {
  const { f } = mysql
  const isBetween =
    step === STEP.endOfColumns || step === STEP.columns || (step === STEP.parameters && talk.columns > 0)
  title(isBetween || (!p.first && step === STEP.parameters && hasMore(p)) ? 'intermediate EOF' : 'response EOF')
  p.take(f.code)
  p.add(f.eof, p.at - 1, 1, EOF)
  if (p.left >= 2) p.take(f.warnings)
  if (p.left >= 2) flagWord(p, f.status, 'status')
  if (step === STEP.parameters && talk.columns > 0) talk.step = STEP.preparedColumns
  else if (step === STEP.endOfColumns || step === STEP.columns) talk.step = rowsOf(talk)
  else talk.step = STEP.command
}

/** Whether another packet stands behind this one in what was captured of the segment. */
const hasMore = (p: Packet): boolean => p.bytes.length > p.end

function prepared(p: Packet, talk: Talk): void {
  const { f } = mysql
  p.take(f.code)
  p.take(f.statement)
  const columns = p.peek(1) + 256 * p.peek(1, 1)
  p.add(f.columnCount, p.at, 2, columns)
  p.skip(2)
  const parameters = p.peek(1) + 256 * p.peek(1, 1)
  p.take(f.parameterCount)
  if (p.left > 2) p.skip(1)
  if (p.left >= 2) p.take(f.warnings)
  talk.columns = columns
  talk.step = parameters ? STEP.parameters : columns ? STEP.preparedColumns : STEP.command
}

function column(p: Packet, hasDefault: boolean): void {
  const { f } = mysql
  for (const field of [f.catalog, f.database, f.table, f.originalTable, f.columnName, f.originalName])
    codedText(p, field)
  p.skip(1)
  p.take(f.columnCharset)
  p.take(f.columnLength)
  p.take(f.columnType)
  p.take(f.columnFlags)
  p.take(f.decimals)
  if (p.left >= 2) p.skip(2)
  if (hasDefault && p.left) codedText(p, f.default)
}

/** An error: its number, its state and what it says. */
export function failure(p: Packet, word: string): void {
  const { f } = mysql
  if (word === 'Error') p.skip(1)
  else p.take(f.code)
  const code = p.peek(1) + 256 * p.peek(1, 1)
  sayMore(p, `${word} ${code} `)
  p.take(f.errorCode)
  if (p.left >= 6 && p.peek(1) === 0x23) {
    p.skip(1)
    p.take(f.sqlState, 5)
  }
  if (p.left) p.take(f.errorMessage, p.left)
}
