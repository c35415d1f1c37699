// The whole desktop shell over the stand-in: window, port, decoder, files from outside, closing. The decoder is the built one.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { CaptureStatus, Rows } from '../../engine/api/shapes'
import { needs } from '../support/skip'
import type { Item, Port } from './stand-in/electron'
import * as electron from './stand-in/electron'

vi.mock('electron', () => import('./stand-in/electron'))
const { app, BrowserWindow, dialog, ipcMain, Menu, powerMonitor, protocol, shell, utilityProcess } = electron

const folder = mkdtempSync(join(tmpdir(), 'wirelens-main-'))
process.env['WIRELENS_HOME'] = folder
const hello = resolve('samples/tcp-hello.pcapng')
const arp = resolve('samples/arp-pairs.pcapng')

interface Message {
  id?: number
  event?: string
  value?: unknown
  error?: { code: string }
}
const heard: Message[] = []
let port: Port
let id = 0

const until = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 8000; !holds(); await new Promise((r) => setTimeout(r, 20)))
    if (Date.now() > end) throw new Error(`it did not come: ${holds.toString()}`)
}
async function ask<T>(call: string, args: unknown = {}): Promise<T> {
  const mine = ++id
  port.postMessage({ id: mine, call, args })
  await until(() => heard.some((message) => message.id === mine))
  const reply = heard.find((message) => message.id === mine)!
  if (reply.error) throw Object.assign(new Error('refused'), reply.error)
  return reply.value as T
}
const events = (name: string): unknown[] => heard.filter((m) => m.event === name).map((m) => m.value)
const window = () => BrowserWindow.all[0]!
/** As the page does it. */
function askForPort(
  contents = window().webContents,
  frame: { url: string } | null = contents.mainFrame,
): Port | undefined {
  const before = contents.posted.length
  ipcMain.emit('wirelens-port', { sender: contents, senderFrame: frame })
  return contents.posted[before]?.ports[0]
}
const opened = async (): Promise<string> => (await ask<CaptureStatus>('session.status')).path

