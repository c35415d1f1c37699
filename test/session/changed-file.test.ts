// A file that another program changes while it is open: it is said, and no packet is shown with bytes of another.
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { Decoder } from '../../engine/api/decoder'
import { Session } from '../../engine/session/session'
import { details, rowTexts } from '../../engine/session/rows'
import { CaptureBuilder, ethernet, ipv4, text, udp } from '../support/packet-builder'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-changed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'a.pcap')

/** Some packets of 1,000 bytes: more than the cache of pages holds at once. */
function capture(count: number, port: number, size = 1000): Uint8Array {
  const made = new CaptureBuilder()
  const ends = { source: '10.0.0.1', destination: '10.0.0.2' }
  const packet = ethernet({}, ipv4(ends, udp({ source: port, destination: port }, text('x'.repeat(size)))))
  for (let n = 0; n < count; n++) made.wait(0.001).add(packet)
  return made.bytes()
}
const whole = capture(300, 1111)
const record = (whole.length - 24) / 300

const opened = async (): Promise<Session> => {
  const session = await Session.open(path)
  while (!session.stepSync());
  return session
}
const infoOf = async (session: Session, number: number): Promise<string> =>
  (await rowTexts(session, [number - 1]))[0]!.cells[6]!
const gone = /^Gone: another program has changed the file/

beforeEach(() => writeFileSync(path, whole))

it('says which packets are gone of a file that was cut', async () => {
  const session = await opened()
  truncateSync(path, 24 + 100 * record)
  expect(await infoOf(session, 300)).toMatch(gone)
  expect(session.look()?.message).toContain(`cut the file to ${24 + 100 * record} bytes`)
  expect(await infoOf(session, 100)).toMatch(/^1111/)
  expect(await infoOf(session, 101)).toMatch(gone)
  expect(details(session, 200).tree.map((node) => node.field)).toEqual(['frame'])
  session.close()
})

it.each([
  ['another capture of the same size', capture(300, 2222)],
  ['another capture, larger', capture(900, 2222, 500)],
  ['something else', new TextEncoder().encode('no capture '.repeat(60_000))],
])('shows no foreign bytes when the file becomes %s', async (_, content) => {
  const session = await opened()
  writeFileSync(path, content)
  for (const number of [1, 150, 300]) expect(await infoOf(session, number)).toMatch(gone)
  expect(session.look()?.message).toContain('wrote over the file')
  session.close()
})

it.each([
  ['grows', () => appendFileSync(path, capture(5, 1111).subarray(24))],
  ['is touched', () => utimesSync(path, 1, 1)],
  ['is replaced under its name', () => (writeFileSync(`${path}.new`, 'else'), renameSync(`${path}.new`, path))],
  ['is removed', () => rmSync(path)],
])('says nothing when the file only %s', async (_, change) => {
  const session = await opened()
  change()
  expect(await infoOf(session, 300)).toMatch(/^1111/)
  expect(session.look()).toBeNull()
  session.close()
})

it('is told to a window without its asking', async () => {
  const told: { event: string; value: unknown }[] = []
  const decoder = new Decoder((event, value) => told.push({ event, value }))
  await decoder.load(path, {})
  await decoder.settled()
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect(told.filter(({ event }) => event === 'failed')).toEqual([])
  writeFileSync(path, capture(300, 2222))
  await new Promise((resolve) => setTimeout(resolve, 2500))
  expect(told.filter(({ event }) => event === 'failed')).toEqual([
    { event: 'failed', value: expect.objectContaining({ code: 'changed' }) as unknown },
  ])
  expect(decoder.status().problem).toMatchObject({ code: 'changed' })
  decoder.shut()
})
