// Names of files that are not UTF-8, as Linux allows them: their bytes are written `\xe9` where they are shown, and found again where they are opened.
import { Buffer } from 'node:buffer'
import { existsSync } from 'node:fs'
import process from 'node:process'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A name as text: what is not UTF-8 in it becomes `\xe9`. */
export function nameText(bytes: Uint8Array): string {
  const whole = utf8(bytes)
  if (whole !== undefined) return whole
  let text = ''
  for (let i = 0; i < bytes.length;) {
    let length = 1
    let piece = utf8(bytes.subarray(i, i + 1))
    while (piece === undefined && length < 4 && i + length < bytes.length) piece = utf8(bytes.subarray(i, i + ++length))
    text += piece ?? `\\x${bytes[i]!.toString(16)}`
    i += piece === undefined ? 1 : length
  }
  return text
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** What the file system is asked for by a path that `nameText` may have written. A file whose name has these very letters comes first. */
export function onDisk(path: string): string | Buffer {
  if (process.platform === 'win32' || !/\\x[89a-f][0-9a-f]/.test(path) || existsSync(path)) return path
  return Buffer.concat(
    path
      .split(/(\\x[89a-f][0-9a-f])/)
      .map((part, n) => (n % 2 ? Buffer.from([parseInt(part.slice(2), 16)]) : Buffer.from(part))),
  )
}
