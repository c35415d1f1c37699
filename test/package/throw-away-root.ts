// A throw-away root: this system under an overlay that is forgotten afterwards, with a network of its own. Needs root on Linux.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Mounts vanish with the namespace; `$1` is an empty folder, `$2` a file that is put at /package.deb, `$3` the script. */
const setUp = `
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 none "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
mount --rbind /dev "$1/root/dev"
mount -t proc proc "$1/root/proc"
mount -t tmpfs -o mode=1777 none "$1/root/tmp"
cp "$2" "$1/root/package.deb"
ip link set lo up
exec chroot "$1/root" /bin/bash -c "$3"
`

export interface Outcome {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs a bash script in such a root; nothing of what it does to files, users or packages remains. */
export function inThrowAwayRoot(script: string, deb: string): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-root-'))
  try {
    const copy = join(folder, 'package.deb')
    copyFileSync(deb, copy)
    const root = mkdtempSync(join(folder, 'root-'))
    const words = ['--mount', '--net', '--', 'sh', '-c', setUp, 'sh', root, copy, script]
    const { status, stdout, stderr } = spawnSync('unshare', words, { encoding: 'utf8', timeout: 110_000 })
    return { status, stdout, stderr }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Why there is none here; empty when there is. */
export function noThrowAwayRoot(): string {
  if (process.platform !== 'linux') return 'packages are installed on Linux only'
  if (process.getuid?.() !== 0) return 'installing a package in a throw-away root needs root'
  const { status, stderr } = inThrowAwayRoot('command -v dpkg setpriv setcap >/dev/null', '/dev/null')
  return status === 0
    ? ''
    : `a throw-away root cannot be made: ${stderr.trim().split('\n').at(-1) ?? 'no reason given'}`
}
