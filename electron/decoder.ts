/** The decoder of the desktop shell: runs in a utility process and talks over its parent port. */
import { serveDecoder } from '../engine/api/serve'

const { parentPort } = process
if (!parentPort || process.getuid?.() === 0) {
  console.error(
    parentPort
      ? 'The decoder does not run as root: it reads bytes of strangers. Start Wirelens as yourself.'
      : 'The decoder is started by Wirelens itself.',
  )
  process.exit(1)
}
serveDecoder(
  (message) => parentPort.postMessage(message),
  (take) => parentPort.on('message', ({ data }) => take(data)),
)
