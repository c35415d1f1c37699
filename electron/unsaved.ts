/** Asks before a capture that was not saved yet is dropped: when the window closes, and when a file comes from outside. */
import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { errorText } from '../engine/api/call'
import type { CaptureStatus } from '../engine/api/shapes'
import type { Host } from '../shell/host'
import { words } from './words'

export const isUnsaved = ({ packets, temporary, changed }: CaptureStatus): boolean =>
  packets > 0 && (temporary || changed)

/** Milliseconds that a decoder has to say what is open. Without an answer the window closes: a temporary capture stays on the disk. */
const patience = 1500

async function openCapture(host: Host): Promise<CaptureStatus | null> {
  const asked = host.decoder.running ? host.decoder.session.status({}) : Promise.resolve(null)
  const late = new Promise<null>((resolve) => setTimeout(resolve, patience, null))
  return Promise.race([asked, late]).catch(() => null)
}

/** True when nothing would be lost, when it was saved, or when the user lets it go. */
export async function mayDrop(host: Host, window: BrowserWindow): Promise<boolean> {
  const status = await openCapture(host)
  if (!status || !isUnsaved(status)) return true
  const w = words()
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: w.saveFirst(status.name),
    detail: status.temporary ? w.notSavedYet(status.packets) : w.commentsNotSaved,
    buttons: [w.saveIt, w.doNotSave, w.cancel],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  })
  if (response === 1) host.dropped = status.temporary
  if (response !== 0) return response === 1
  try {
    await host.capture.stop()
    const named = !status.temporary && status.format.startsWith('pcapng')
    const path = named ? status.path : ((await host.parts.pickSave?.('capture.pcapng')) ?? null)
    if (path === null) return false
    await host.saveFile({ path, format: 'pcapng' })
    return true
  } catch (error) {
    const { message, hint } = errorText(error)
    await dialog.showMessageBox(window, {
      type: 'error',
      message: w.wasNotSaved,
      detail: `${message}\n${hint ?? ''}`,
    })
    return false
  }
}
