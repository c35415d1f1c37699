/** What the desktop shell allows: its own pages and nothing else. Each rule has a test that accepts and one that refuses. */
import type { App, Session, WebContents, WebFrameMain } from 'electron'

export const scheme = 'app'
export const origin = `${scheme}://wirelens`

/** Whether an address is a page of ours. */
export function ownAddress(address: string): boolean {
  try {
    const url = new URL(address)
    return url.protocol === `${scheme}:` && url.host === 'wirelens'
  } catch {
    return false
  }
}

/** Whether an address may be handed to the user's browser: https only. */
export function mayOpenOutside(address: string): boolean {
  try {
    return new URL(address).protocol === 'https:'
  } catch {
    return false
  }
}

/** Whether a message comes from the main frame of one of our windows, showing a page of ours. */
export function senderAllowed(
  event: { sender: WebContents; senderFrame: WebFrameMain | null },
  windows: ReadonlySet<WebContents>,
): boolean {
  const { sender, senderFrame } = event
  return windows.has(sender) && senderFrame !== null && senderFrame === sender.mainFrame && ownAddress(senderFrame.url)
}

/** Denies permissions of every kind, both when asked and when checked, and downloads. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_, __, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
}

/** Denies navigation, new windows and webviews to everything that is ever shown. `openOutside` gets https links that the user clicked. */
export function guardContents(app: App, openOutside: (address: string) => void): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (mayOpenOutside(url)) openOutside(url)
      return { action: 'deny' }
    })
  })
}
