/** RFC 2083: Portable Network Graphics, chunk by chunk. */
import { bits, bytesOf, float, none, string, u16, u32, u8 } from '../../dissect/field'
import type { Field } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { latin } from '../kit/lines'

const flag = (name: string, label: string, mask: number, no: string, yes: string): Field =>
  bits(`png.chunk.flag.${name}`, label, mask, { names: { 0: no, 1: yes } })
const u8s = (name: string, label: string, names?: Record<number, string>): Field =>
  u8(`png.${name}`, label, names ? { names } : {})

const f = {
  signature: bytesOf('png.signature', 'PNG Signature', 8),
  length: u32('png.chunk.len', 'Len', { help: 'Bytes of data in this chunk.' }),
  type: string('png.chunk.type', 'Chunk', { help: 'What the chunk holds.' }),
  ancillary: flag('ancillary', 'Ancillary', 0x20000000, 'This is a CRITICAL chunk', 'This is an ANCILLARY chunk'),
  private: flag('private', 'Private', 0x200000, 'This is a PUBLIC chunk', 'This is a PRIVATE chunk'),
  copy: flag('stc', 'Safe To Copy', 0x20, 'This chunk is NOT safe to copy', 'This chunk is SAFE TO COPY'),
  data: none('png.chunk.data', 'Data'),
  crc: u32('png.chunk.crc', 'CRC', { display: 'hex' }),
  width: u32('png.ihdr.width', 'Width', { help: 'Pixels in a row.' }),
  height: u32('png.ihdr.height', 'Height', { help: 'Rows of pixels.' }),
  depth: u8s('ihdr.bitdepth', 'Bit Depth'),
  colour: u8s('ihdr.colour_type', 'Colour Type', {
    0: 'Greyscale',
    2: 'Truecolour',
    3: 'Indexed-colour',
    4: 'Greyscale with alpha',
    6: 'Truecolour with alpha',
  }),
  compression: u8s('ihdr.compression_method', 'Compression Method', { 0: 'Deflate' }),
  filter: u8s('ihdr.filter_method', 'Filter Method', { 0: 'Adaptive' }),
  interlace: u8s('ihdr.interlace_method', 'Interlace Method', { 0: 'No interlace', 1: 'Adam7' }),
  intent: u8s('srgb.intent', 'Intent', {
    0: 'Perceptual',
    1: 'Relative colorimetric',
    2: 'Saturation',
    3: 'Absolute colorimetric',
  }),
  keyword: string('png.text.keyword', 'Keyword'),
  string: string('png.text.string', 'String'),
  year: u16('png.time.year', 'Year'),
  month: u8s('time.month', 'Month'),
  day: u8s('time.day', 'Day'),
  hour: u8s('time.hour', 'Hour'),
  minute: u8s('time.minute', 'Minute'),
  second: u8s('time.second', 'Second'),
  horizontal: u32('png.phys.horiz', 'Horizontal pixels per unit'),
  vertical: u32('png.phys.vert', 'Vertical pixels per unit'),
  unit: u8s('phys.unit', 'Unit', { 0: 'Unit is unknown', 1: 'Unit is METRE' }),
  index: u8s('bkgd.palette_index', 'Palette Index'),
  grey: u16('png.bkgd.greyscale', 'Greyscale', { display: 'hex' }),
  red: u16('png.bkgd.red', 'Red', { display: 'hex' }),
  green: u16('png.bkgd.green', 'Green', { display: 'hex' }),
  blue: u16('png.bkgd.blue', 'Blue', { display: 'hex' }),
  whiteX: float('png.chrm.white.x', 'White X'),
  whiteY: float('png.chrm.white.y', 'White Y'),
  redX: float('png.chrm.red.x', 'Red X'),
  redY: float('png.chrm.red.y', 'Red Y'),
  greenX: float('png.chrm.green.x', 'Green X'),
  greenY: float('png.chrm.green.y', 'Green Y'),
  blueX: float('png.chrm.blue.x', 'Blue X'),
  blueY: float('png.chrm.blue.y', 'Blue Y'),
  gamma: float('png.gama.gamma', 'Gamma'),
}