needs(existsSync('dist/electron/decoder.js'), 'dist/ is not built: `npm test` builds it').describe(
  'the desktop shell',
  () => {
    beforeAll(async () => {
      vi.spyOn(process, 'getuid').mockReturnValue(1000)
      const words = process.argv
      process.argv = ['wirelens', '--ozone-platform=x11', hello]
      await import('../../electron/main')
      await until(() => BrowserWindow.all.length > 0)
      process.argv = words
      port = askForPort()!
      port.on('message', ({ data }: { data: Message }) => heard.push(data))
      port.start()
    })
    beforeEach(() => {
      dialog.asked.length = 0
      Object.assign(dialog, { response: 0, openPath: '', savePath: '' })
    })
    afterAll(async () => {
      if (BrowserWindow.all.length) window().destroy()
      await until(() => app.exits.includes('quit'))
      vi.restoreAllMocks()
      rmSync(folder, { recursive: true, force: true })
    })

    it('opens one window on its own page, with every protection on', () => {
      expect(app.sandboxed).toBe(true)
      expect(window().loaded).toEqual(['app://wirelens/'])
      expect(window().options['webPreferences']).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        devTools: false,
      })
      expect(window().options['webPreferences']).not.toHaveProperty('enableBlinkFeatures')
    })
    it('shows the window when there is something to see', () => {
      expect(window().shown).toBe(false)
      window().emit('ready-to-show')
      expect(window().shown).toBe(true)
    })
    it('serves its pages under app: only, as a secure scheme without more privileges', () => {
      expect(protocol.schemes).toEqual([
        { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
      ])
      expect([...protocol.handlers.keys()]).toEqual(['app'])
      expect(protocol.handlers.get('app')!(new Request('app://wirelens/')).status).toBe(200)
    })
    it('hands a clicked https link to the browser', () => {
      window().webContents.emit('before-mouse-event', {}, { type: 'mouseUp' })
      window().webContents.openHandler!({ url: 'https://npcap.com/' })
      expect(shell.opened).toEqual(['https://npcap.com/'])
    })

    it('tells the page which file was named on the command line, once', async () => {
      expect(await ask('shell.info')).toMatchObject({ kind: 'desktop', ownDialogs: true, openAtStart: hello })
      expect(await ask('shell.info')).toMatchObject({ openAtStart: null })
    })
    it('opens that file in a utility process, and answers with rows', async () => {
      expect(await ask<CaptureStatus>('files.open', { path: hello })).toMatchObject({ path: hello })
      await ask('session.settled')
      expect((await ask<Rows>('session.rows', { from: 0, count: 3 })).rows).toHaveLength(3)
    })
    it('gives the decoder no environment that loads code', () => {
      expect(Object.keys(utilityProcess.options[0]!.env!)).not.toContain('NODE_OPTIONS')
      expect(utilityProcess.options[0]!.env).toHaveProperty('PATH')
    })
    it('refuses a path that the user did not pick, and accepts one picked in a dialog', async () => {
      await expect(ask('files.open', { path: arp })).rejects.toMatchObject({ code: 'path-not-picked' })
      dialog.openPath = arp
      expect(await ask('files.pickOpen')).toBe(arp)
      expect(await ask<CaptureStatus>('files.open', { path: arp })).toMatchObject({ path: arp })
    })
    it('saves only where the user said', async () => {
      const there = join(folder, 'there.pcapng')
      await expect(ask('files.save', { path: there, format: 'pcapng' })).rejects.toMatchObject({
        code: 'path-not-picked',
      })
      dialog.savePath = there
      expect(await ask('files.pickSave', { name: 'there.pcapng' })).toBe(there)
      await ask('files.save', { path: there, format: 'pcapng' })
      expect(existsSync(there)).toBe(true)
    })
    it('gives null when a dialog is cancelled', async () => {
      expect(await ask('files.pickOpen')).toBeNull()
      expect(await ask('files.pickSave', { name: 'x.pcapng' })).toBeNull()
    })

    it('gives no port to a frame inside the page, to a foreign page, or to an unknown window', () => {
      expect(askForPort(window().webContents, { url: electron.page })).toBeUndefined()
      const foreign = new electron.Contents()
      expect(askForPort(foreign)).toBeUndefined()
    })
    it('gives a page one port at a time', async () => {
      const closed = vi.fn()
      port.on('close', closed)
      port = askForPort()!
      port.on('message', ({ data }: { data: Message }) => heard.push(data))
      port.start()
      expect(closed).toHaveBeenCalledOnce()
      expect(await ask('shell.info')).toMatchObject({ kind: 'desktop' })
    })
    it('ignores what is no request', async () => {
      const before = heard.length
      for (const message of [null, 'x', {}, { id: 'a', call: 'shell.info' }, { id: 1 }]) port.postMessage(message)
      await ask('shell.info')
      expect(heard.length).toBe(before + 1)
    })

    it('sends the commands of the menu to the page', async () => {
      const flat = (items: Item[]): Item[] => items.flatMap((item) => [item, ...flat(item.submenu ?? [])])
      flat(Menu.shown).find((item) => item.id === 'capture-options')!.click!()
      await until(() => events('command').length > 0)
      expect(events('command')).toEqual([{ id: 'capture-options' }])
    })
    it('opens a file that was dropped on the page', async () => {
      const { webContents } = window()
      ipcMain.emit('wirelens-drop', { sender: webContents, senderFrame: webContents.mainFrame }, hello)
      await until(() => events('status').some((s) => (s as CaptureStatus).path === hello))
      expect(await opened()).toBe(hello)
      expect(app.recent).toContain(hello)
    })
    it('opens no drop of a stranger, and nothing that is no path', async () => {
      const { webContents } = window()
      ipcMain.emit('wirelens-drop', { sender: new electron.Contents(), senderFrame: { url: electron.page } }, arp)
      for (const path of [7, '', 'x'.repeat(40_000)])
        ipcMain.emit('wirelens-drop', { sender: webContents, senderFrame: webContents.mainFrame }, path)
      expect(await opened()).toBe(hello)
    })
    it('opens the file of a second start here, from that folder, and comes to the front', async () => {
      const before = window().focused
      app.emit('second-instance', {}, ['wirelens', 'samples/arp-pairs.pcapng'], resolve('.'))
      await until(() => (events('status').at(-1) as CaptureStatus).path === arp)
      expect(window().focused).toBe(before + 1)
    })
    it('says what is wrong with a file from outside', async () => {
      const broken = join(folder, 'broken.pcap')
      writeFileSync(broken, 'not a capture')
      app.emit('open-file', electron.preventable(), broken)
      await until(() => events('failed').length === 1)
      app.emit('open-file', electron.preventable(), join(folder, 'gone.pcap'))
      await until(() => events('failed').length === 2)
      expect(events('failed')).toMatchObject([{ code: 'not-a-capture' }, { code: 'no-file' }])
    })

    it('starts another decoder when one dies, and brings it to the same place', async () => {
      await ask('files.open', { path: arp })
      const { pid } = utilityProcess.children.at(-1) as unknown as { pid: number }
      process.kill(pid, 'SIGKILL')
      await until(() => events('decoder').some((d) => (d as { state: string }).state === 'ready'))
      expect(utilityProcess.children.at(-1)).not.toMatchObject({ pid })
      expect(await opened()).toBe(arp)
    })
    it('does not take a decoder for hung that slept with the machine', async () => {
      const { pid } = utilityProcess.children.at(-1) as unknown as { pid: number }
      const before = utilityProcess.children.length
      process.kill(pid, 'SIGSTOP')
      // For nearly two seconds the decoder says nothing; then the machine says that it had slept.
      await new Promise((r) => setTimeout(r, 1600))
      powerMonitor.emit('resume')
      await new Promise((r) => setTimeout(r, 1000))
      process.kill(pid, 'SIGCONT')
      expect(await opened()).toBe(arp)
      expect(utilityProcess.children.length).toBe(before)
    })
    it('holds news back from a page that does not read, and sends the newest when it does', async () => {
      const mine = askForPort()!
      const got: Message[] = []
      mine.on('message', ({ data }: { data: Message }) => got.push(data))
      mine.start()
      for (let n = 0; n < 1000; n++)
        electron.sayFromDecoder({ event: 'opening', value: { path: 'x', done: n, total: 1000 } })
      await new Promise((r) => setTimeout(r, 100))
      const opening = (): unknown[] =>
        got.filter((m) => m.event === 'opening').map((m) => (m.value as { done: number }).done)
      expect(opening().length).toBeLessThan(70)
      mine.postMessage('read')
      await until(() => opening().at(-1) === 999)
      expect(opening().length).toBeLessThan(70)
      port = askForPort()!
      port.on('message', ({ data }: { data: Message }) => heard.push(data))
      port.start()
    })
    it('loads a crashed page again, and asks after the third time', async () => {
      const { webContents } = window()
      for (const reason of ['crashed', 'oom', 'killed']) webContents.emit('render-process-gone', {}, { reason })
      expect(webContents.reloads).toBe(2)
      expect(dialog.asked).toHaveLength(1)
      await until(() => webContents.reloads === 3) // "Try again"
    })
    it('leaves a page alone that ended by itself', () => {
      const { webContents } = window()
      const before = webContents.reloads
      webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })
      expect(webContents.reloads).toBe(before)
    })
    it('asks about a page that hangs', async () => {
      dialog.response = 1
      window().webContents.emit('unresponsive')
      await until(() => window().webContents.crashes === 1)
    })

    it('asks before a change that is not saved is lost: cancelled, the window stays', async () => {
      const own = join(folder, 'own.pcapng')
      dialog.savePath = own
      await ask('files.pickSave', { name: 'own.pcapng' })
      await ask('files.save', { path: own, format: 'pcapng' })
      await ask('files.open', { path: own })
      await ask('session.comment', { number: 1, text: 'changed' })
      dialog.response = 2
      dialog.asked.length = 0
      window().close()
      await until(() => dialog.asked.length === 1)
      expect(dialog.asked[0]).toMatchObject({ message: 'Save own.pcapng before it is closed?' })
      await new Promise((r) => setTimeout(r, 50))
      expect(window().destroyed).toBe(false)
    })
    it('saves it when told to, then closes and ends the decoder', async () => {
      const last = utilityProcess.children.at(-1)!
      let ended = false
      last.once('exit', () => (ended = true))
      window().close()
      await until(() => app.exits.includes('quit'))
      await until(() => ended)
      expect(BrowserWindow.all).toEqual([])
    })
  },
)
