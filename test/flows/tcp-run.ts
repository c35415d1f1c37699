// Runs a made capture through a session, for tests of TCP: wanted fields and Info of every packet, and the state that indexing left.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fieldText } from '../../engine/dissect/format'
import { makePlan } from '../../engine/dissect/plan'
import { occurrence } from '../../engine/dissect/tree'
import { tcpStreams } from '../../engine/flows/tcp-streams'
import type { TcpStreams } from '../../engine/flows/tcp-streams'
import { registry } from '../../engine/protocols'
import { Session } from '../../engine/session/session'
import type { CaptureBuilder } from '../support/packet-builder'

export interface Seen {
  info: string
  field(name: string): string
}
export interface TcpRun {
  packets: Seen[]
  streams: TcpStreams
}

/** Gives the path of a file with the capture to `use`; it is gone afterwards. */
export async function withFile<T>(made: CaptureBuilder, use: (path: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-tcp-'))
  try {
    const path = join(folder, 'made.pcap')
    writeFileSync(path, made.bytes())
    return await use(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Every field of TCP and DNS, and Info, of each packet of a file. */
export async function readTcp(path: string): Promise<TcpRun> {
  const session = await Session.open(path)
  try {
    session.stepSync()
    const wanted = registry.fields.filter((f) => /^(tcp|dns)\./.test(f.name))
    const plan = makePlan(registry, { fields: wanted, columns: true })
    const packets: Seen[] = []
    for (let i = 0; i < session.count; i++) {
      const p = session.decode(i, plan)
      const found = new Map<string, string>()
      for (let r = 0; r < p.records.count; r++) {
        const o = occurrence(p, r)
        const before = found.get(o.field.name)
        found.set(o.field.name, before === undefined ? fieldText(o) : `${before},${fieldText(o)}`)
      }
      packets.push({ info: p.info, field: (name) => found.get(name) ?? '' })
    }
    if (session.packet.faults.length) throw session.packet.faults[0]!.error
    return { packets, streams: session.memories.get(tcpStreams) }
  } finally {
    session.close()
  }
}

export const runTcp = (made: CaptureBuilder): Promise<TcpRun> => withFile(made, readTcp)
