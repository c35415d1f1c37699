// Pipes: packets are shown as they come, and an end is told for what it is.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { program } from './program'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-pipes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A pcap file of link type `linkType` with these packets, one a second. */
function pcap(packets: readonly Uint8Array[], linkType = 1): Buffer {
  const head = Buffer.alloc(24)
  head.writeUInt32LE(0xa1b2c3d4, 0)
  head.writeUInt16LE(2, 4)
  head.writeUInt16LE(4, 6)
  head.writeUInt32LE(65535, 16)
  head.writeUInt32LE(linkType, 20)
  const records = packets.map((bytes, i) => {
    const record = Buffer.alloc(16)
    record.writeUInt32LE(1_700_000_000 + i, 0)
    record.writeUInt32LE(bytes.length, 8)
    record.writeUInt32LE(bytes.length, 12)
    return Buffer.concat([record, bytes])
  })
  return Buffer.concat([head, ...records])
}

const file = pcap(
  [1, 2, 3, 4].map((n) => new Uint8Array(20).fill(n)),
  9999,
)
const run = (words: readonly string[], input: Uint8Array): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [program, '-n', ...words], { input, encoding: 'utf8', timeout: 20_000 })

it('prints what has come while the pipe is still open, and -c ends there', async () => {
  for (const words of [
    ['-r', '-', '-l', '-c', '2'],
    ['-i', '-', '-l', '-c', '2'],
    ['-r', '/dev/stdin', '-c', '2'],
  ]) {
    const child = spawn(process.execPath, [program, '-n', ...words])
    let text = ''
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()))
    child.stdin.on('error', () => {})
    child.stdin.write(file.subarray(0, 24 + 36 + 36 + 5)) // two packets and a piece of the third; never closed
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0)
    expect(text.trimEnd().split('\n')).toHaveLength(2)
    expect(text).toContain('UNKNOWN 20 WTAP_ENCAP = 0 (link type 9999)')
  }
})

it('says how a pipe ended', () => {
  const cut = run(['-r', '-'], file.subarray(0, -3))
  expect([cut.status, cut.stdout.trimEnd().split('\n').length]).toEqual([2, 3])
  expect(cut.stderr).toContain('The file standard input appears to have been cut short')
  expect(run(['-r', '-'], new Uint8Array()).stderr).toContain('standard input is empty: there is no packet in it.')
  expect(run(['-r', '-'], file.subarray(0, 17)).stderr).toContain('The file ends inside the file header')
})

it('decompresses what comes, and says when that was cut', () => {
  const packed = gzipSync(file)
  expect(run(['-r', '-'], packed).stdout.trimEnd().split('\n')).toHaveLength(4)
  const cut = run(['-r', '-'], packed.subarray(0, -9))
  expect([cut.status, cut.stderr.includes('The compressed data is cut off.')]).toEqual([2, true])
})

it.skipIf(process.platform === 'win32')('reads from a FIFO and writes to devices and FIFOs', () => {
  const path = join(folder, 'capture.pcap')
  writeFileSync(path, file)
  const shell = (line: string): ReturnType<typeof run> =>
    spawnSync('bash', ['-c', `w() { "${process.execPath}" "${program}" -n "$@"; }; cd "${folder}"; ${line}`], {
      encoding: 'utf8',
      timeout: 20_000,
    })
  const read = shell(
    'mkfifo a; (sleep 0.3; cat capture.pcap > a) & w -i a -w out.pcap -F pcap -q; w -r <(cat capture.pcap)',
  )
  expect(read.stdout.trimEnd().split('\n')).toHaveLength(4)
  expect(readFileSync(join(folder, 'out.pcap')).length).toBe(file.length)
  expect(shell('w -r capture.pcap -w /dev/null; echo $?; test -c /dev/null && echo device').stdout).toBe('0\ndevice\n')
  shell('mkfifo b; (cat b > copy.pcap) & w -r capture.pcap -F pcap -w b; wait')
  expect(readFileSync(join(folder, 'copy.pcap')).length).toBe(file.length)
})

/** Waits until a file has so many bytes; false after five seconds. */
async function holds(path: string, bytes: number): Promise<boolean> {
  for (let turn = 0; turn < 100; turn++) {
    if (existsSync(path) && statSync(path).size >= bytes) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

it.each([
  ['-r -', ['-r', '-', '-F', 'pcap'], 24 + 36 + 36],
  ['-i -, with a filter', ['-i', '-', '-F', 'pcap', '-Y', 'frame.number == 2'], 24 + 36],
  ['-i -, as pcapng', ['-i', '-'], 150],
])('-w is written while the pipe is still open: %s', async (title, words, bytes) => {
  const path = join(folder, `live${title.length}`)
  const child = spawn(process.execPath, [program, '-n', ...words, '-w', path])
  child.stdin.write(file.subarray(0, 24 + 36 + 36 + 5))
  expect(await holds(path, bytes)).toBe(true)
  child.stdin.end(file.subarray(24 + 36 + 36 + 5))
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0)
  const all = run(['-r', path], new Uint8Array()).stdout.trimEnd().split('\n')
  expect(all).toHaveLength(words.includes('-Y') ? 1 : 4)
})

it('-w - hands packets on as they come, and -c ends both', async () => {
  const child = spawn(process.execPath, [program, '-n', '-r', '-', '-F', 'pcap', '-w', '-', '-c', '2'])
  const pieces: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  child.stdin.on('error', () => {})
  child.stdin.write(file.subarray(0, 24 + 36 + 36 + 5))
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
  expect(Buffer.concat(pieces)).toEqual(file.subarray(0, 24 + 36 + 36))
})
