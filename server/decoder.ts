/** The decoder of the browser shell: a Node child process that talks over its IPC channel. */
import { setFlagsFromString } from 'node:v8'
import { serveDecoder } from '../engine/api/serve'

if (!process.send) {
  console.error('The decoder is started by Wirelens itself.')
  process.exit(1)
}
// Off the index, the heap holds little that lasts: without this V8 lets it grow by 80 MB over rows and trees on the screen.
setFlagsFromString('--optimize-for-size')
serveDecoder(
  (message) => process.send!(message),
  (take) => process.on('message', take),
)
process.on('disconnect', () => process.exit(0))
