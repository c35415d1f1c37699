// Names of files that are not UTF-8: shown with `\\xe9`, and opened by their bytes.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { nameText, onDisk } from '../../engine/capture-file'
import { Session } from '../../engine/session/session'
import { listFolder } from '../../shell/folders'
import { CaptureBuilder, ethernet } from '../support/packet-builder'
import { needs } from '../support/skip'
import { program } from '../cli/program'

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

it.each([
  ['plain', Buffer.from('a b.pcap'), 'a b.pcap'],
  ['UTF-8', Buffer.from('é漢😀.pcap'), 'é漢😀.pcap'],
  ['Latin-1', latin1('caf\xe9.pcap'), 'caf\\xe9.pcap'],
  ['both', Buffer.concat([Buffer.from('é'), latin1('\xff\xe9'), Buffer.from('漢')]), 'é\\xff\\xe9漢'],
  ['half a character', Buffer.from([0x61, 0xe6, 0xbc]), 'a\\xe6\\xbc'],
])('%s names become text and bytes again', (_, bytes, text) => {
  expect(nameText(bytes)).toBe(text)
  expect(Buffer.from(onDisk(text) as string)).toEqual(bytes)
})

needs(process.platform === 'linux', 'only Linux has such names').describe('a file whose name is not UTF-8', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-names-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const path = Buffer.concat([Buffer.from(folder), latin1('/caf\xe9.pcap')])
  writeFileSync(path, new CaptureBuilder().add(ethernet({ type: 0x9999 }, new Uint8Array(46))).bytes())
  it('is listed and opened', async () => {
    const [entry] = listFolder(folder).entries
    expect(entry).toMatchObject({ name: 'caf\\xe9.pcap', folder: false })
    const session = await Session.open(join(folder, entry!.name))
    while (!session.stepSync());
    expect(session.count).toBe(1)
    session.close()
  })
  it('is read by the command line as the system gives its name', () => {
    const shell = ['-c', 'exec "$0" "$1" -n -r "$2/$(printf \'caf\\351.pcap\')"', process.execPath, program, folder]
    const { status, stdout } = spawnSync('sh', shell, { encoding: 'utf8' })
    expect([status, stdout.split('\n').length]).toEqual([0, 2])
  })
  it('is saved under such a name, in such a folder, and saved over', () => {
    const run = (script: string): string => {
      const { stdout } = spawnSync('sh', ['-c', script, process.execPath, program, folder], { encoding: 'latin1' })
      return stdout
    }
    const there = 'cd "$2"; s=$(printf "d\\351"); mkdir -p "$s"; t="$s/$(printf "n\\377o.pcap")"; '
    const save = '"$0" "$1" -n -r "$(printf "caf\\351.pcap")" -F pcap -w "$t" || exit 3; '
    expect(
      run(`${there}${save}${save}ls d*; cmp -s "$t" caf*.pcap; cat caf*.pcap | "$0" "$1" -r - -w "$t"; ls d*`),
    ).toBe('n\xffo.pcap\nn\xffo.pcap\n')
  })
  it('has a name of its own beside one with those letters', () => {
    writeFileSync(join(folder, 'caf\\xe9.pcap'), '')
    expect(onDisk(join(folder, 'caf\\xe9.pcap'))).toBe(join(folder, 'caf\\xe9.pcap'))
  })
})
