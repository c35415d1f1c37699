/* global document, requestAnimationFrame */
/**
 * Frame times of scrolling ten million rows by wheel, scrollbar and keyboard: `node test/renderer/frame-times.mjs`.
 * Taken inside the page with requestAnimationFrame; no tracing, which would slow what it measures.
 */
import { chromium } from 'playwright'
import { systemChromium, isRoot } from '../../build/system.mjs'
import { FakeShell } from './fake-shell.mjs'

const executablePath = systemChromium()
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
    ...(isRoot ? ['--no-sandbox'] : []),
  ],
})
const shell = await new FakeShell({ open: true }).listen()
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
await page.goto(shell.address)
await page.locator('[data-row="5"]').waitFor()

/** Runs `act` in the page once per animation frame for two seconds; resolves to median and 95th percentile in ms. */
const measure = (name, act) =>
  page
    .evaluate(async (source) => {
      const step = new Function('turn', 'grid', source)
      const grid = document.querySelector('[role=grid]')
      const times = []
      let last = performance.now()
      for (let turn = 0; turn < 120; turn++) {
        step(turn, grid)
        await new Promise((resolve) => requestAnimationFrame(resolve))
        const now = performance.now()
        times.push(now - last)
        last = now
      }
      times.sort((a, b) => a - b)
      return { median: times[60], p95: times[114], most: times[119] }
    }, act)
    .then(({ median, p95, most }) =>
      console.log(
        `${name.padEnd(34)} median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, most ${most.toFixed(1)} ms`,
      ),
    )

const wheel = (delta) =>
  `grid.dispatchEvent(new WheelEvent('wheel', { deltaY: ${delta}, bubbles: true, cancelable: true }))`
const key = (name) =>
  `grid.focus(); grid.dispatchEvent(new KeyboardEvent('keydown', { key: '${name}', bubbles: true, cancelable: true }))`

await measure('wheel at row 1', wheel(60))
await measure('wheel, fast', wheel(2400))
await measure('arrow down (with details)', key('ArrowDown'))
await measure('page down', key('PageDown'))
await measure('scrollbar dragged over everything', 'grid.scrollTop = (turn / 119) * grid.scrollHeight')
await page.keyboard.press('End')
await page.locator('[data-row="9999999"]').waitFor()
await measure('wheel at row 10,000,000', wheel(-60))
await measure('arrow up at the end', key('ArrowUp'))
await measure('scrollbar dragged slowly', 'grid.scrollTop -= 3')
await browser.close()
await shell.close()
