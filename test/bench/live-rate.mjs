// How many packets each capture tool loses over a veth pair: run it, or measure() from a benchmark. Needs root on Linux.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildHelper } from '../../native/build.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const capDriver = join(root, 'native', 'cap-driver.mjs')

/** How each tool is started on an interface, and how it is asked to stop. */
const tools = {
  helper: (on, out) => [buildHelper().path, 'capture', '--interface', on, '--out', out],
  dumpcap: (on, out) => ['dumpcap', '-q', '-i', on, '-w', out],
  tcpdump: (on, out) => ['tcpdump', '-q', '-Z', 'root', '-i', on, '-w', out],
  cap: (on, out) => [process.execPath, capDriver, 'capture', '--interface', on, '--out', out],
}

/** @returns {string} why nothing can be measured here; empty when it can */
export function obstacle() {
  if (process.platform !== 'linux' || process.getuid() !== 0) return 'network namespaces need root on Linux'
  const built = buildHelper()
  return built.status === 'missing-compiler' ? built.message : ''
}

function floodPath() {
  const path = join(root, 'dist', 'native', 'flood')
  const source = join(root, 'test', 'native', 'flood.cpp')
  const old = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (old < statSync(source).mtimeMs) execFileSync('c++', ['-std=c++17', '-O2', '-o', path, source])
  return path
}

const ip = (...words) => execFileSync('ip', words, { stdio: 'pipe' })

/** User and system time of a process in seconds. */
function cpuSeconds(pid) {
  const fields = execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' })
    .split(') ')[1]
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/**
 * One tool, one load. Counts come from the file that it wrote, not from what it says.
 * @param {keyof typeof tools} tool
 * @param {{ rate: number, count: number, size?: number, started?: Function, beforeEnd?: Function }} load packets a second (0: as fast as
 *   it goes), packets, bytes; `started(child, file)` hears of the tool, `beforeEnd()` comes before it is stopped, its result is `watched`
 */
export async function measure(tool, { rate, count, size = 64, started, beforeEnd }) {
  const [left, right] = [`wlb${process.pid}l`, `wlb${process.pid}r`]
  // In memory where possible: what is measured is the tool, not the disk.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'wirelens-rate-'))
  const out = join(folder, 'x.pcapng')
  try {
    for (const ns of [left, right]) ip('netns', 'add', ns)
    ip('link', 'add', 'wl', 'netns', left, 'type', 'veth', 'peer', 'name', 'wr', 'netns', right)
    for (const [ns, on] of Object.entries({ [left]: 'wl', [right]: 'wr' })) {
      execFileSync('ip', ['netns', 'exec', ns, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6'])
      ip('-n', ns, 'link', 'set', on, 'up')
    }
    const words = ['netns', 'exec', right, ...tools[tool]('wr', out)]
    const capture = spawn('ip', words, { stdio: ['pipe', started ? 'pipe' : 'ignore', 'ignore'] })
    await started?.(capture, out)
    const ended = new Promise((resolve) => capture.once('close', resolve))
    // tcpdump writes nothing at all before its buffer is full.
    for (let turn = 0; turn < 100 && !statSync(out, { throwIfNoEntry: false }); turn++) await sleep(20)
    await sleep(500)
    const flood = ['netns', 'exec', left, floodPath(), 'wl', String(count), String(rate), String(size)]
    const sender = spawn('ip', flood, { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    sender.stdout.on('data', (text) => (said += text))
    await new Promise((resolve) => sender.once('close', resolve))
    const { sent, seconds } = JSON.parse(said)
    await sleep(700)
    const cpu = cpuSeconds(capture.pid)
    const watched = await beforeEnd?.()
    capture.kill('SIGINT')
    await ended
    const counted = execFileSync('capinfos', ['-c', '-M', out], { encoding: 'utf8' })
    const captured = Number(/packets:\s*(\d+)/.exec(counted)[1])
    const perSecond = Math.round(sent / seconds)
    return {
      tool,
      size,
      perSecond,
      offered: sent,
      captured,
      lost: sent - captured,
      cpuShare: Number((cpu / seconds).toFixed(3)),
      ...(watched ? { watched } : {}),
    }
  } finally {
    for (const ns of [left, right]) {
      try {
        ip('netns', 'del', ns)
      } catch {
        // it was never made
      }
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

export const loads = [
  { rate: 100_000, count: 1_000_000 },
  { rate: 0, count: 2_000_000 },
  { rate: 0, count: 1_000_000, size: 1400 },
]

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const why = obstacle()
  if (why) console.error(why)
  const wanted = process.argv.slice(2)
  for (const load of why ? [] : loads) {
    for (const tool of Object.keys(tools).filter((name) => wanted.length === 0 || wanted.includes(name))) {
      const result = await measure(tool, load).catch((error) => ({ tool, problem: error.message.split('\n')[0] }))
      console.log(JSON.stringify(result))
    }
  }
}
