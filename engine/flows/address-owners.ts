/** Which hardware address was first seen with each IPv4 address of a network, so that a second one can be reported (RFC 5227, 2.1.1 and 2.4). */
import { limits } from '../limits'
import { memory, PacketNumbers } from '../dissect/memory'

interface Owner {
  /** 48 bits. The first one seen stays the reference. */
  readonly mac: number
  /** The last packet in which it was seen with the address, and its time in seconds. */
  frame: number
  seconds: number
}

/** Which of the two pairs in an ARP packet is meant. */
export const SENDER = 0
export const TARGET = 1

export class AddressOwners {
  private readonly owners = new Map<string, Owner>()
  private readonly earlier = new PacketNumbers()
  private readonly elapsed = new PacketNumbers()

  /** First pass: a packet says that `address` is at `mac`. Groups and zeros are nobody's. */
  see(frame: number, seconds: number, which: 0 | 1, network: string, address: number, mac: number): void {
    const key = `${address} ${network}`
    if (address === 0 || mac === 0 || Math.floor(mac / 2 ** 40) & 1) return
    const owner = this.owners.get(key)
    if (!owner) this.owners.set(key, { mac, frame, seconds })
    else if (owner.mac === mac) {
      owner.frame = frame
      owner.seconds = seconds
    } else {
      this.earlier.set(frame, owner.frame, which)
      this.elapsed.set(frame, Math.max(0, seconds - owner.seconds), which)
    }
  }

  /** The earlier packet in which somebody else used the address, or undefined. */
  conflict(
    frame: number,
    which: 0 | 1,
    network: string,
    address: number,
  ): { frame: number; seconds: number; mac: number } | undefined {
    const earlier = this.earlier.get(frame, which)
    const owner = earlier ? this.owners.get(`${address} ${network}`) : undefined
    return owner && { frame: earlier, seconds: this.elapsed.get(frame, which), mac: owner.mac }
  }
}

/** How long after a probe another host's probe for the same address is a conflict: three probes and the wait behind them (RFC 5227, 1.1). */
const PROBING = 9

/** Hosts that probe one address at once: neither may take it (RFC 5227, 2.1.1). */
export class Probes {
  private readonly last = new Map<string, { mac: number; frame: number; seconds: number }>()
  private readonly conflicts = new PacketNumbers()

  see(frame: number, seconds: number, network: string, address: number, mac: number): void {
    const key = `${address} ${network}`
    const before = this.last.get(key)
    if (before && before.mac !== mac && Math.abs(seconds - before.seconds) <= PROBING)
      this.conflicts.set(frame, before.frame)
    if (this.last.size >= limits.arpAskers) this.last.clear()
    this.last.set(key, { mac, frame, seconds })
  }
  /** The probe of another host that this one conflicts with, 0 for none. */
  conflict(frame: number): number {
    return this.conflicts.get(frame)
  }
}

export const probes = memory(() => new Probes())
export const addressOwners = memory(() => new AddressOwners())
