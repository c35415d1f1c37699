/** ITU-T T.81 and T.871: JPEG in its interchange format, segment by segment. What APP1 (Exif) holds is left as bytes. */
import { bits, bytes, none, string, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { expert } from '../../dissect/field'

const frames = [
  'Baseline DCT',
  'Extended sequential DCT',
  'Progressive DCT',
  'Lossless (sequential)',
  '',
  'Differential sequential DCT',
  'Differential progressive DCT',
  'Differential lossless (sequential)',
]

/** Names of markers, by their second byte. */
function markerName(marker: number): string | undefined {
  const code = marker & 0xff
  if (code >= 0xc0 && code <= 0xcf && (code & 7) !== 4 && code !== 0xc8 && code !== 0xcc)
    return `Start of Frame (${code & 4 ? 'differential' : 'non-differential'}, ${code & 8 ? 'arithmetic' : 'Huffman'} coding) - ${frames[code & 7]}`
  if (code >= 0xd0 && code <= 0xd7) return `Restart interval termination - ${code & 7}`
  if (code >= 0xe0 && code <= 0xef) return `Reserved for application segments - ${code & 15}`
  if (code >= 0xf0 && code <= 0xfd) return `Reserved for JPEG extensions - ${code & 15}`
  return named[code]
}
const named: Readonly<Record<number, string>> = {
  0x01: 'For temporary private use in arithmetic coding',
  0xc4: 'Define Huffman table(s)',
  0xc8: 'Reserved for JPEG extensions',
  0xcc: 'Define arithmetic coding conditioning(s)',
  0xd8: 'Start of Image',
  0xd9: 'End of Image',
  0xda: 'Start of Scan',
  0xdb: 'Define quantization table(s)',
  0xdc: 'Define number of lines',
  0xdd: 'Define restart interval',
  0xde: 'Define hierarchical progression',
  0xdf: 'Expand reference component(s)',
  0xfe: 'Comment',
}

const f = {
  marker: u16('image-jfif.marker', 'Marker', { display: 'hex', names: markerName }),
  segment: none('image-jfif.marker_segment', 'Marker segment'),
  length: u16('image-jfif.length', 'Length'),
  identifier: string('image-jfif.identifier', 'Identifier', { zeroTerminated: true }),
  version: none('image-jfif.version', 'Version'),
  major: u8('image-jfif.version.major', 'Major Version'),
  minor: u8('image-jfif.version.minor', 'Minor Version'),
  units: u8('image-jfif.units', 'Units', {
    names: {
      0: 'No units; Xdensity and Ydensity specify the pixel aspect ratio',
      1: 'Dots per inch',
      2: 'Dots per centimeter',
    },
  }),
  xDensity: u16('image-jfif.Xdensity', 'Xdensity'),
  yDensity: u16('image-jfif.Ydensity', 'Ydensity'),
  xThumbnail: u8('image-jfif.Xthumbnail', 'Xthumbnail'),
  yThumbnail: u8('image-jfif.Ythumbnail', 'Ythumbnail'),
  rgb: bytes('image-jfif.RGB', 'RGB values of thumbnail pixels'),
  frame: none('image-jfif.sof', 'Start of Frame header'),
  precision: u8('image-jfif.sof.precision', 'Sample Precision (bits)'),
  lines: u16('image-jfif.sof.lines', 'Lines', { help: 'Rows of pixels.' }),
  samples: u16('image-jfif.sof.samples_per_line', 'Samples per line', { help: 'Pixels in a row.' }),
  components: u8('image-jfif.sof.nf', 'Number of image components in frame'),
  component: u8('image-jfif.sof.c_i', 'Component identifier'),
  horizontal: bits('image-jfif.sof.h_i', 'Horizontal sampling factor', 0xf0),
  vertical: bits('image-jfif.sof.v_i', 'Vertical sampling factor', 0x0f),
  table: u8('image-jfif.sof.tq_i', 'Quantization table destination selector'),
  scan: none('image-jfif.header.sos', 'Start of Segment header'),
  scanned: u8('image-jfif.sos.ns', 'Number of image components in scan'),
  selector: u8('image-jfif.sos.component_selector', 'Scan component selector'),
  dc: bits('image-jfif.sos.dc_entropy_selector', 'DC entropy coding table destination selector', 0xf0),
  ac: bits('image-jfif.sos.ac_entropy_selector', 'AC entropy coding table destination selector', 0x0f),
  spectralStart: u8('image-jfif.sos.ss', 'Start of spectral or predictor selection'),
  spectralEnd: u8('image-jfif.sos.se', 'End of spectral selection'),
  high: bits('image-jfif.sos.ah', 'Successive approximation bit position high', 0xf0),
  low: bits('image-jfif.sos.al', 'Successive approximation bit position low or point transform', 0x0f),
  commentHeader: none('image-jfif.header.comment', 'Comment header'),
  comment: string('image-jfif.comment', 'Comment'),
  remaining: bytes('image-jfif.remain_seg_data', 'Remaining segment data'),
  coded: bytes('image-jfif.entropy_coded_segment', 'Entropy-coded segment (dissection is not yet implemented)'),
  noJfif: expert(
    'image-jfif.app0-identifier-not-jfif',
    'warn',
    'Malformed',
    'Initial App0 segment with "JFIF" Identifier not found',
  ),
}

export const jfif = protocol({
  name: 'image-jfif',
  title: 'JPEG File Interchange Format',
  column: '',
  shortName: 'JFIF (JPEG) image',
  spec: 'ITU-T T.871',
  over: { media_type: ['image/jpeg', 'image/jpg', 'image/jfif', 'image/pjpeg'] },
  heuristic: ['http'],
  looks: (p) => isJpeg(p),
  fields: f,
  decode(p) {
    if (!isJpeg(p)) return false
    if (p.first) return
    p.sayMore(' (JPEG JFIF image)')
    p.take(f.marker)
    while (p.at < p.end) drawSegment(p)
  },
})

const isJpeg = (p: Packet): boolean => p.left >= 20 && p.peek(2) === 0xffd8 && p.peek(1, 2) === 0xff

function drawSegment(p: Packet): void {
  const marker = p.peek(2)
  const { at } = p
  if (marker < 0xff01) return void p.skip(p.left)
  if (marker === 0xffd8 || marker === 0xffd9 || (marker >= 0xffd0 && marker <= 0xffd7)) {
    p.take(f.marker)
    if (marker >= 0xffd0 && marker <= 0xffd7) drawCoded(p)
    return
  }
  const length = p.peek(2, 2)
  const code = marker & 0xff
  const isFrame = code >= 0xc0 && code <= 0xcf && (code & 7) !== 4 && code !== 0xc8 && code !== 0xcc
  const field = isFrame ? f.frame : code === 0xda ? f.scan : code === 0xfe ? f.commentHeader : f.segment
  const row = p.add(field, at, length + 2)
  p.label(row, `${field.label}: ${markerName(marker) ?? 'Unknown'} (0x${marker.toString(16).toUpperCase()})`)
  const was = p.open(row)
  p.take(f.marker)
  p.take(f.length)
  const stop = at + 2 + Math.max(2, length)
  p.part(stop - p.at, () => {
    if (isFrame) drawFrame(p)
    else if (code === 0xda) drawScan(p)
    else if (code === 0xfe) p.take(f.comment, p.left)
    else if (code === 0xe0) drawApplication(p)
    else if (code === 0xe1 || code === 0xe2) drawIdentifier(p)
    if (p.at < p.end && code !== 0xfe) drawRest(p)
  })
  p.close(was)
  if (code === 0xda) drawCoded(p)
}

function drawRest(p: Packet): void {
  const size = p.left
  const row = p.add(f.remaining, p.at, size)
  p.label(row, `Remaining segment data: ${size} byte${size === 1 ? '' : 's'}`)
  p.skip(size)
}

function drawIdentifier(p: Packet): string {
  const zero = p.bytes.indexOf(0, p.at)
  const stop = zero < 0 || zero >= p.end ? p.end : zero + 1
  const from = p.at
  p.take(f.identifier, stop - from)
  return String.fromCharCode(...p.bytes.subarray(from, Math.min(stop - 1, from + 8)))
}

function drawApplication(p: Packet): void {
  if (drawIdentifier(p) !== 'JFIF') return
  p.need(9)
  const [major, minor] = [p.peek(1), p.peek(1, 1)]
  const row = p.add(f.version, p.at, 2)
  p.label(row, `Version: ${major}.${minor}`)
  const was = p.open(row)
  p.take(f.major)
  p.take(f.minor)
  p.close(was)
  for (const field of [f.units, f.xDensity, f.yDensity]) p.take(field)
  const pixels = p.peek(1) * p.peek(1, 1)
  p.take(f.xThumbnail)
  p.take(f.yThumbnail)
  if (pixels) p.take(f.rgb, 3 * pixels)
}

function drawFrame(p: Packet): void {
  for (const field of [f.precision, f.lines, f.samples]) p.take(field)
  for (let n = p.take(f.components); n > 0; n--) {
    p.take(f.component)
    nibbles(p, f.horizontal, f.vertical)
    p.take(f.table)
  }
}

function drawScan(p: Packet): void {
  for (let n = p.take(f.scanned); n > 0; n--) {
    p.take(f.selector)
    nibbles(p, f.dc, f.ac)
  }
  p.take(f.spectralStart)
  p.take(f.spectralEnd)
  nibbles(p, f.high, f.low)
}

function nibbles(p: Packet, ...fields: (typeof f.dc)[]): void {
  const byte = p.peek(1)
  for (const field of fields) p.add(field, p.at, 1, (byte & field.mask) >>> field.shift)
  p.skip(1)
}

/** Coded pixels go on until a marker; 0xff 0x00 is a byte of them. */
function drawCoded(p: Packet): void {
  const { bytes: b, end } = p
  let stop = p.at
  while (stop < end) {
    stop = b.indexOf(0xff, stop)
    if (stop < 0 || stop >= end) stop = end
    else if (stop + 1 < end && b[stop + 1] !== 0) break
    else stop += 2
  }
  stop = Math.min(stop, end)
  if (stop > p.at) p.take(f.coded, stop - p.at)
}
