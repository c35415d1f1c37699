/** Starts a decoder as an Electron utility process. */
import { utilityProcess } from 'electron'
import type { StartProcess } from '../shell/decoder-link'

/** @param file the decoder's bundle */
export const decoderStarter =
  (file: string): StartProcess =>
  ({ message, exit }) => {
    const child = utilityProcess.fork(file, [], { serviceName: 'Wirelens decoder', stdio: 'inherit' })
    child.on('message', message)
    child.once('exit', (code) => exit(`exit code ${code}`))
    return {
      post: (request) => child.postMessage(request),
      kill: () => child.kill(),
      pid: child.pid,
    }
  }
