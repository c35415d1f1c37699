// The one large file that benchmarks share: a million Ethernet packets out of real captures, made once per machine.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const packets = 1_000_000

/** Its path; null when the captures or python are missing (the reason is printed). */
export function bigFile() {
  const path = join(tmpdir(), 'wirelens-big.pcapng')
  if (existsSync(path)) return path
  const tool = '../shared/tools/make-big.py'
  const corpus = '../shared/corpus/protocols'
  if (!existsSync(tool) || !existsSync(corpus)) {
    console.log('left out: ../shared is not there, so there are no captures to build the large file from')
    return null
  }
  const captures = readdirSync(corpus)
    .sort()
    .map((name) => join(corpus, name))
  execFileSync('python3', [tool, `${path}.part`, String(packets), ...captures], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  renameSync(`${path}.part`, path)
  return path
}
