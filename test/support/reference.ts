// What tests compare with: the shared corpus beside the checkout, and tshark. Tests skip, with a reason, where they are not there.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The folder with the corpus and the seed capture: WIRELENS_SHARED, else `shared` beside the checkout; null if neither is there. */
export function sharedFolder(): string | null {
  const places = [process.env.WIRELENS_SHARED, join(root, '..', 'shared')]
  return places.find((place) => place && existsSync(join(place, 'corpus'))) ?? null
}

/** The captures of one folder of the corpus, with their paths; none where the corpus is not there. */
export function corpus(folder: 'pcapng' | 'malformed' | 'protocols'): string[] {
  const shared = sharedFolder()
  if (!shared) return []
  const place = join(shared, 'corpus', folder)
  return readdirSync(place)
    .sort()
    .map((name) => join(place, name))
}

/** Whether tshark is asked again what is kept of its answers beside the tests: on build servers, and with WIRELENS_LIVE_TSHARK. */
export const asksTshark = Boolean(process.env['WIRELENS_LIVE_TSHARK'] || process.env['CI'])

let found: boolean | undefined

/** Whether tshark, capinfos and editcap can be run. */
export function hasTshark(): boolean {
  return (found ??= ['tshark', 'capinfos', 'editcap'].every((name) => spawnSync(name, ['-v']).status === 0))
}

/** Output of a program that reads captures, with its messages and exit code; never throws for what it says about a file. */
export function run(program: string, args: string[]): { out: string; messages: string; code: number | null } {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 })
  if (done.error) throw done.error
  return { out: done.stdout, messages: done.stderr, code: done.status }
}

/** Output of tshark, which must succeed. Names are not looked up. */
export function tshark(args: string[]): string {
  return execFileSync('tshark', ['-n', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}
