/** The commonest packets, taken in WebAssembly straight from the window of the scanner (engine/assembly/packets.ts). */
import * as at from '../assembly/layout'
import type { PacketTaker } from '../capture-file'
import type { Stacks } from '../dissect/registry'
import type { Settings } from '../dissect/settings'
import type { PassCore } from '../flows/pass-core'
import { registry } from '../protocols'

const ETHERNET = 1

export class PlainPackets implements PacketTaker {
  taken = 0

  /** @param decode takes the packet whose facts stand at place `n` of the batch, and its bytes at `place`; all of it, or what LEFT_KIND says */
  constructor(
    private readonly core: PassCore,
    stacks: Stacks,
    settings: Settings,
    private readonly decode: (n: number, bytes: Uint8Array, place: number, left: number) => void,
  ) {
    const names = ['eth', 'ethertype', 'vlan', 'ip', 'ipv6', 'tcp', 'udp', 'data']
    const [eth, ethertype, vlan, ip, ipv6, tcp, udp, data] = names.map((name) => registry.protocol(name).id)
    const { u16, u8 } = core
    for (let variant = 0; variant < 16; variant++) {
      const layers = [
        eth!,
        ethertype!,
        ...(variant & 4 ? [vlan!, ethertype!] : []),
        variant & 8 ? ipv6! : ip!,
        variant & 2 ? udp! : tcp!,
        ...(variant & 1 ? [data!] : []),
      ]
      u16[at.STACKS / 2 + variant] = layers.reduce((stack, layer) => stacks.step(stack, layer), 0)
    }
    for (const [i, transport] of ['tcp', 'udp'].entries()) {
      const table = `${transport}.port`
      const ports = at.PORTS + i * at.PORTS_SIZE
      for (const port of [...registry.table(table).numbers, ...settings.keys(table)]) ask(u8, ports, Number(port))
      u8[at.HEURISTICS + i] = registry.table(transport).guesses.length ? 1 : 0
    }
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
      this.decode(core.cell(at.PACKETS), core.u8, left, core.cell(at.LEFT_KIND))
    }
  }
  /**
   * The packet whose facts stand at place `n` of the batch, and its bytes at `from`; what was found out stands there then, too. What is not plain
   * is decoded. False where nothing was done.
   */
  packet(n: number, linkType: number, bytes: Uint8Array, from: number): boolean {
    const { call, packets, u8 } = this.core
    if (linkType !== ETHERNET || bytes.buffer !== u8.buffer) return false
    const { captured, length, seconds, nanos } = packets
    const place = bytes.byteOffset + from
    if (call.takePacket(place, captured[n]!, length[n]!, seconds[n]!, nanos[n]!)) this.core.placed()
    else this.decode(n, this.core.u8, place, this.core.cell(at.LEFT_KIND))
    return true
  }
}

/** Sets the bit of a port whose payload a protocol asks for. */
function ask(u8: Uint8Array, ports: number, port: number): void {
  u8[ports + (port >> 3)]! |= 1 << (port & 7)
}
