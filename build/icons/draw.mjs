// Draws the icons of the packages from icon.svg: PNGs by Chromium, the .ico put together here. Run after icon.svg has changed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { isRoot, systemChromium } from '../system.mjs'

const here = import.meta.dirname
const sizes = [16, 24, 32, 48, 64, 128, 256, 512]

async function drawAll(svg) {
  const executablePath = systemChromium()
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: isRoot ? ['--no-sandbox'] : [],
  })
  const pictures = new Map()
  for (const size of sizes) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    await page.setContent(`<style>*{margin:0;display:block}svg{width:${size}px;height:${size}px}</style>${svg}`)
    pictures.set(size, await page.screenshot({ omitBackground: true }))
    await page.close()
  }
  await browser.close()
  return pictures
}

/** An .ico that holds PNGs: a directory of 16 bytes per picture, then the pictures. 256 is written as 0. */
export function makeIco(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let at = head.length
  pictures.forEach(([size, png], i) => {
    const entry = 6 + 16 * i
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(png.length, entry + 8)
    head.writeUInt32LE(at, entry + 12)
    at += png.length
  })
  return Buffer.concat([head, ...pictures.map(([, png]) => png)])
}

const pictures = await drawAll(readFileSync(join(here, 'icon.svg'), 'utf8'))
mkdirSync(join(here, 'png'), { recursive: true })
for (const [size, png] of pictures) writeFileSync(join(here, 'png', `${size}x${size}.png`), png)
writeFileSync(join(here, 'icon.ico'), makeIco([...pictures].filter(([size]) => size <= 256)))
