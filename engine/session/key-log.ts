/** The file of secrets that the user named (SSLKEYLOGFILE): read by whoever opens the capture, never by a protocol. */
import { readFileSync, statSync } from 'node:fs'
import { limits } from '../limits'
import { Refused } from '../refused'

/** The lines of a key log. Throws Refused when it cannot be read or is larger than `limits.keyLog` bytes. */
export function readKeyLog(path: string): string {
  const hint = 'Programs write such a file when SSLKEYLOGFILE names it.'
  try {
    const state = statSync(path)
    if (!state.isFile()) throw new Refused('key-log', `The key log "${path}" is no file.`, hint)
    if (state.size > limits.keyLog)
      throw new Refused('key-log', `The key log "${path}" is larger than ${limits.keyLog} bytes.`)
    return readFileSync(path, 'latin1')
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Refused || !('code' in error)) throw error
    throw new Refused('key-log', `The key log "${path}" cannot be read: ${error.message}`, hint)
  }
}
