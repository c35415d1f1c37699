/** The commonest packets, taken in WebAssembly straight from the window of the scanner (engine/assembly/packets.ts). */
import * as at from '../assembly/layout'
import type { PacketTaker } from '../capture-file'
import type { Stacks, Table } from '../dissect/registry'
import type { PassCore } from '../flows/pass-core'
import { registry } from '../protocols'

const ETHERNET = 1

export class PlainPackets implements PacketTaker {
  constructor(
    private readonly core: PassCore,
    stacks: Stacks,
  ) {
    const [eth, vlan, ip, tcp, udp, data] = ['eth', 'vlan', 'ip', 'tcp', 'udp', 'data'].map(
      (name) => registry.protocol(name).id,
    )
    const { u16, u8 } = core
    for (let variant = 0; variant < 8; variant++) {
      const layers = [
        eth!,
        ...(variant & 4 ? [vlan!] : []),
        ip!,
        variant & 2 ? udp! : tcp!,
        ...(variant & 1 ? [data!] : []),
      ]
      u16[at.STACKS / 2 + variant] = layers.reduce((stack, layer) => stacks.step(stack, layer), 0)
    }
    ask(u8, at.PORTS, registry.table('tcp.port'))
    ask(u8, at.PORTS + at.PORTS_SIZE, registry.table('udp.port'))
  }

  home(): Uint8Array {
    return this.core.u8.subarray(at.WINDOW, at.WINDOW + at.WINDOW_SIZE)
  }
  reserve(): void {
    this.core.call.reserve()
  }
  get taken(): number {
    return this.core.cell(at.TAKEN)
  }
  blocks(start: number, end: number, origin: number): number {
    return this.core.call.takeBlocks(at.WINDOW + start, at.WINDOW + end, origin - at.WINDOW) - at.WINDOW
  }
  /** One packet; what was found out stands in the batch then. False for what is to be decoded layer by layer. */
  packet(
    linkType: number,
    bytes: Uint8Array,
    at: number,
    captured: number,
    length: number,
    seconds: number,
    nanos: number,
  ): boolean {
    const { call, u8 } = this.core
    if (linkType !== ETHERNET || bytes.buffer !== u8.buffer) return false
    return call.takePacket(bytes.byteOffset + at, captured, length, seconds, nanos) !== 0
  }
  records(start: number, end: number, origin: number): number {
    return this.core.call.takeRecords(at.WINDOW + start, at.WINDOW + end, origin - at.WINDOW) - at.WINDOW
  }
}

/** Sets the bit of each port whose payload a protocol asks for. */
function ask(u8: Uint8Array, ports: number, table: Table): void {
  for (let port = 0; port < 65536; port++)
    if (table.guesses.length || table.get(port)) u8[ports + (port >> 3)]! |= 1 << (port & 7)
}
