// Files and pipes: reading standard input, writing captures, readers that go away, disks that are full.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { CaptureBuilder, ethernet, ipv4, text, udp } from '../support/packet-builder'
import { needs } from '../support/skip'
import { shellLine, temporaryFolder, wirelens } from './program'

const folder = temporaryFolder()
const addresses = { source: '10.0.0.1', destination: '10.0.0.2' }
const packet = (payload: string): Uint8Array =>
  ethernet({}, ipv4(addresses, udp({ source: 4000, destination: 4001 }, text(payload))))

/** A capture of `count` packets, a millisecond apart. */
function capture(name: string, count: number, payload = 'hello'): string {
  const builder = new CaptureBuilder()
  for (let i = 0; i < count; i++) builder.wait(0.001).add(packet(payload))
  const path = join(folder, name)
  writeFileSync(path, builder.bytes())
  return path
}
const small = capture('small.pcap', 5)
const large = capture('large.pcap', 20_000)
const numbers = ['-T', 'fields', '-e', 'frame.number']
const count = (path: string): number => wirelens(['-r', path, ...numbers]).out.split('\n').length - 1
const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('wirelens-cli-'))

describe('-r -', () => {
  it('reads standard input', () => {
    expect(wirelens(['-r', '-', ...numbers], readFileSync(small)).out).toBe('1\n2\n3\n4\n5\n')
  })
  it('reads gzip from it', () => {
    expect(wirelens(['-r', '-', ...numbers], gzipSync(readFileSync(small))).out).toBe('1\n2\n3\n4\n5\n')
  })
  it('says when there is nothing', () => {
    const { code, messages } = wirelens(['-r', '-'])
    expect([code, messages]).toEqual([0, 'wirelens: standard input is empty: there is no packet in it.\n'])
  })
  it('refuses what is no capture, and does not speak of its own files', () => {
    const { code, messages } = wirelens(['-r', '-'], 'hello\n')
    expect([code, messages.split('\n')[0]]).toEqual([2, 'wirelens: Cannot open standard input: this is a text file.'])
  })
  it('leaves nothing behind, also when it is interrupted', () => {
    const before = leftovers()
    const { code } = shellLine(`(cat ${small}; sleep 5) | timeout -s INT 1 $W -r - ; [ $? = 124 -o $? = 130 ]`)
    expect(code).toBeGreaterThanOrEqual(0)
    expect(leftovers()).toEqual(before)
  })
})

describe('-c', () => {
  it('stops after so many packets, and knows nothing of those behind', () => {
    expect(wirelens(['-r', large, '-c', '3', ...numbers]).out).toBe('1\n2\n3\n')
    expect(wirelens(['-r', small, '-c', '100', ...numbers]).out).toBe('1\n2\n3\n4\n5\n')
  })
})

describe('-w', () => {
  it('writes all packets, or the first', () => {
    for (const [more, wanted] of [
      [[], 5],
      [['-c', '2'], 2],
    ] as const) {
      const path = join(folder, 'out.pcapng')
      expect(wirelens(['-r', small, '-w', path, ...more])).toEqual({ out: '', messages: '', code: 0 })
      expect(count(path)).toBe(wanted)
    }
  })
  it('writes pcap with microseconds or nanoseconds', () => {
    const magic = (format: string): string => {
      const path = join(folder, `out.${format}`)
      wirelens(['-r', small, '-w', path, '-F', format])
      return readFileSync(path).subarray(0, 4).toString('hex')
    }
    expect([magic('pcap'), magic('nsecpcap'), magic('pcapng')]).toEqual(['d4c3b2a1', '4d3cb2a1', '0a0d0d0a'])
  })
  it('writes to standard output', () => {
    expect(shellLine(`$W -r ${small} -w - | $W -r - -T fields -e frame.len | sort | uniq -c`).out.trim()).toBe('5 47')
  })
  it('prints as well with -P', () => {
    expect(wirelens(['-r', small, '-w', join(folder, 'p.pcapng'), '-P']).out.split('\n')).toHaveLength(6)
  })
})

describe('standard output', () => {
  it('may be closed early: wirelens ends without a word', () => {
    const { out, messages } = shellLine(`$W -r ${large} | head -2`)
    expect([out.split('\n').length, messages]).toEqual([3, ''])
  })
  it('may be on a full disk', () => {
    const { code, messages } = shellLine(`$W -r ${small} > /dev/full`)
    expect([code, messages.split('\n')[0]]).toEqual([2, 'wirelens: Cannot write the output: the disk is full.'])
  })
  it('may be read slowly: everything arrives', () => {
    const line = `$W -r ${large} ${numbers.join(' ')} | (sleep 0.3; wc -l)`
    expect(shellLine(line).out.trim()).toBe('20000')
  })
})

describe('a full disk', () => {
  const mount = join(folder, 'tiny')
  let mounted = false
  try {
    mkdirSync(mount)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mount], { stdio: 'ignore' })
    mounted = true
  } catch {
    mounted = false
  }
  afterAll(() => {
    if (mounted) execFileSync('umount', [mount])
  })
  const { it: onTmpfs } = needs(mounted, 'a small tmpfs cannot be mounted here')
  onTmpfs('is said, and no half file is left', () => {
    const path = join(mount, 'x.pcapng')
    const { code, messages } = wirelens(['-r', large, '-w', path])
    expect(code).toBe(2)
    expect(messages).toMatch(/Cannot save ".*x\.pcapng": the disk is full\./)
    expect([existsSync(path), readdirSync(mount)]).toEqual([false, []])
  })
  onTmpfs('is said when standard input is kept there', () => {
    const { code, messages } = shellLine(`TMPDIR=${mount} $W -r - < ${large}`)
    expect(code).toBe(2)
    expect(messages).toMatch(/the disk is full/)
    expect(readdirSync(mount)).toEqual([])
  })
})

describe('text of packets', () => {
  it('cannot command the terminal in any form of output', () => {
    const path = capture('escape.pcap', 1, '\u001b[31mred\u001b]0;title\u0007\u009b5A\r\nquit')
    for (const form of [[], ['-V'], ['-x'], ['-T', 'json'], ['-T', 'fields', '-e', 'data.data', '-e', '_ws.col.Info']])
      expect(wirelens(['-r', path, ...form]).out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
  })
  it('takes the separator of -S as text', () => {
    expect(wirelens(['-r', small, '-c', '1', '-x', '-S', '--\u001b--']).out).toMatch(/\n--\\033--\n$/)
  })
})
