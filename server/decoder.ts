/** The decoder of the browser shell: a Node child process that talks over its IPC channel. */
import { serveDecoder } from '../engine/api/serve'

if (!process.send) {
  console.error('The decoder is started by Wirelens itself.')
  process.exit(1)
}
serveDecoder(
  (message) => process.send!(message),
  (take) => process.on('message', take),
)
process.on('disconnect', () => process.exit(0))
