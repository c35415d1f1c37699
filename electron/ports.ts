/** The port between a page and the host, and the files that are dropped on a page. */
import { ipcMain, MessageChannelMain } from 'electron'
import type { MessagePortMain, WebContents } from 'electron'
import type { Host } from '../shell/host'
import { Asks } from '../shell/asks'
import { News } from '../shell/news'
import { senderAllowed } from './guard'

/** A path longer than this is no path of any system. */
const longestPath = 32_768

/** Events on the way to a page that has not said that it reads (renderer/client/message-port.ts): a port has no other measure of its queue. */
const mostUnread = 64

/**
 * Gives each known page that asks for it a port to the host; a page has one at a time.
 * @param dropped is told of files that the user dropped on a page
 */
export function servePorts(host: Host, pages: ReadonlySet<WebContents>, dropped: (path: string) => void): void {
  const current = new WeakMap<WebContents, MessagePortMain>()
  ipcMain.on('wirelens-port', (event) => {
    if (!senderAllowed(event, pages)) return
    current.get(event.sender)?.close()
    const { port1, port2 } = new MessageChannelMain()
    current.set(event.sender, port2)
    let unread = 0
    const news = new News(
      () => unread < mostUnread,
      (name, value) => {
        unread++
        port2.postMessage({ event: name, value })
      },
    )
    const asks = new Asks(
      (message) => host.handle(message),
      (reply) => port2.postMessage(reply),
    )
    const stop = host.listen((name, value) => news.tell(name, value))
    port2.on('message', ({ data }) => {
      if (data === 'read') {
        unread = 0
        return news.flush()
      }
      if (!asks.take(data)) port2.close()
    })
    port2.once('close', () => {
      stop()
      asks.end()
    })
    port2.start()
    port2.postMessage({ event: 'welcome', value: null })
    event.sender.postMessage('wirelens-port', null, [port1])
  })
  ipcMain.on('wirelens-drop', (event, path: unknown) => {
    if (senderAllowed(event, pages) && typeof path === 'string' && path !== '' && path.length <= longestPath)
      dropped(path)
  })
}
