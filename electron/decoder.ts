/** The decoder of the desktop shell: runs in a utility process and talks over its parent port. */
import { serveDecoder } from '../engine/api/serve'

const { parentPort } = process
serveDecoder(
  (message) => parentPort.postMessage(message),
  (take) => parentPort.on('message', ({ data }) => take(data)),
)
