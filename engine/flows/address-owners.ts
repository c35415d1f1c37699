/** Which hardware address was first seen with each IPv4 address, so that a second one can be reported (RFC 5227, 2.4). */
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
  private readonly owners = new Map<number, Owner>()
  private readonly earlier = new PacketNumbers()
  private readonly elapsed = new PacketNumbers()

  /** First pass: a packet says that `address` is at `mac`. Groups and zeros are nobody's. */
  see(frame: number, seconds: number, which: 0 | 1, address: number, mac: number): void {
    if (address === 0 || mac === 0 || Math.floor(mac / 2 ** 40) & 1) return
    const owner = this.owners.get(address)
    if (!owner) this.owners.set(address, { mac, frame, seconds })
    else if (owner.mac === mac) {
      owner.frame = frame
      owner.seconds = seconds
    } else {
      this.earlier.set(frame, owner.frame, which)
      this.elapsed.set(frame, Math.max(0, seconds - owner.seconds), which)
    }
  }

  /** The earlier packet in which somebody else used the address, or undefined. */
  conflict(frame: number, which: 0 | 1, address: number): { frame: number; seconds: number; mac: number } | undefined {
    const earlier = this.earlier.get(frame, which)
    const owner = earlier ? this.owners.get(address) : undefined
    return owner && { frame: earlier, seconds: this.elapsed.get(frame, which), mac: owner.mac }
  }
}

export const addressOwners = memory(() => new AddressOwners())
