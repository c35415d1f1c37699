/** RFC 8259: JavaScript Object Notation, each value with the path that leads to it. */
import { latin } from '../kit/lines'
import { utf8Text } from '../../bytes/text'
import { none, string } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { limits } from '../../limits'
import { bodyMedia, textLines } from './media'

const f = {
  array: none('json.array', 'Array'),
  object: none('json.object', 'Object'),
  member: string('json.member', 'Member', { help: 'A name in an object, with the value under it.' }),
  key: string('json.key', 'Key', { help: 'The name of a member.' }),
  path: string('json.path', 'Path', { generated: true }),
  pathWithValue: string('json.path_with_value', 'Path with value', { generated: true }),
  memberWithValue: string('json.member_with_value', 'Member with value', { generated: true }),
  string: string('json.value.string', 'String value', { help: 'Text, with its escapes resolved.' }),
  number: string('json.value.number', 'Number value', { help: 'A number as it was written.' }),
  true: none('json.value.true', 'True value'),
  false: none('json.value.false', 'False value'),
  null: none('json.value.null', 'Null value'),
}

/** The text of a body, with where it stands. Positions are in `bytes`. */
class Reader {
  constructor(
    readonly p: Packet,
    readonly bytes: Uint8Array,
    public at: number,
    readonly end: number,
  ) {}

  blanks(): number {
    while (this.at < this.end && isBlank(this.bytes[this.at]!)) this.at++
    return this.at < this.end ? this.bytes[this.at]! : -1
  }

  /** Reads the value at the cursor; false when there is none, or not all of it. `name` is '[]' in arrays, '' at the top. */
  value(path: string, name: string, deep: number): boolean {
    const c = this.blanks()
    if (deep > limits.nestedValues) return false
    if (c === 123) return this.container(f.object, path, deep)
    if (c === 91) return this.container(f.array, path, deep)
    const start = this.at
    if (c === 34) {
      const text = this.text()
      return text !== undefined && this.leaf(f.string, start, path, name, text, true)
    }
    const word = this.word()
    const field = WORDS.get(word) ?? (NUMBER.test(word) ? f.number : undefined)
    return field !== undefined && this.leaf(field, start, path, name, word, field === f.number)
  }

  private leaf(field: Field, start: number, path: string, name: string, text: string, hasText: boolean): boolean {
    const { p, at } = this
    if (name) {
      p.set(f.pathWithValue, `${path}:${text}`, start, at - start)
      p.set(f.memberWithValue, `${name}:${text}`, start, at - start)
    }
    if (hasText) p.add(field, start, at - start, text)
    else p.add(field, start, at - start)
    return true
  }

  private container(field: Field, path: string, deep: number): boolean {
    const { p } = this
    const start = this.at++
    const isObject = field === f.object
    const row = p.add(field, start, 0)
    const was = p.open(row)
    const isWhole = isObject ? this.members(path, deep) : this.items(`${path}/[]`, deep)
    if (row >= 0) p.records.length[row] = this.at - start
    p.close(was)
    return isWhole
  }

  private items(path: string, deep: number): boolean {
    if (this.blanks() === 93) return this.step()
    for (;;) {
      if (!this.value(path, '[]', deep + 1)) return false
      const c = this.blanks()
      if (c === 93) return this.step()
      if (c !== 44) return false
      this.at++
    }
  }

  private members(path: string, deep: number): boolean {
    const { p } = this
    if (this.blanks() === 125) return this.step()
    for (;;) {
      if (this.blanks() !== 34) return false
      const start = this.at
      const key = this.text()
      if (key === undefined || this.blanks() !== 58) return false
      this.at++
      const row = p.add(f.member, start, 0, key)
      const was = p.open(row)
      const here = `${path}/${key}`
      const isWhole = this.value(here, key, deep + 1)
      p.add(f.key, start, this.at - start, key)
      p.set(f.path, here, start, this.at - start)
      p.close(was)
      if (row >= 0) p.records.length[row] = this.at - start
      if (!isWhole) return false
      const c = this.blanks()
      if (c === 125) return this.step()
      if (c !== 44) return false
      this.at++
    }
  }

  private step(): boolean {
    this.at++
    return true
  }

  private word(): string {
    const { bytes, at, end } = this
    const stop = Math.min(end, at + LONGEST_NUMBER)
    while (this.at < stop && !isBlank(bytes[this.at]!) && !'[]{},:"'.includes(String.fromCharCode(bytes[this.at]!)))
      this.at++
    return latin(bytes, at, this.at)
  }

  /** The string at the cursor, with its escapes resolved; undefined when its end is not there. */
  private text(): string | undefined {
    const { bytes, end } = this
    const start = ++this.at
    let isEscaped = false
    for (; this.at < end; this.at++) {
      const c = bytes[this.at]!
      if (c === 34) {
        const text = utf8Text(bytes, start, this.at++ - start)
        return isEscaped ? text.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, e: string) => unescaped(e)) : text
      }
      if (c !== 92) continue
      isEscaped = true
      this.at++
    }
    return undefined
  }
}

const LONGEST_NUMBER = 1024
const isBlank = (c: number): boolean => c === 32 || c === 10 || c === 13 || c === 9
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/
const WORDS = new Map([
  ['true', f.true],
  ['false', f.false],
  ['null', f.null],
])
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const unescaped = (e: string): string =>
  e.length === 5 ? String.fromCharCode(parseInt(e.slice(1), 16)) : (ESCAPES[e] ?? e)

/** Whether the text from the cursor on is one value; what it holds is drawn. */
function drawValue(p: Packet): boolean {
  const reader = new Reader(p, p.bytes, p.at, p.end)
  return reader.value('', '', 0) && reader.blanks() < 0
}

export const json = protocol({
  name: 'json',
  title: 'JavaScript Object Notation',
  column: '',
  shortName: 'JSON',
  spec: 'RFC 8259',
  over: {
    media_type: [
      'application/json',
      'application/json-rpc',
      'application/jsonml+json',
      'application/jsonrequest',
      'application/dds-web+json',
      'application/csp-report',
      'application/reports+json',
      'application/expect-ct-report+json',
      'text/x-json',
      'text/javascript+json',
    ],
  },
  fields: f,
  decode(p) {
    if (p.first) return
    const { type } = p.recall(bodyMedia)
    p.name(`${p.protocolColumn}/JSON`)
    if (p.columns) p.sayMore(`, JavaScript Object Notation${type ? ` (${type})` : ''}`)
    const { count } = p.records
    if (drawValue(p)) return
    p.records.cutTo(count)
    // What is no JSON is shown as lines.
    drawAsLines(p)
  },
  heading(p) {
    const { type } = p.recall(bodyMedia)
    return `JavaScript Object Notation${type ? `: ${type}` : ''}`
  },
})

function drawAsLines(p: Packet): void {
  const { info } = p
  p.nest(textLines)
  p.info = info
}
