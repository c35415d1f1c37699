// Two network namespaces joined by a veth pair: a real network of our own, for tests that capture. Needs root on Linux.
import { execFile, execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import process from 'node:process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export interface Side {
  /** The namespace's name. */
  ns: string
  /** Its end of the veth pair. */
  interface: string
  address: string
  mac: string
}

export interface Ran {
  status: number
  stdout: string
  stderr: string
}

export interface Network {
  left: Side
  right: Side
  /** Runs a command in a namespace until it ends. */
  run(side: Side, command: string, args: string[]): Promise<Ran>
  /** Starts a command there; it is killed with the network at the latest. */
  start(side: Side, command: string, args: string[]): ChildProcess
  /** Command and arguments that run something there: for code that starts its processes itself. */
  inside(side: Side, command: string, args: string[]): { command: string; args: string[] }
}

/** True, or why the tests that need namespaces cannot run here. */
export function canUseNamespaces(): string | true {
  if (process.platform !== 'linux') return 'network namespaces need Linux'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  const name = `wl${process.pid}probe`
  try {
    execFileSync('ip', ['netns', 'add', name], { stdio: 'pipe' })
    execFileSync('ip', ['netns', 'del', name], { stdio: 'pipe' })
    return true
  } catch (error) {
    return `network namespaces cannot be made: ${(error as Error).message.split('\n')[0]}`
  }
}

let made = 0

async function ip(...words: string[]): Promise<void> {
  await execute('ip', words)
}

async function run(command: string, args: string[]): Promise<Ran> {
  try {
    return { status: 0, ...(await execute(command, args, { maxBuffer: 64 << 20 })) }
  } catch (error) {
    const failed = error as { code?: unknown; stdout?: string; stderr?: string; message: string }
    const status = typeof failed.code === 'number' ? failed.code : -1
    return { status, stdout: failed.stdout ?? '', stderr: failed.stderr ?? failed.message }
  }
}

/**
 * Makes the two namespaces, gives them to the work, and removes them whatever happens. IPv6 is off, so that nothing is
 * on the wire but what the test sends: the first packet to the other side brings the ARP exchange.
 */
export async function withNamespaces<T>(work: (net: Network) => Promise<T>): Promise<T> {
  const base = `wl${process.pid}n${++made}`
  const side = (letter: string, last: number): Side => ({
    ns: `${base}${letter}`,
    interface: `w${letter}`,
    address: `10.92.30.${last}`,
    mac: `02:00:00:00:30:0${last}`,
  })
  const [left, right] = [side('l', 1), side('r', 2)]
  const running: ChildProcess[] = []
  const inside = (at: Side, command: string, args: string[]) => ({
    command: 'ip',
    args: ['netns', 'exec', at.ns, command, ...args],
  })
  const net: Network = {
    left,
    right,
    inside,
    run(at, command, args) {
      const full = inside(at, command, args)
      return run(full.command, full.args)
    },
    start(at, command, args) {
      const full = inside(at, command, args)
      const child = spawn(full.command, full.args, { stdio: ['pipe', 'pipe', 'pipe'] })
      running.push(child)
      return child
    },
  }
  try {
    for (const at of [left, right]) await ip('netns', 'add', at.ns)
    const veth = ['address', left.mac, 'type', 'veth', 'peer', 'name', right.interface, 'address', right.mac]
    await ip('link', 'add', left.interface, 'netns', left.ns, ...veth, 'netns', right.ns)
    for (const at of [left, right]) {
      await net.run(at, 'sh', ['-c', 'for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 > $f; done'])
      await ip('-n', at.ns, 'address', 'add', `${at.address}/24`, 'dev', at.interface)
      for (const name of ['lo', at.interface]) await ip('-n', at.ns, 'link', 'set', name, 'up')
    }
    return await work(net)
  } finally {
    for (const child of running) child.kill('SIGKILL')
    for (const at of [left, right]) await ip('netns', 'del', at.ns).catch(() => {})
  }
}