const titles: Readonly<Record<string, string>> = {
  IHDR: 'Image Header',
  PLTE: 'Palette',
  IDAT: 'Image data chunk',
  IEND: 'Image Trailer',
  tRNS: 'Transparency',
  cHRM: 'Primary chromaticities and white point',
  gAMA: 'Image gamma',
  iCCP: 'Embedded ICC profile',
  sBIT: 'Significant bits',
  sRGB: 'Standard RGB colour space',
  tEXt: 'Textual data',
  zTXt: 'Compressed textual data',
  iTXt: 'International textual data',
  bKGD: 'Background colour',
  hIST: 'Image histogram',
  pHYs: 'Physical pixel dimensions',
  sPLT: 'Suggested palette',
  tIME: 'Image last-modification time',
}

const fixed: Readonly<Record<string, readonly Field[]>> = {
  IHDR: [f.width, f.height, f.depth, f.colour, f.compression, f.filter, f.interlace],
  tIME: [f.year, f.month, f.day, f.hour, f.minute, f.second],
  pHYs: [f.horizontal, f.vertical, f.unit],
  sRGB: [f.intent],
}
const parts: Readonly<Record<string, readonly Field[]>> = {
  gAMA: [f.gamma],
  cHRM: [f.whiteX, f.whiteY, f.redX, f.redY, f.greenX, f.greenY, f.blueX, f.blueY],
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

export const png = protocol({
  name: 'png',
  title: 'Portable Network Graphics',
  column: '',
  shortName: 'PNG',
  spec: 'RFC 2083',
  over: { media_type: ['image/png'] },
  heuristic: ['http'],
  looks: (p) => SIGNATURE.every((c, i) => p.peek(1, i) === c),
  fields: f,
  decode(p) {
    if (p.left < 8 || !SIGNATURE.every((c, i) => p.bytes[p.at + i] === c)) return false
    if (p.first) return
    p.sayMore(' (PNG)')
    p.take(f.signature)
    while (p.at < p.end) drawChunk(p)
  },
})

function drawChunk(p: Packet): void {
  const length = p.peek(4)
  p.need(8)
  const { at } = p
  const name = latin(p.bytes, at + 4, at + 8)
  const was = p.open(p.text(`${titles[name] ?? 'unknown'} (${name})`, at, Math.min(p.left, length + 12)))
  p.take(f.length)
  const word = p.peek(4)
  p.take(f.type, 4)
  for (const field of [f.ancillary, f.private, f.copy]) p.add(field, at + 4, 4, word & field.mask ? 1 : 0)
  const start = p.at
  p.need(Math.min(length, 0x7fffffff))
  if (length) drawData(p, name, length)
  p.at = start + length
  p.take(f.crc)
  p.close(was)
}

function drawData(p: Packet, name: string, length: number): void {
  const { at, bytes } = p
  const stop = at + length
  for (const field of fixed[name] ?? []) if (p.at + field.size <= stop) p.take(field)
  for (const field of parts[name] ?? []) {
    if (p.at + 4 > stop) break
    p.add(field, p.at, 4, Math.fround(p.peek(4) / 100_000))
    p.at += 4
  }
  if (name === 'tEXt') {
    const zero = bytes.indexOf(0, at)
    if (zero < 0 || zero >= stop) return
    p.add(f.keyword, at, zero - at)
    p.add(f.string, zero + 1, stop - zero - 1)
  } else if (name === 'bKGD') {
    if (length === 1) p.take(f.index)
    else if (length === 2) p.take(f.grey)
    else if (length === 6) for (const field of [f.red, f.green, f.blue]) p.take(field)
  } else if (p.at === at) p.add(f.data, at, length)
}
