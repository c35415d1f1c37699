// What the machine has to bring along: libpcap, a browser, tshark. Installs it by apt as root, else says the command.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { findProgram, keep, onWindows, tool } from './run.mjs'

export const isRoot = !onWindows && process.getuid?.() === 0

/** True where apt-get installs things: Debian, Ubuntu and what is made from them. */
export const hasApt = process.platform === 'linux' && existsSync('/usr/bin/apt-get')

/** Programs that tests and benchmarks compare with, and the Debian package of each. */
export const testPrograms = [
  { program: 'tshark', package: 'tshark', without: 'tests that compare with tshark are skipped' },
  { program: 'tcpdump', package: 'tcpdump', without: 'tests that compare with tcpdump are skipped' },
  { program: 'ip', package: 'iproute2', without: 'live capture tests in network namespaces are skipped' },
]

/** A place to run as a display, on systems where that is a question. */
export const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)

let listsAreFresh = false

/** Installs Debian packages as root; resolves to undefined or to the reason why it did not work. */
export async function aptInstall(packages, why) {
  const command = `apt-get install -y ${packages.join(' ')}`
  if (!hasApt) return `this system has no apt-get; install ${packages.join(', ')} by its own means`
  if (!isRoot) return `run: sudo ${command}`
  console.log(`Installing ${packages.join(' ')} with apt-get (${why}).`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args, name) =>
    keep('apt-get', ['-q', '-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      env,
      onWait: (seconds) => console.log(`  still ${name} (${seconds} s)`),
    })
  const install = () => apt(['install', '-y', '--no-install-recommends', ...packages], 'installing')
  let result = listsAreFresh || listsExist() ? await install() : { code: 1, output: '' }
  if (result.code !== 0 && !listsAreFresh) {
    await apt(['update'], 'reading the package lists')
    listsAreFresh = true
    result = await install()
  }
  if (result.code === 0) return undefined
  console.error(result.output.trim().split('\n').slice(-8).join('\n'))
  return `apt-get could not install ${packages.join(' ')}; run it by hand: ${command}`
}

function listsExist() {
  try {
    return readdirSync('/var/lib/apt/lists').some((name) => name.includes('_Packages'))
  } catch {
    return false
  }
}

/** True when the capture library can be loaded: libpcap on Linux and macOS, Npcap (or WinPcap) on Windows. */
export function hasPcapLibrary() {
  if (process.platform === 'darwin') return true
  if (onWindows) {
    const system = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32')
    return existsSync(join(system, 'Npcap', 'wpcap.dll')) || existsSync(join(system, 'wpcap.dll'))
  }
  const cache = spawnSync(findProgram('ldconfig') ?? 'ldconfig', ['-p'], { encoding: 'utf8' })
  if (/libpcap\.so\.(0\.8|1)\b/.test(cache.stdout ?? '')) return true
  return ['/usr/lib', '/usr/lib64', '/lib'].some((folder) => existsSync(join(folder, 'libpcap.so.1')))
}

/** The Debian package that holds libpcap: renamed in the 64-bit time transition (Debian 13, Ubuntu 24.04). */
function pcapPackage() {
  const policy = spawnSync('apt-cache', ['policy', 'libpcap0.8t64'], { encoding: 'utf8' })
  return /Candidate: \d/.test(policy.stdout ?? '') ? 'libpcap0.8t64' : 'libpcap0.8'
}

/** Sees to the capture library; without it the app runs for files and samples only, and this says so. */
export async function ensurePcapLibrary() {
  if (hasPcapLibrary()) return true
  if (onWindows) {
    console.log('Npcap is not installed, so live capture is off. Install it from https://npcap.com and start again.')
    return false
  }
  const packages = hasApt ? [pcapPackage()] : ['libpcap']
  const problem = await aptInstall(packages, 'the capture library; needed for live capture')
  if (!problem && hasPcapLibrary()) return true
  console.log(
    `libpcap is missing, so live capture is off; files and samples work. To have it: ${problem ?? 'see above'}`,
  )
  return false
}

/** Installs the reference programs where that is possible and says what is skipped otherwise. */
export async function ensureTestPrograms() {
  const missing = () => testPrograms.filter((entry) => !findProgram(entry.program))
  if (process.platform !== 'linux') return
  const wanted = missing().map((entry) => entry.package)
  if (!hasPcapLibrary()) wanted.push(hasApt ? pcapPackage() : 'libpcap')
  if (!wanted.length) return
  const problem = await aptInstall(wanted, 'what the tests compare with')
  for (const entry of missing()) console.log(`${entry.program} is missing: ${entry.without}. ${problem ?? ''}`.trim())
}

/** A Chromium that the system has, or undefined. */
export function systemChromium() {
  return ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => existsSync(file))
}

function playwrightChromium() {
  const base =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    (onWindows
      ? join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright')
      : process.platform === 'darwin'
        ? join(homedir(), 'Library', 'Caches', 'ms-playwright')
        : join(homedir(), '.cache', 'ms-playwright'))
  try {
    const list = JSON.parse(
      readFileSync(new URL('../node_modules/playwright-core/browsers.json', import.meta.url), 'utf8'),
    )
    const { revision } = list.browsers.find((browser) => browser.name === 'chromium')
    return readdirSync(base).some((name) => name === `chromium-${revision}`)
  } catch {
    return false
  }
}

/** Sees to a browser for the end-to-end tests; resolves to undefined or to the reason why there is none. */
export async function ensureChromium() {
  if (systemChromium() || playwrightChromium()) return undefined
  let problem
  if (hasApt && isRoot) {
    problem = await aptInstall(['chromium'], 'the browser of the end-to-end tests')
    if (!problem && systemChromium()) return undefined
  }
  console.log('Fetching Chromium for the end-to-end tests with Playwright.')
  const code = await tool('playwright', 'cli.js', ['install', ...(hasApt && isRoot ? ['--with-deps'] : []), 'chromium'])
  if (code === 0 && playwrightChromium()) return undefined
  return problem ?? 'no Chromium, and "npx playwright install chromium" failed'
}
