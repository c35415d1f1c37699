/** Starts a decoder as a Node child process; messages are structured clones, so bytes travel as bytes. */
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DecoderProcess, ProcessEvents, StartProcess } from '../shell/decoder-link'

/** Finds `dist/decoder/decoder.js` beside this bundle. */
function decoderFile(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (let up = 0; up < 4; up++) {
    for (const path of [join(folder, 'decoder', 'decoder.js'), join(folder, 'dist', 'decoder', 'decoder.js')])
      if (existsSync(path)) return path
    folder = dirname(folder)
  }
  throw new Error('dist/decoder/decoder.js is missing: run `npm run build`.')
}

export const startDecoder: StartProcess = (events) => startDecoderFrom(decoderFile(), events)

/** @param file the decoder's bundle */
export function startDecoderFrom(file: string, { message, exit }: ProcessEvents): DecoderProcess {
  const child = fork(file, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  let over = false
  const end = (reason: string): void => {
    if (over) return
    over = true
    exit(reason)
  }
  child.on('message', message)
  child.on('exit', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`))
  child.on('error', (error) => end(error.message))
  return {
    post: (request) => {
      child.send(request as object, () => undefined) // one that has ended says so by itself
    },
    kill: () => child.kill('SIGKILL'),
    pid: child.pid,
  }
}
