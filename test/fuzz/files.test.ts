// Mutated capture files through the scanner, and some of them through a whole decoder: refused with a reason, or read as far as they can be.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { decoderCalls } from '../../engine/api'
import { answer } from '../../engine/api/call'
import { Decoder } from '../../engine/api/decoder'
import { CaptureScanner, MemorySource } from '../../engine/capture-file'
import { mutate, type Random } from '../support/random'
import { chosen, patience, runRounds, secondsOf } from './rounds'
import { seedFiles } from './seeds'

const folder = mkdtempSync(join(tmpdir(), 'wirelens-fuzz-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const perRound = 200
/** Every so many files go through a decoder: opened from the disk, shown, saved. */
const wholeEvery = 10

/** Bytes changed as files are broken: everything that breaks packets, lying lengths, pieces of two files, cuts. */
function mutateFile(random: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  let out = mutate(random, bytes)
  for (let n = random.below(4); n && out.length >= 8; n--) {
    const view = new DataView(out.buffer, out.byteOffset, out.length)
    const at = random.below(out.length - 3) & ~3
    switch (random.below(5)) {
      case 0: // a length, or whatever lies there
        view.setUint32(at, random.pick([0, 1, 8, 11, 12, 13, 0x7fffffff, 0xffffffff, out.length, 0x01000000]), true)
        break
      case 1:
        view.setUint32(at, random.pick([0x0a0d0d0a, 1, 2, 3, 4, 5, 6, 0x1a2b3c4d, 0xa1b2c3d4]), random.below(2) === 0)
        break
      case 2: {
        const from = random.below(other.length)
        out = Uint8Array.from(Buffer.concat([out.subarray(0, at), other.subarray(from, from + 2000)]))
        break
      }
      case 3: // a header over what was there
        out.set(other.subarray(0, Math.min(28, out.length - at)), at)
        break
      default:
        out = Uint8Array.from(Buffer.concat([out.subarray(0, at), out.subarray(at >> 1)]))
    }
  }
  return out.subarray(0, 64 * 1024)
}

it.runIf(chosen('files'))(
  'mutated files are read or refused, and none takes long',
  async () => {
    const from = seedFiles()
    const tally = await runRounds('files', async ({ random, seed, did, timed }) => {
      for (let n = 0; n < perRound; n++) {
        const bytes = mutateFile(random, random.pick(from), random.pick(from))
        let packets = 0
        const problem = timed(() => {
          packets = 0
          const scanner = new CaptureScanner(new MemorySource(bytes), { packet: () => void packets++ })
          for (let step = 0; !scanner.stepSync(undefined, 16 * 1024).done; step++)
            if (step > 10_000) throw new Error('the scanner does not come to an end')
          return scanner.problem?.code
        })
        if (n % wholeEvery === 0) {
          const error = await throughDecoder(bytes, `${seed}-${n}`, random)
          did(`decoder: ${error ?? 'opened'}`)
        } else did(problem ?? 'whole')
      }
    })
    expect(tally.count).toBeGreaterThanOrEqual(perRound)
    expect(tally.slowest, `seed ${tally.slowestSeed}`).toBeLessThan(patience)
    expect(tally.memory).toBeLessThan(1024 ** 3)
    expect(readdirSync(folder)).toEqual([])
  },
  (secondsOf('files') + 120) * 1000,
)

/** Opens, shows, saves and closes; the code of a refusal, null when it went. Throws for a fault of ours. */
async function throughDecoder(bytes: Uint8Array, name: string, random: Random): Promise<string | null> {
  const path = join(folder, `${name}.pcapng`)
  const target = join(folder, `${name}-saved`)
  writeFileSync(path, bytes)
  const decoder = new Decoder(() => undefined)
  const ask = async (call: string, args: object): Promise<{ code: string; message: string } | null> => {
    const reply = await answer(decoderCalls, decoder, { id: 1, call, args })
    if (!('error' in reply)) return null
    if (reply.error.code === 'fault') throw new Error(`${call} of a mutated file: ${reply.error.message}`)
    return reply.error
  }
  try {
    const refused = await ask('session.open', { path })
    if (refused) return refused.code
    await decoder.readThrough()
    const { packets } = decoder.status()
    await ask('session.rows', { from: Math.max(0, packets - 20), count: 20 })
    if (packets) await ask('session.packet', { number: 1 + random.below(packets) })
    const [fault] = decoder.open.packet.faults
    if (fault) throw new Error(`fault in ${fault.protocol}: ${(fault.error as Error).stack}`)
    const unsaved = await ask('session.save', { path: target, format: random.pick(['pcapng', 'pcap', 'pcap-ns']) })
    return unsaved ? `opened, not saved: ${unsaved.code}` : null
  } finally {
    decoder.shut()
    rmSync(path, { force: true })
    rmSync(target, { force: true })
  }
}
