/** The program that `wirelens` starts (cli/wirelens.ts). */
import { readFileSync } from 'node:fs'
import { nameText } from '../engine/capture-file'
import { main } from './main'

/** Node makes U+FFFD of what is not UTF-8 in a word: then the words are read as the system has them. */
function words(): string[] {
  const given = process.argv.slice(2)
  if (!given.some((word) => word.includes('\ufffd'))) return given
  try {
    const raw = readFileSync('/proc/self/cmdline')
    const all: string[] = []
    for (let at = 0; at < raw.length;) {
      const end = raw.indexOf(0, at)
      all.push(nameText(raw.subarray(at, end)))
      at = end + 1
    }
    return all.slice(-given.length)
  } catch {
    return given
  }
}

void main(words()).then((code) => {
  // Output has been written by now; what could still hold the process (a pipe on standard input) is not waited for.
  process.exit(code)
})
