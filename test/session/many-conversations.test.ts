/** More conversations than there is memory for at the start: it grows between packets, and nothing that a packet is read from moves under it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conversations } from '../../engine/flows/conversations'
import { Session } from '../../engine/session/session'

const COUNT = 50_000
const ETHERNET = 1
const RAW = 101

/** Datagrams from as many ends as there are packets; to port 53, whose payload a dissector reads, or to one that nobody knows. */
function capture(version: number, isLittle: boolean, linkType: number, port: number): Uint8Array {
  const link = linkType === ETHERNET ? 14 : 0
  const header = version === 4 ? 20 : 40
  const size = 16 + link + header + 20
  const out = new DataView(new ArrayBuffer(24 + COUNT * size))
  out.setUint32(0, 0xa1b2c3d4, isLittle)
  out.setUint16(4, 2, isLittle)
  out.setUint16(6, 4, isLittle)
  out.setUint32(16, 65535, isLittle)
  out.setUint32(20, linkType, isLittle)
  for (let n = 0; n < COUNT; n++) {
    const at = 24 + n * size
    out.setUint32(at, 1_700_000_000 + n, isLittle)
    out.setUint32(at + 8, size - 16, isLittle)
    out.setUint32(at + 12, size - 16, isLittle)
    const ip = at + 16 + link
    if (link) out.setUint16(ip - 2, version === 4 ? 0x0800 : 0x86dd)
    if (version === 4) {
      out.setUint8(ip, 0x45)
      out.setUint16(ip + 2, 40)
      out.setUint8(ip + 8, 64)
      out.setUint8(ip + 9, 17)
      out.setUint32(ip + 12, 0x0a000000 + n)
      out.setUint32(ip + 16, 0xc0000201)
    } else {
      out.setUint8(ip, 0x60)
      out.setUint16(ip + 4, 20)
      out.setUint8(ip + 6, 17)
      out.setUint32(ip + 8, 0x20010db8)
      out.setUint32(ip + 20, 0x0a000000 + n)
      out.setUint32(ip + 24, 0x20010db8)
    }
    const udp = ip + header
    out.setUint16(udp, 1024 + (n % 60_000))
    out.setUint16(udp + 2, port)
    out.setUint16(udp + 4, 20)
    out.setUint16(udp + 8, n & 0xffff)
  }
  return new Uint8Array(out.buffer)
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-many-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const kinds = [4, 6].flatMap((version) =>
  [true, false].flatMap((isLittle) =>
    [ETHERNET, RAW].flatMap((linkType) => [53, 54_321].map((port) => ({ version, isLittle, linkType, port }))),
  ),
)

describe('many conversations', () => {
  it.each(kinds)(
    'IPv$version, little-endian $isLittle, link type $linkType, port $port',
    async ({ version, isLittle, linkType, port }) => {
      const path = join(folder, 'made.pcap')
      writeFileSync(path, capture(version, isLittle, linkType, port))
      const session = await Session.open(path)
      try {
        while (!session.stepSync(undefined, 500_000));
        const flows = session.memories.get(conversations)
        expect([session.count, flows.count, flows.streamsOf('udp')]).toEqual([COUNT, COUNT, COUNT])
        const wrong: number[] = []
        for (let n = 0; n < COUNT; n++) {
          const address = flows.addresses.bytes(flows.address(n, 0))
          const last = [...address.subarray(-4)].join('.')
          const is = [session.index.flow[n], flows.firstFrame(n), flows.packets(n, 0), flows.port(n, 0), last]
          const expected = [n * 2, n + 1, 1, 1024 + (n % 60_000), `10.0.${n >> 8}.${n & 255}`]
          if (String(is) !== String(expected) || address.length !== (version === 4 ? 4 : 16)) wrong.push(n)
        }
        expect(wrong).toEqual([])
        if (port === 53) expect(new Set(session.index.stack.subarray(0, COUNT)).size).toBe(1)
        expect(session.packet.faults).toEqual([])
      } finally {
        session.close()
      }
    },
  )
})
