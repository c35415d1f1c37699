/**
 * The twenty points of Electron's security checklist, in its order: for each, what is accepted and what is refused. Where the behaviour itself is
 * tested at length elsewhere (guard, pages, preload, main), one case of each kind stands here, so that no point can be lost.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { fuses } from '../../build/electron-builder.mjs'
import type { Preventable } from './stand-in/electron'
import * as electron from './stand-in/electron'

vi.mock('electron', () => import('./stand-in/electron'))
const guard = await import('../../electron/guard')
const { contentPolicy } = await import('../../electron/pages')
const { webPreferences } = await import('../../electron/windows')
const { capBesideElectron } = await import('../../electron/cap-driver')

const sources = readdirSync('electron').map((name) => readFileSync(`electron/${name}`, 'utf8'))
/** What a source must not hold; each is tried on a line that holds it. */
const forbidden = {
  nodeIntegration: [/nodeIntegration\w*: true/, 'nodeIntegration: true,'],
  isolation: [/contextIsolation: false/, 'contextIsolation: false'],
  sandbox: [/sandbox: false|no-sandbox/, 'sandbox: false'],
  webSecurity: [/webSecurity: false|disable-web-security/, 'webSecurity: false'],
  mixed: [/allowRunningInsecureContent: true/, 'allowRunningInsecureContent: true'],
  experimental: [/experimentalFeatures: true/, 'experimentalFeatures: true'],
  blink: [/enableBlinkFeatures|enable-blink-features/, "enableBlinkFeatures: 'X'"],
  webview: [/webviewTag: true|allowpopups/i, '<webview allowpopups>'],
  files: [/file:\/\/|loadFile\(/, "window.loadFile('index.html')"],
} as const
const holds = (what: keyof typeof forbidden, texts: readonly string[]): boolean =>
  texts.some((text) => forbidden[what][0].test(text))
/** Ours does not hold it, and a line that does would be seen. */
const never = (what: keyof typeof forbidden): void => {
  expect(holds(what, sources)).toBe(false)
  expect(holds(what, [forbidden[what][1]])).toBe(true)
}
const preferences = webPreferences('preload.cjs', false)

const session = new electron.Session()
guard.guardSession(session as never)
const asked = (permission: string): boolean => {
  let answer: boolean | undefined
  session.ask({}, permission, (allowed) => (answer = allowed), { requestingUrl: electron.page, isMainFrame: true })
  return answer!
}
const app = new electron.Session()
const outside: string[] = []
guard.guardContents(app as never, (address) => void outside.push(address))
const contents = new electron.Contents()
app.emit('web-contents-created', {}, contents)
const stopped = (event: string): boolean => {
  const it: Preventable = electron.preventable()
  contents.emit(event, it)
  return it.defaultPrevented
}

describe('the checklist', () => {
  it('1 only secure content', () => {
    expect(guard.mayFetch(electron.page)).toBe(true)
    expect(['http://a/', 'https://a/', 'ws://a/', 'ftp://a/'].map((address) => guard.mayFetch(address))).toEqual(
      Array(4).fill(false),
    )
  })
  it('2 no Node in the page', () => {
    expect(preferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    })
    never('nodeIntegration')
  })
  it('3 context isolation', () => {
    expect(preferences.contextIsolation).toBe(true)
    never('isolation')
  })
  it('4 the sandbox', () => {
    expect(preferences.sandbox).toBe(true)
    never('sandbox')
  })
  it('5 permissions are asked for and checked', () => {
    expect(asked('clipboard-sanitized-write')).toBe(true)
    expect(asked('media')).toBe(false)
    expect(session.check({}, 'media', electron.page, { requestingUrl: electron.page, isMainFrame: true })).toBe(false)
  })
  it('6 web security is on', () => {
    expect(preferences.webSecurity).toBe(true)
    never('webSecurity')
  })
  it('7 a content security policy', () => {
    expect(contentPolicy).toMatch(/^default-src 'none';/)
    expect(contentPolicy).toContain("script-src 'self'")
    expect(contentPolicy).not.toMatch(/unsafe-|\*|https?:/)
  })
  it('8 no insecure content in a secure page', () => {
    expect(preferences.allowRunningInsecureContent).toBe(false)
    never('mixed')
  })
  it('9 no experimental features', () => {
    expect(preferences.experimentalFeatures).toBe(false)
    never('experimental')
  })
  it('10 no features of Blink switched on', () => {
    expect(preferences).not.toHaveProperty('enableBlinkFeatures')
    never('blink')
  })
  it('11 no webview, let alone one with popups', () => {
    expect(preferences.webviewTag).toBe(false)
    never('webview')
  })
  it('12 a webview is stopped before it is there', () => expect(stopped('will-attach-webview')).toBe(true))
  it('13 no navigation', () => {
    expect(['will-navigate', 'will-frame-navigate', 'will-redirect'].map(stopped)).toEqual([true, true, true])
    expect(guard.ownAddress(electron.page)).toBe(true)
    expect(guard.ownAddress('app://other/')).toBe(false)
  })
  it('14 no new windows', () => {
    contents.emit('before-mouse-event', {}, { type: 'mouseUp' })
    expect(contents.openHandler!({ url: 'https://npcap.com/' })).toEqual({ action: 'deny' })
  })
  it('15 only https leaves for the browser, after a click', () => {
    outside.length = 0
    contents.openHandler!({ url: 'https://npcap.com/' }) // the click of before was used up
    contents.emit('before-mouse-event', {}, { type: 'mouseUp' })
    contents.openHandler!({ url: 'file:///etc/passwd' })
    expect(outside).toEqual([])
    contents.openHandler!({ url: 'https://npcap.com/' })
    expect(outside).toEqual(['https://npcap.com/'])
  })
  it('16 an Electron that is maintained', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version: string }>
    }
    // The three newest major versions are; whoever raises this looks up which those are.
    expect(Number(packages['node_modules/electron']!.version.split('.')[0])).toBeGreaterThanOrEqual(45)
  })
  it('17 the sender of every message', () => {
    const known = new Set([contents]) as never
    const from = (frame: object | null): boolean =>
      guard.senderAllowed({ sender: contents, senderFrame: frame } as never, known)
    expect(from(contents.mainFrame)).toBe(true)
    expect(from({ url: electron.page })).toBe(false)
    expect(guard.senderAllowed({ sender: {}, senderFrame: null } as never, known)).toBe(false)
    // Each channel of the main process looks, before it does anything else.
    const channels = sources.flatMap((text) => [...text.matchAll(/ipcMain\.(?:on|handle)\([^{]+\{\s+if \((.*)/g)])
    expect(channels).toHaveLength(sources.join('\n').match(/ipcMain\.(on|handle|once)\(/g)!.length)
    for (const [, first] of channels) expect(first).toContain('senderAllowed(event, pages)')
  })
  it('18 a scheme of its own instead of file:', () => {
    expect(guard.scheme).toBe('app')
    expect(guard.mayFetch('file:///etc/passwd')).toBe(false)
    never('files')
  })
  it('19 the fuses', () => {
    const off = Object.entries(fuses).flatMap(([name, on]) => (on ? [] : [name]))
    expect(off).toEqual([
      'runAsNode',
      'enableNodeOptionsEnvironmentVariable',
      'enableNodeCliInspectArguments',
      'loadBrowserProcessSpecificV8Snapshot',
      'grantFileProtocolExtraPrivileges',
    ])
    expect(fuses).toMatchObject({
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      enableCookieEncryption: true,
    })
  })
  it('20 no API of Electron for the page', () => {
    const preload = readFileSync('electron/preload.ts', 'utf8')
    const [, name, members] = /exposeInMainWorld\('(\w+)', \{([\s\S]*?)\n\}\)/.exec(preload)!
    expect(name).toBe('wirelens')
    expect(members!.trim()).toBe("port: (): void => ipcRenderer.send('wirelens-port'),")
    expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1)
  })
})

describe('the cap driver beside Electron', () => {
  it('runs in a Node of its own', () =>
    expect(capBesideElectron(false, { npm_node_execpath: process.execPath })).toMatchObject({
      kind: 'cap',
      command: process.execPath,
      args: [expect.stringMatching(/cap-driver\.mjs$/)],
    }))
  it('is not there in a package, nor without a Node', () => {
    expect(capBesideElectron(true, { npm_node_execpath: process.execPath })).toBeNull()
    expect(capBesideElectron(false, { PATH: '/nowhere', npm_node_execpath: '/nowhere/node' })).toBeNull()
  })
})
