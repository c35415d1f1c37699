#!/usr/bin/env node
// Stands in for fpm where it cannot be downloaded: makes a .deb with dpkg-deb out of the options that electron-builder gives.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const bare = new Set(['--force', '--debug'])
const options = new Map()
const depends = []
const sources = []
const words = process.argv.slice(2)
while (words.length) {
  const word = words.shift()
  if (bare.has(word)) continue
  if (word === '-d') depends.push(words.shift())
  else if (word.startsWith('-')) options.set(word, words.shift())
  else sources.push(word.split('='))
}
const option = (name) => options.get(name) ?? ''

const work = mkdtempSync(join(tmpdir(), 'wirelens-deb-'))
try {
  chmodSync(work, 0o755)
  for (const [from, to] of sources) {
    const target = join(work, to)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(from, target, { recursive: true, preserveTimestamps: true })
  }
  // Modes as fpm leaves them, whatever the umask here is.
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', work])
  const size = Number(execFileSync('du', ['-sk', work], { encoding: 'utf8' }).split('\t')[0])
  const control = join(work, 'DEBIAN')
  mkdirSync(control)
  const [synopsis, ...rest] = option('--description').split('\n')
  const fields = {
    Package: option('--name'),
    Version: option('--version'),
    Section: option('--category'),
    Priority: option('--deb-priority'),
    Architecture: option('--architecture'),
    'Installed-Size': size,
    Maintainer: option('--maintainer'),
    Homepage: option('--url'),
    Depends: depends.join(', '),
    Recommends: option('--deb-recommends'),
    Description: [synopsis.trim() || rest.join(' ').trim(), ...rest.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
  }
  const text = Object.entries(fields).filter(([, value]) => value)
  writeFileSync(join(control, 'control'), text.map(([name, value]) => `${name}: ${value}\n`).join(''))
  for (const [name, file] of [
    ['postinst', option('--after-install')],
    ['postrm', option('--after-remove')],
  ]) {
    writeFileSync(join(control, name), readFileSync(file))
    chmodSync(join(control, name), 0o755)
  }
  const compression = option('--deb-compression') === 'none' ? 'none' : 'gzip'
  execFileSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', work, option('--package')])
  console.log(`${option('--package')}: ${statSync(option('--package')).size} bytes`)
} finally {
  rmSync(work, { recursive: true, force: true })
}
