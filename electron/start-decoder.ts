/** Starts a decoder as an Electron utility process. */
import { utilityProcess } from 'electron'
import type { StartProcess } from '../shell/decoder-link'

/** Of the environment a decoder gets what a process needs to run, and nothing that loads code into it. */
function environment(): Record<string, string> {
  const wanted = /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SystemRoot|windir|XDG_RUNTIME_DIR|WIRELENS_.*)$/i
  const own = Object.entries(process.env).filter(([name]) => wanted.test(name))
  return Object.fromEntries(own) as Record<string, string>
}

/** @param file the decoder's bundle */
export const decoderStarter =
  (file: string): StartProcess =>
  ({ message, exit }) => {
    const child = utilityProcess.fork(file, [], {
      serviceName: 'Wirelens decoder',
      stdio: 'inherit',
      env: environment(),
    })
    let over = false
    const end = (reason: string): void => {
      if (over) return
      over = true
      exit(reason)
    }
    child.on('message', message)
    child.once('exit', (code) => end(`exit code ${code}`))
    // V8 has run out of memory or Electron could not start it: `exit` follows, or does not.
    child.once('error', (type) => {
      end(String(type))
      child.kill()
    })
    return {
      post: (request) => child.postMessage(request),
      kill: () => child.kill(),
      get pid() {
        return child.pid
      },
    }
  }
