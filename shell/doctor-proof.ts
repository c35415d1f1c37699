/** The doctor's proof: sends itself a packet on loopback and sees that exactly this packet arrives in a capture. */
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startCapture } from '../native/drivers'
import type { Driver } from '../native/drivers'
import { temporaryFolder } from './places'

/** Milliseconds until a packet must have arrived. */
const patience = 4000

/** Sends a datagram to a port of our own, again and again until `done`. */
async function keepSending(mark: Buffer, done: () => boolean): Promise<void> {
  const socket = createSocket('udp4')
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(0, '127.0.0.1', resolve)
    })
    const { port } = socket.address()
    for (const end = Date.now() + patience; !done() && Date.now() < end;) {
      await new Promise<void>((resolve) => socket.send(mark, port, '127.0.0.1', () => resolve()))
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  } finally {
    socket.close()
  }
}

/** Captures on `adapter` and looks for the packet in the file. Never throws; leaves no file. */
export async function proveOnLoopback(driver: Driver, adapter: string): Promise<{ ok: boolean; sentence: string }> {
  const folder = mkdtempSync(join(temporaryFolder(), 'proof-'))
  const out = join(folder, 'proof.pcapng')
  const mark = Buffer.from(`wirelens-doctor-${randomBytes(12).toString('hex')}`)
  try {
    const started = Date.now()
    const capture = startCapture(driver, { interface: adapter, out, filter: 'udp', seconds: 10, buffer: 2 })
    if (!(await capture.started)) {
      const { problem } = await capture.ended
      const why = problem ? `${problem.message} ${problem.hint}` : 'the driver gave no reason.'
      return { ok: false, sentence: `A capture on ${adapter} did not start: ${why}`.trim() }
    }
    let seen = false
    const arrived = (): boolean => (seen ||= capture.counts.packets > 0 && readFileSync(out).includes(mark))
    await keepSending(mark, arrived)
    const took = Date.now() - started
    await capture.stop()
    return arrived()
      ? { ok: true, sentence: `A packet sent on ${adapter} arrived in a capture after ${(took / 1000).toFixed(1)} s.` }
      : { ok: false, sentence: `A packet was sent on ${adapter}, but the capture did not see it within four seconds.` }
  } catch (error) {
    return { ok: false, sentence: `A capture on ${adapter} could not be tried: ${(error as Error).message}` }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
