// Two namespaces with a third between them, in which a small bridge (test/live/bridge.py) loses, doubles, delays and reorders frames.
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { withNamespaces } from './namespaces'
import type { Network } from './namespaces'

const execute = promisify(execFile)
const bridge = join(dirname(fileURLToPath(import.meta.url)), '..', 'live', 'bridge.py')

/** The network of `withNamespaces`, whose cable goes through a bridge with these rules. Checksums are computed, segments not combined. */
export function withBridge<T>(rules: readonly string[], work: (net: Network) => Promise<T>): Promise<T> {
  return withNamespaces(async (net) => {
    const middle = { ...net.left, ns: `${net.left.ns}m` }
    await execute('ip', ['netns', 'add', middle.ns])
    try {
      await net.run(middle, 'sh', ['-c', 'for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 > $f; done'])
      for (const [side, end] of [
        [net.left, 'toleft'],
        [net.right, 'toright'],
      ] as const) {
        // The direct cable goes; one to the middle takes its place.
        await execute('ip', ['-n', side.ns, 'link', 'del', side.interface]).catch(() => {})
        const veth = ['address', side.mac, 'type', 'veth', 'peer', 'name', end, 'netns', middle.ns]
        await execute('ip', ['link', 'add', side.interface, 'netns', side.ns, ...veth])
        await execute('ip', ['-n', side.ns, 'address', 'add', `${side.address}/24`, 'dev', side.interface])
        for (const [at, name] of [
          [side, side.interface],
          [middle, end],
        ] as const) {
          await net.run(at, 'ethtool', ['-K', name, 'tx', 'off', 'tso', 'off', 'gso', 'off', 'gro', 'off'])
          await execute('ip', ['-n', at.ns, 'link', 'set', name, 'up'])
        }
      }
      const carrying = net.start(middle, 'python3', [bridge, 'toleft', 'toright', ...rules])
      let wrong = ''
      carrying.stderr?.on('data', (piece: Buffer) => (wrong += piece.toString()))
      await Promise.race([
        once(carrying.stdout!, 'data'),
        once(carrying, 'exit').then(() => Promise.reject(new Error(`The bridge does not run: ${wrong}`))),
      ])
      return await work(net)
    } finally {
      await execute('ip', ['netns', 'del', middle.ns]).catch(() => {})
    }
  })
}
