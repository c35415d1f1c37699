// The window as the desktop app runs it: one MessagePort from the preload script, the system's file dialogs and menu.
import { expect, test, type Page } from '@playwright/test'
import { openWindow } from './ui-window'

/** Stands for the preload script: hands over a port whose other end answers with made-up data. */
function preload(): void {
  const status = {
    path: '/home/ada/three.pcapng',
    name: 'three.pcapng',
    format: 'pcapng',
    packets: 3,
    bytesDone: 300,
    bytesTotal: 300,
    complete: true,
    live: false,
    temporary: false,
    changed: false,
    dropped: 0,
    duration: 1,
    firstTime: 0,
    interfaces: [],
    problem: null,
    marked: 0,
  }
  const row = (i: number): object => ({
    number: i + 1,
    cells: [String(i + 1)],
    colour: 'tcp',
    marked: false,
    ignored: false,
  })
  const answers: Record<string, unknown> = {
    'shell.info': {
      kind: 'desktop',
      version: '0.1.0',
      platform: 'linux',
      ownDialogs: true,
      openAtStart: null,
      problems: [],
    },
    'shell.settings': {},
    'shell.changeSettings': {},
    'adapters.list': { adapters: [], driver: { kind: 'helper', text: 'libpcap', why: '' }, problem: null },
    'capture.state': { running: false, adapter: '', driver: '', packets: 0, dropped: 0, problem: null },
    'files.recent': [],
    'files.pickOpen': status.path,
    'files.pickSave': '/home/ada/saved.pcap',
    'files.save': { path: '/home/ada/saved.pcap', packets: 3, bytes: 300 },
    'files.open': status,
    'samples.list': [],
    'session.colours': [],
    'session.columnList': [{ id: 'number', name: 'No.', width: 70, right: true }],
    'session.rows': { from: 0, total: 3, rows: [0, 1, 2].map(row) },
    'session.packet': {
      number: 1,
      tree: [],
      more: false,
      sources: [{ name: 'Frame', bytes: new Uint8Array(4) }],
      comments: [],
    },
  }
  Object.assign(window, {
    asked: [] as unknown[],
    wirelens: {
      port() {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = ({ data }: MessageEvent<{ id: number; call: string; args: unknown }>) => {
          ;(window as unknown as { asked: unknown[] }).asked.push([data.call, data.args])
          if (data.call in answers) port1.postMessage({ id: data.id, value: answers[data.call] })
          else port1.postMessage({ id: data.id, error: { code: 'nothing-open', message: 'No capture is open.' } })
        }
        Object.assign(window, { tell: (event: string, value: unknown) => port1.postMessage({ event, value }) })
        window.postMessage('wirelens-port', location.origin, [port2])
      },
    },
  })
}

async function openDesktop(page: Page): Promise<void> {
  await page.addInitScript(preload)
  await openWindow(page, {})
}

test('opens through the dialog of the system, without a menu bar of its own', async ({ page }) => {
  await openDesktop(page)
  await expect(page.getByRole('menubar')).toHaveCount(0)
  await page.keyboard.press('Control+o')
  await expect(page.locator('[data-row="2"]')).toBeVisible()
  await expect(page).toHaveTitle('three.pcapng – Wirelens')
})

test('asks for the format, then the system for the place', async ({ page }) => {
  await openDesktop(page)
  await page.keyboard.press('Control+o')
  await expect(page.locator('[data-row="2"]')).toBeVisible()
  await page.keyboard.press('Control+Shift+s')
  await page.getByLabel('Format').selectOption('pcap')
  await page.getByRole('button', { name: 'Choose a place…' }).click()
  await expect(page.getByRole('status')).toContainText('/home/ada/saved.pcap')
  const asked = await page.evaluate(() => (window as unknown as { asked: [string, unknown][] }).asked)
  expect(asked).toContainEqual(['files.save', { path: '/home/ada/saved.pcap', format: 'pcap', which: 'all' }])
})

test('runs what is chosen in the menu of the system', async ({ page }) => {
  await openDesktop(page)
  await page.evaluate(() =>
    (window as unknown as { tell(event: string, value: unknown): void }).tell('command', { id: 'capture-options' }),
  )
  await expect(page.getByRole('dialog', { name: 'Capture options' })).toBeVisible()
})
