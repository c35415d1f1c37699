// The guards of the desktop shell: for each, something that is accepted and something that is refused.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Contents, Session, app, preventable, page } from './stand-in/electron'
import { guardContents, guardSession, mayFetch, mayOpenOutside, ownAddress, senderAllowed } from '../../electron/guard'

describe('own addresses', () => {
  it.each([page, `${page}index.html`, `${page}assets/a.js?x#y`])('accepts %s', (address) =>
    expect(ownAddress(address)).toBe(true),
  )
  it.each([
    'app://other/',
    'https://wirelens/',
    'file:///etc/passwd',
    'app://wirelens.evil/',
    'app://u@wirelens/',
    '',
    'x',
  ])('refuses %s', (address) => expect(ownAddress(address)).toBe(false))
})

describe('addresses for the browser of the user', () => {
  it('accepts https', () => expect(mayOpenOutside('https://npcap.com/')).toBe(true))
  it.each(['http://npcap.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'ms-settings:', 'https://a:b@c/', 'x'])(
    'refuses %s',
    (address) => expect(mayOpenOutside(address)).toBe(false),
  )
})

describe('what may be fetched', () => {
  it.each([page, 'data:image/png;base64,AA=='])('accepts %s', (address) => expect(mayFetch(address)).toBe(true))
  it.each([
    'https://example.com/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'data:text/html,x',
    'devtools://devtools/',
  ])('refuses %s', (address) => expect(mayFetch(address)).toBe(false))
  it('accepts the developer tools in development only', () => {
    expect(mayFetch('devtools://devtools/', true)).toBe(true)
  })
})

describe('senders of messages', () => {
  const contents = new Contents()
  const windows = new Set([contents]) as never
  const message = (sender: Contents, senderFrame: { url: string } | null) =>
    senderAllowed({ sender, senderFrame } as never, windows)

  it('accepts the main frame of our window on our page', () => {
    expect(message(contents, contents.mainFrame)).toBe(true)
  })
  it('refuses another window', () => {
    const other = new Contents()
    expect(message(other, other.mainFrame)).toBe(false)
  })
  it('refuses a frame inside the page', () => expect(message(contents, { url: page })).toBe(false))
  it('refuses a frame that is gone', () => expect(message(contents, null)).toBe(false))
  it('refuses a foreign page in our window', () => {
    const there = new Contents()
    there.mainFrame.url = 'https://example.com/'
    expect(senderAllowed({ sender: there, senderFrame: there.mainFrame } as never, new Set([there]) as never)).toBe(
      false,
    )
  })
})

describe('the session', () => {
  const session = new Session()
  guardSession(session as never)
  const asked = (permission: string, requestingUrl: string, isMainFrame = true): boolean => {
    let answer: boolean | undefined
    session.ask(null, permission, (allowed) => (answer = allowed), { requestingUrl, isMainFrame })
    expect(session.check(null, permission, requestingUrl, { requestingUrl, isMainFrame })).toBe(answer)
    return answer!
  }

  it('lets our page put text on the clipboard', () => expect(asked('clipboard-sanitized-write', page)).toBe(true))
  it('lets no other page do that', () => expect(asked('clipboard-sanitized-write', 'https://example.com')).toBe(false))
  it('lets no frame inside do that', () => expect(asked('clipboard-sanitized-write', page, false)).toBe(false))
  it.each(['clipboard-read', 'media', 'geolocation', 'notifications', 'openExternal', 'usb', 'fileSystem', 'unknown'])(
    'denies %s, asked and checked',
    (permission) => expect(asked(permission, page)).toBe(false),
  )
  it('denies devices', () => expect(session.device()).toBe(false))
  it('denies pictures of the screen', () => {
    const answer = vi.fn()
    session.display({}, answer)
    expect(answer).toHaveBeenCalledWith(null)
  })
  it('stops downloads', () => {
    const event = preventable()
    session.emit('will-download', event)
    expect(event.defaultPrevented).toBe(true)
  })
  it('lets its own pages through and nothing to the network', () => {
    const cancelled: boolean[] = []
    for (const url of [page, 'https://example.com/'])
      session.fetch({ url }, ({ cancel }) => void cancelled.push(cancel))
    expect(cancelled).toEqual([false, true])
  })
})

describe('everything that is shown', () => {
  const opened: string[] = []
  let contents: Contents
  guardContents(app as never, (address) => opened.push(address))
  beforeEach(() => {
    opened.length = 0
    contents = new Contents()
    app.emit('web-contents-created', {}, contents)
  })

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('stops %s', (name) => {
    const event = preventable()
    contents.emit(name, event)
    expect(event.defaultPrevented).toBe(true)
  })
  it('never opens a window, but hands an https link to the browser after a click', () => {
    contents.emit('before-mouse-event', {}, { type: 'mouseUp' })
    expect(contents.openHandler!({ url: 'https://npcap.com/' })).toEqual({ action: 'deny' })
    expect(opened).toEqual(['https://npcap.com/'])
  })
  it('opens one address for one click', () => {
    contents.emit('before-input-event', {}, { type: 'keyDown' })
    for (const url of ['https://a.example/', 'https://b.example/']) contents.openHandler!({ url })
    expect(opened).toEqual(['https://a.example/'])
  })
  it('opens nothing without a click, and nothing that is not https', () => {
    contents.openHandler!({ url: 'https://npcap.com/' })
    contents.emit('before-mouse-event', {}, { type: 'mouseDown' })
    contents.openHandler!({ url: 'file:///etc/passwd' })
    expect(opened).toEqual([])
  })
})
