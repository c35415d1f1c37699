/** The decoder of the desktop shell: runs in a utility process and talks over its parent port. */
import { setFlagsFromString } from 'node:v8'
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
// Off the index, the heap holds little that lasts: without this V8 lets it grow by 80 MB over rows and trees on the screen.
setFlagsFromString('--optimize-for-size')
serveDecoder(
  (message) => parentPort.postMessage(message),
  (take) => parentPort.on('message', ({ data }) => take(data)),
)
