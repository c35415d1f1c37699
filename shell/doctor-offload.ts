/** Which offloads of an adapter change what a capture shows. Asks `ethtool` where there is one; changes nothing. */
import { spawnSync } from 'node:child_process'

const telling: Readonly<Record<string, string>> = {
  'tcp-segmentation-offload': 'TSO',
  'generic-segmentation-offload': 'GSO',
  'generic-receive-offload': 'GRO',
  'large-receive-offload': 'LRO',
}

/** Short names of those that are on, out of the answer of `ethtool -k`. */
export function readOffloads(text: string): string[] {
  return Object.entries(telling).flatMap(([long, short]) => (text.includes(`\n${long}: on`) ? [short] : []))
}

/** Null when it cannot be told here. */
export function offloadsOf(adapter: string): string[] | null {
  if (process.platform !== 'linux') return null
  const { status, stdout } = spawnSync('ethtool', ['-k', adapter], { encoding: 'utf8', timeout: 3000 })
  return status === 0 ? readOffloads(`\n${stdout}`) : null
}
