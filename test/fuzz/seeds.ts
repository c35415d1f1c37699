// What is mutated: the samples that come with Wirelens, and the corpus where it is there.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { openCapture } from '../../engine/capture-file'
import { corpus } from '../support/reference'

const files = (): string[] => [
  'samples/tcp-hello.pcapng',
  'samples/arp-pairs.pcapng',
  'samples/dns-ping.pcapng',
  ...corpus('protocols'),
  ...corpus('pcapng'),
  ...corpus('malformed'),
]

export interface SeedPacket {
  bytes: Uint8Array
  linkType: number
}

/** Up to 40 packets of every capture that is there. */
export const seedPackets = async (): Promise<SeedPacket[]> => (await seedCaptures(40)).flat()

/** The first packets of every capture that is there, in their order. */
export async function seedCaptures(most: number): Promise<SeedPacket[][]> {
  const captures: SeedPacket[][] = []
  for (const file of files()) {
    const out: SeedPacket[] = []
    captures.push(out)
    try {
      const opened = await openCapture(file)
      await opened.whole
      let taken = 0
      const scanner = opened.scan({
        packet: (bytes, at, captured, _length, _s, _n, it) => {
          if (taken++ < most && captured <= 4096)
            out.push({ bytes: bytes.slice(at, at + captured), linkType: scanner.interfaces[it]!.linkType })
        },
      })
      for (let n = 0; n < 8 && !scanner.stepSync(undefined, 65536).done; n++);
      opened.close()
    } catch {
      // Refused files are the business of test/capture-file.
    }
  }
  return captures.filter((packets) => packets.length)
}

/** The beginnings of all files, at most 24 KiB each, and some of them compressed. */
export function seedFiles(): Uint8Array[] {
  const whole = files().map((file) => new Uint8Array(readFileSync(file).subarray(0, 24 * 1024)))
  return [...whole, ...whole.slice(0, 12).map((bytes) => new Uint8Array(gzipSync(bytes)))]
}
