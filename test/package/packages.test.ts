// The packages, made with a stand-in for Electron: what is in them, and what installing one does.
import { extractFile, listPackage } from '@electron/asar'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { debDepends, fuses } from '../../build/electron-builder.mjs'
import { readFuses } from '../../build/installer/fuses.mjs'
import { missingForStub } from '../../build/installer/stand-in-electron.mjs'
import { emptyFolder, readOptions } from '../../build/package.mjs'
import { needs } from '../support/skip'
import { inThrowAwayRoot, noThrowAwayRoot } from './throw-away-root'

const output = mkdtempSync(join(tmpdir(), 'wirelens-package-'))
afterAll(() => rmSync(output, { recursive: true, force: true }))
const make = (...only: string[]): void => {
  const words = ['build/package.mjs', '--stub', '--only', only.join(), '--out', join(output, only[0]!)]
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 170_000 })
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`)
}
const made = (kind: string, ending: string): string => {
  const name = readdirSync(join(output, kind)).find((file) => file.endsWith(ending))
  if (!name) throw new Error(`there is no ${ending} in ${kind}`)
  return join(output, kind, name)
}
const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version

describe('the options of npm run package', () => {
  it('are read', () => {
    expect(readOptions(['--stub', '--only', 'deb,win', '--arch', 'arm64'])).toEqual({
      stub: true,
      only: ['deb', 'win'],
      arch: 'arm64',
    })
  })
  it('do not empty a folder that holds other things', () => {
    expect(() => emptyFolder('samples')).toThrow('holds other things')
    expect(existsSync('samples/tcp-hello.pcapng')).toBe(true)
  })
  it.each([['--what'], ['--only', 'rpm'], ['--arch', 'mips']])('%s %s is refused', (...words) => {
    expect(readOptions(words)).toHaveProperty('error')
  })
})

/** What every archive holds, and what none may. */
function checkArchive(archive: string): void {
  const files = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/'))
  for (const file of [
    '/dist/electron/main.js',
    '/dist/electron/decoder.js',
    '/dist/electron/preload.cjs',
    '/dist/renderer/index.html',
    '/LICENSE',
  ])
    expect(files).toContain(file)
  expect(
    files.filter((file) => /\.map$|\.ts$|\.svelte$|\.cpp$|\.h$|^\/(test|engine|node_modules|build|native)/.test(file)),
  ).toEqual([])
  expect(files.filter((file) => /nan\b|\bcap\b/.test(file))).toEqual([])
  const manifest = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>
  expect(manifest).toMatchObject({ name: 'wirelens', main: 'dist/electron/main.js', desktopName: 'wirelens.desktop' })
  expect(manifest).not.toHaveProperty('devDependencies')
  expect(manifest).not.toHaveProperty('scripts')
}

needs(!missingForStub('deb'), missingForStub('deb')).describe('the Debian package', () => {
  let deb = ''
  let files: string[] = []
  const resources = () => join(output, 'deb', 'linux-unpacked', 'resources')
  const field = (name: string): string => execFileSync('dpkg-deb', ['-f', deb, name], { encoding: 'utf8' }).trim()
  beforeAll(() => {
    make('deb')
    deb = made('deb', '.deb')
    files = execFileSync('dpkg-deb', ['-c', deb], { encoding: 'utf8' }).trim().split('\n')
  }, 180_000)

  it('says what it is and what it needs', () => {
    expect(field('Package')).toBe('wirelens')
    expect(field('Version')).toBe(version)
    expect(field('Section')).toBe('net')
    expect(field('Depends')).toBe(debDepends.join(', '))
    expect(field('Depends')).toMatch(/^libpcap0\.8 \| libpcap0\.8t64,/)
    expect(field('Depends').split(', ')).toHaveLength(11)
  })
  it('holds the app, the helper, samples, licences, icons and the desktop file', () => {
    const paths = files.map((line) => line.split(/\s+/).at(-1)!)
    for (const path of [
      './opt/Wirelens/wirelens',
      './opt/Wirelens/resources/app.asar',
      './opt/Wirelens/resources/apparmor-profile',
      './opt/Wirelens/resources/native/wirelens-capture',
      './opt/Wirelens/resources/samples/tcp-hello.pcapng',
      './opt/Wirelens/resources/licenses/LICENSES.txt',
      './opt/Wirelens/resources/licenses/sbom.cdx.json',
      './usr/share/applications/wirelens.desktop',
      './usr/share/mime/packages/wirelens.xml',
      './usr/share/icons/hicolor/256x256/apps/wirelens.png',
    ])
      expect(paths).toContain(path)
  })
  it("holds root's files only, none of them with rights of its own, none writable by others", () => {
    for (const line of files) expect(line).toMatch(/^[d-][rwx-]{6}[r-]-[x-] root\/root /)
  })
  it('holds no tests, sources, maps or node_modules', () => checkArchive(join(resources(), 'app.asar')))
  it('opens captures of all three kinds', () => {
    const folder = join(output, 'deb', 'x')
    execFileSync('dpkg-deb', ['-x', deb, folder])
    const mime = readFileSync(join(folder, 'usr/share/mime/packages/wirelens.xml'), 'utf8')
    for (const ending of ['pcap', 'pcapng', 'cap']) expect(mime).toContain(`pattern="*.${ending}"`)
    const desktop = readFileSync(join(folder, 'usr/share/applications/wirelens.desktop'), 'utf8')
    expect(desktop).toMatch(/^Exec=\/opt\/Wirelens\/wirelens %U$/m)
    expect(desktop).toContain('application/vnd.tcpdump.pcap')
  })
  it('has every fuse as it should be', async () => {
    expect(await readFuses(join(output, 'deb', 'linux-unpacked', 'wirelens'))).toEqual(fuses)
  })
  it('names every bundled package with its licence', () => {
    const text = readFileSync(join(resources(), 'licenses', 'LICENSES.txt'), 'utf8')
    const bill = JSON.parse(readFileSync(join(resources(), 'licenses', 'sbom.cdx.json'), 'utf8')) as {
      bomFormat: string
      components: { name: string; version: string; purl: string; licenses: unknown[] }[]
    }
    expect(bill.bomFormat).toBe('CycloneDX')
    const names = bill.components.map(({ name }) => name)
    for (const name of ['svelte', 'bits-ui', '@msgpack/msgpack', 'electron', 'oui-data']) expect(names).toContain(name)
    for (const { name, version, purl, licenses } of bill.components) {
      expect(licenses).toHaveLength(1)
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`)
      if (name !== 'electron') expect(text).toContain(`${name} ${version} (`)
    }
  })

  const gap = missingForStub('deb') ? 'there is no package' : noThrowAwayRoot()
  needs(!gap, gap).describe('installed', () => {
    const helper = '/opt/Wirelens/resources/native/wirelens-capture'
    const common = `
      export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
      install_it() { dpkg -i --force-depends /package.deb >/tmp/log 2>&1 || { cat /tmp/log; exit 1; }; }
      left() { { find /opt /usr/bin /usr/share/applications /usr/share/icons /etc/alternatives /etc/apparmor.d -name '*irelens*' 2>/dev/null; getent group wirelens | cut -d: -f1; } | tr '\\n' ' '; }
      state() { echo "$1=$(stat -c '%U:%G %a' ${helper}) $(getcap ${helper} | cut -d' ' -f2)"; }
      # setpriv itself keeps its capabilities until it has started something.
      as() { setpriv --reuid "$1" --regid "$1" --init-groups sh -c 'exec "$@"' sh "\${@:2}"; }
      echo "before=$(left)"
    `
    const run = (script: string): Record<string, string> => {
      const { status, stdout, stderr } = inThrowAwayRoot(common + script, deb)
      expect(stderr.split('\n').filter((line) => /error|fail/i.test(line))).toEqual([])
      expect([status, stdout]).toEqual([0, expect.anything()])
      return Object.fromEntries(
        stdout
          .split('\n')
          .filter((line) => /^\w+=/.test(line))
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).trim()]),
      )
    }

    it('lets members of its group capture, and nobody else', () => {
      const told = run(`
        install_it
        state installed
        echo "link=$(readlink -f /usr/bin/wirelens) $(/usr/bin/wirelens)"
        echo "sandbox=$(stat -c '%a' /opt/Wirelens/chrome-sandbox)"
        useradd -M -G wirelens wl-member && useradd -M wl-other
        mkdir -m 1777 /tmp/out
        # As a member, with packets on the loopback of this network.
        as wl-member ${helper} capture --interface lo --out /tmp/out/m.pcapng --seconds 2 --packets 1 --stdin ignore >/tmp/member &
        for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.15; echo x >/dev/udp/127.0.0.1/9; done
        wait
        echo "member=$(tail -1 /tmp/member)"
        as wl-other ${helper} list >/tmp/other 2>&1; echo "other=$? $(cat /tmp/other)"
        install_it
        state again
        dpkg -r wirelens >/dev/null
        echo "removed=$(left)"
        dpkg -P wirelens >/dev/null 2>&1
        echo "purged=$(left)"
      `)
      expect(told['before']).toBe('')
      expect(told['installed']).toBe('root:wirelens 750 cap_net_admin,cap_net_raw=eip')
      expect(told['link']).toMatch('/opt/Wirelens/wirelens This is a stand-in for Electron')
      expect(told['sandbox']).toMatch(/^(4755|755)$/)
      expect(JSON.parse(told['member']!)).toMatchObject({ event: 'stopped', reason: 'packets', packets: 1 })
      expect(told['other']).toMatch(/^12[67] .*[Pp]ermission denied/)
      expect(told['again']).toBe(told['installed'])
      expect(told['removed']).toBe('wirelens') // the group, which still has a member
      expect(told['purged']).toBe('')
    }, 120_000)

    it('leaves the helper as an administrator has set it, and nothing behind', () => {
      const told = run(`
        dpkg-statoverride --add root root 0700 ${helper}
        install_it
        state kept
        dpkg-statoverride --remove ${helper}
        dpkg -r wirelens >/dev/null
        echo "removed=$(left)"
      `)
      expect(told['kept']).toBe('root:root 700')
      expect(told['removed']).toBe('')
    }, 120_000)
  })
})

