/** What the desktop shell allows: its own pages and nothing else. Each rule has a test that accepts and one that refuses. */
import type { App, Session, WebContents, WebFrameMain } from 'electron'

export const scheme = 'app'
const host = 'wirelens'
export const origin = `${scheme}://${host}`

/** Milliseconds after a click or key press in which a page may ask for the user's browser. */
const gesture = 2000

/** Whether an address is a page of ours. */
export function ownAddress(address: string): boolean {
  try {
    const url = new URL(address)
    return url.protocol === `${scheme}:` && url.host === host && url.username === ''
  } catch {
    return false
  }
}

/** Whether an address may be handed to the user's browser: https only, without a name or password in it. */
export function mayOpenOutside(address: string): boolean {
  try {
    const { protocol, username, password } = new URL(address)
    return protocol === 'https:' && username === '' && password === ''
  } catch {
    return false
  }
}

/** Whether anything shown may be fetched from here: our pages, and images that are in the page itself. The network is never asked. */
export const mayFetch = (address: string, devTools = false): boolean =>
  ownAddress(address) || address.startsWith('data:image/') || (devTools && address.startsWith('devtools:'))

/** The one permission there is: a page of ours puts text on the clipboard (after a click, which Chromium sees to). Reading it is denied. */
export const permitted = (permission: string, address: string | undefined, mainFrame: boolean): boolean =>
  permission === 'clipboard-sanitized-write' && mainFrame && address !== undefined && ownAddress(address)

/** Whether a message comes from the main frame of one of our windows, showing a page of ours. */
export function senderAllowed(
  event: { sender: WebContents; senderFrame: WebFrameMain | null },
  windows: ReadonlySet<WebContents>,
): boolean {
  const { sender, senderFrame } = event
  return windows.has(sender) && senderFrame !== null && senderFrame === sender.mainFrame && ownAddress(senderFrame.url)
}

/** Denies permissions, both when asked and when checked, devices, screen capture, downloads and the network. */
export function guardSession(session: Session, devTools = false): void {
  session.setPermissionRequestHandler((_, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(permitted(permission, requestingUrl, isMainFrame)),
  )
  session.setPermissionCheckHandler((_, permission, requester, { requestingUrl, isMainFrame }) =>
    permitted(permission, requestingUrl ?? requester, isMainFrame),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_, answer) => answer(null))
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayFetch(url, devTools) }))
}

/** Denies navigation, new windows and webviews to everything that is ever shown. `openOutside` gets https links that the user clicked. */
export function guardContents(app: App, openOutside: (address: string) => void): void {
  app.on('web-contents-created', (_, contents) => {
    let lastInput = -Infinity
    const noteInput = (): void => {
      lastInput = Date.now()
    }
    contents.on('before-input-event', (_, { type }) => {
      if (type === 'keyDown') noteInput()
    })
    contents.on('before-mouse-event', (_, { type }) => {
      if (type === 'mouseDown' || type === 'mouseUp') noteInput()
    })
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (mayOpenOutside(url) && Date.now() - lastInput < gesture) {
        lastInput = -Infinity // one click, one window
        openOutside(url)
      }
      return { action: 'deny' }
    })
  })
}
