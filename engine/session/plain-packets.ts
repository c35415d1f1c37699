/** The commonest packets, taken in WebAssembly straight from the window of the scanner (engine/assembly/packets.ts). */
import * as at from '../assembly/layout'
import type { PacketTaker } from '../capture-file'
import type { Stacks, Table } from '../dissect/registry'
import type { PassCore } from '../flows/pass-core'
import { registry } from '../protocols'

const ETHERNET = 1

export class PlainPackets implements PacketTaker {
  taken = 0

  /** @param decode takes the packet whose facts stand at place `n` of the batch, and its bytes at `place` of the core's memory */
  constructor(
    private readonly core: PassCore,
    stacks: Stacks,
    private readonly decode: (n: number, bytes: Uint8Array, place: number) => void,
  ) {
    const [eth, vlan, ip, ipv6, tcp, udp, data] = ['eth', 'vlan', 'ip', 'ipv6', 'tcp', 'udp', 'data'].map(
      (name) => registry.protocol(name).id,
    )
    const { u16, u8 } = core
    for (let variant = 0; variant < 16; variant++) {
      const layers = [
        eth!,
        ...(variant & 4 ? [vlan!] : []),
        variant & 8 ? ipv6! : ip!,
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
  blocks(start: number, end: number, origin: number): number {
    return this.take('takeBlocks', start, end, origin)
  }
  records(start: number, end: number, origin: number): number {
    return this.take('takeRecords', start, end, origin)
  }
  /** Takes what is plain, and decodes what is left in between. */
  private take(what: 'takeBlocks' | 'takeRecords', start: number, end: number, origin: number): number {
    const { core } = this
    let from = at.WINDOW + start
    this.taken = 0
    for (;;) {
      from = core.call[what](from, at.WINDOW + end, origin - at.WINDOW)
      this.taken += core.cell(at.TAKEN)
      const left = core.cell(at.LEFT)
      if (!left) return from - at.WINDOW
      this.decode(core.cell(at.PACKETS), core.u8, left)
    }
  }
  /**
   * The packet whose facts stand at place `n` of the batch, and its bytes at `from`; what was found out stands there then, too. False for what is
   * to be decoded layer by layer.
   */
  packet(n: number, linkType: number, bytes: Uint8Array, from: number): boolean {
    const { call, packets, u8 } = this.core
    if (linkType !== ETHERNET || bytes.buffer !== u8.buffer) return false
    const { captured, length, seconds, nanos } = packets
    return call.takePacket(bytes.byteOffset + from, captured[n]!, length[n]!, seconds[n]!, nanos[n]!) !== 0
  }
}

/** Sets the bit of each port whose payload a protocol asks for. */
function ask(u8: Uint8Array, ports: number, table: Table): void {
  if (table.guesses.length) u8.fill(0xff, ports, ports + at.PORTS_SIZE)
  for (const port of table.numbers) u8[ports + (port >> 3)]! |= 1 << (port & 7)
}
