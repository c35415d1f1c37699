/** CompuServe GIF89a: screen, colours, images and extensions, each in blocks that tell their length. */
import { bits, bytes, none, string, u16, u8 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { protocol } from '../../dissect/protocol'
import { spells } from '../kit/lines'

const little = { little: true } as const
const yes = { names: { 0: 'False', 1: 'True' } }

function settings(of: string, isGlobal: boolean) {
  const name = `image-gif.${of}`
  return {
    present: bits(`${name}.color_map.present`, `${isGlobal ? 'Global' : 'Local'} color map is present`, 0x80, yes),
    bpp: bits(`${name}.color_bpp`, 'Bits per color minus 1', 0x70),
    ordered: bits(`${name}.color_map.ordered`, `${isGlobal ? 'Global' : 'Local'} color map is ordered`, 8, yes),
    pixel: bits(`${name}.bpp`, 'Image bits per pixel minus 1', 7),
  }
}
const globals = settings('global', true)
const locals = settings('local', false)

const f = {
  version: string('image-gif.version', 'Version', { help: 'GIF87a or GIF89a.' }),
  screenWidth: u16('image-gif.screen.width', 'Screen width', little),
  screenHeight: u16('image-gif.screen.height', 'Screen height', little),
  ...Object.fromEntries(Object.entries(globals).map(([key, field]) => [`global_${key}`, field])),
  background: u8('image-gif.image_background_index', 'Background color index'),
  aspect: u8('image-gif.global.pixel_aspect_ratio', 'Global pixel aspect ratio'),
  globalMap: bytes('image-gif.global.color_map', 'Global color map'),
  left: u16('image-gif.image.left', 'Image left position', little),
  top: u16('image-gif.image.top', 'Image top position', little),
  width: u16('image-gif.image.width', 'Image width', little),
  height: u16('image-gif.image.height', 'Image height', little),
  ...Object.fromEntries(Object.entries(locals).map(([key, field]) => [`local_${key}`, field])),
  localMap: bytes('image-gif.local.color_map', 'Local color map'),
  extension: none('image-gif.extension', 'Extension'),
  label: u8('image-gif.extension.label', 'Extension label', {
    display: 'hex',
    names: { 1: 'Plain Text', 0xf9: 'Graphics Control', 0xfe: 'Comment', 0xff: 'Application' },
  }),
  image: none('image-gif.image', 'Image'),
  codeSize: u8('image-gif.image.code_size', 'LZW minimum code size'),
  end: none('image-gif.end', 'Trailer (End of the GIF stream)'),
  block: bytes('image-gif.data_block', 'Data block', { help: 'Up to 255 bytes of an image or an extension.' }),
}

export const gif = protocol({
  name: 'image-gif',
  title: 'Compuserve GIF',
  column: '',
  shortName: 'GIF image',
  spec: 'CompuServe GIF89a',
  over: { media_type: ['image/gif'] },
  heuristic: ['http'],
  looks: (p) => isGif(p),
  fields: f,
  decode(p) {
    if (!isGif(p)) return false
    if (p.first) return
    p.sayMore(` (${p.bytes[p.at + 4] === 57 ? 'GIF89a' : 'GIF87a'})`)
    p.take(f.version, 6)
    p.take(f.screenWidth)
    p.take(f.screenHeight)
    const flags = drawSettings(p, globals, 'Global settings:', 'Global')
    p.take(f.background)
    if (p.peek(1)) p.take(f.aspect)
    else p.skip(1)
    if (flags & 0x80) p.take(f.globalMap, 3 * 2 ** ((flags & 7) + 1))
    while (p.at < p.end) {
      const kind = p.peek(1)
      if (kind === 0x21) drawExtension(p)
      else if (kind === 0x2c) drawImage(p)
      else {
        if (kind === 0x3b) p.add(f.end, p.at, 1)
        return
      }
    }
  },
  heading: (p) => `Compuserve GIF, Version: ${p.bytes[p.base + 4] === 57 ? 'GIF89a' : 'GIF87a'}`,
})

/** Screen, colours and a trailer: less is no picture. */
const LEAST = 20
const isGif = (p: Packet): boolean =>
  p.left >= LEAST && (spells(p.bytes, p.at, p.end, 'GIF89A') || spells(p.bytes, p.at, p.end, 'GIF87A'))

function drawSettings(p: Packet, of: typeof globals, title: string, which: string): number {
  const flags = p.peek(1)
  const colour = ((flags >> 4) & 7) + 1
  const pixel = (flags & 7) + 1
  const present = flags & 0x80 ? ` (${which} color table present)` : ''
  const ordered = flags & 8 ? ' (Ordered)' : ''
  const count = (n: number, what: string): string => ` (${n} bit${n === 1 ? '' : 's'} per ${what})`
  const was = p.open(p.text(`${title}${present}${ordered}${count(colour, 'color')}${count(pixel, 'pixel')}`, p.at, 1))
  for (const field of Object.values(of)) p.add(field, p.at, 1, (flags & field.mask) >>> field.shift)
  p.close(was)
  p.skip(1)
  return flags
}

function drawExtension(p: Packet): void {
  const kind = p.peek(1, 1)
  const row = p.add(f.extension, p.at, 0)
  const names = f.label.options.names as Record<number, string>
  p.label(row, `Extension: ${names[kind] ?? `<Warning: Unknown extension type (0x${kind.toString(16)})>`}`)
  const was = p.open(row)
  p.skip(1)
  p.take(f.label)
  drawBlocks(p)
  p.close(was, true)
}

function drawImage(p: Packet): void {
  const was = p.open(p.add(f.image, p.at, 0))
  p.skip(1)
  for (const field of [f.left, f.top, f.width, f.height]) p.take(field)
  const flags = drawSettings(p, locals, 'Local settings:', 'Local')
  if (flags & 0x80) p.take(f.localMap, 3 * 2 ** ((flags & 7) + 1))
  p.take(f.codeSize)
  drawBlocks(p)
  p.close(was, true)
}

function drawBlocks(p: Packet): void {
  for (;;) {
    const size = p.peek(1)
    p.need(size + 1)
    const row = p.add(f.block, p.at, size + 1, p.bytes.subarray(p.at + 1, p.at + 1 + size))
    if (p.drawing && row >= 0) {
      const shown = Array.from(p.bytes.subarray(p.at + 1, p.at + 1 + Math.min(size, 36)), hex).join('')
      p.label(row, `Data block: ${size ? `${shown}${size > 36 ? '…' : ''}` : '<none>'} (length = ${size})`)
    }
    p.skip(size + 1)
    if (!size) return
  }
}
const hex = (n: number): string => n.toString(16).padStart(2, '0')