const noWindows = missingForStub('nsis')
needs(!noWindows, noWindows).describe('the Windows packages', () => {
  const folder = () => join(output, 'win', 'win-unpacked')
  beforeAll(() => make('win', 'nsis'), 180_000)

  it('hold no tests, sources, maps or node_modules', () => checkArchive(join(folder(), 'resources', 'app.asar')))
  it('come as a zip with the helper, licences and samples', () => {
    const list = execFileSync('7za', ['l', '-ba', '-slt', made('win', '.zip')], { encoding: 'utf8' })
    const paths = [...list.matchAll(/^Path = (.+)$/gm)].map(([, path]) => path!.replaceAll('\\', '/'))
    for (const path of [
      'Wirelens.exe',
      'resources/app.asar',
      'resources/native/wirelens-capture.exe',
      'resources/licenses/LICENSES.txt',
      'resources/samples/tcp-hello.pcapng',
    ])
      expect(paths).toContain(path)
    expect(paths.filter((path) => /npcap|wpcap|packet\.dll/i.test(path))).toEqual([])
  })
  it('come as an installer whose script compiles', () => {
    const installer = readFileSync(made('win', '-setup.exe'))
    expect(installer.subarray(0, 2).toString()).toBe('MZ')
    expect(installer.includes('NullsoftInst')).toBe(true)
  })
  it('have every fuse as it should be', async () => {
    expect(await readFuses(join(folder(), 'Wirelens.exe'))).toEqual(fuses)
  })
  it('carry the digest of their archive in the executable', () => {
    const exe = readFileSync(join(folder(), 'Wirelens.exe'))
    expect(exe.includes('resources\\\\app.asar') || exe.includes('SHA256')).toBe(true)
  })
})

describe('the icons', () => {
  it('are there in every size, and as an .ico with pictures', () => {
    for (const size of [16, 32, 48, 64, 128, 256, 512])
      expect(existsSync(`build/icons/png/${size}x${size}.png`)).toBe(true)
    const ico = readFileSync('build/icons/icon.ico')
    expect([ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([1, 7])
    const at = ico.readUInt32LE(6 + 12)
    expect(ico.subarray(at + 1, at + 4).toString()).toBe('PNG')
  })
})
