/** ARP operations (IANA registry): their names, and what the packet list says of each. */

export const REQUEST = 1
export const REPLY = 2
/** DRARP: a status stands in place of the target's network address. */
export const ERROR = 7

export const operations: Readonly<Record<number, string>> = {
  0: 'reserved',
  1: 'request',
  2: 'reply',
  3: 'reverse request',
  4: 'reverse reply',
  5: 'drarp request',
  6: 'drarp reply',
  7: 'drarp error',
  8: 'inverse request',
  9: 'inverse reply',
  10: 'arp nak',
  11: 'mars request',
  12: 'mars multi',
  13: 'mars mserv',
  14: 'mars join',
  15: 'mars leave',
  16: 'mars nak',
  17: 'mars unserv',
  18: 'mars sjoin',
  19: 'mars sleave',
  20: 'mars grouplist request',
  21: 'mars grouplist reply',
  22: 'mars redirect map',
  23: 'mapos unarp',
  24: 'experimental 1',
  25: 'experimental 2',
  65535: 'reserved',
}

/** What the Protocol column says, where it is not ARP. */
export function family(operation: number): string {
  if (operation === 3 || operation === 4) return 'RARP'
  if (operation >= 5 && operation <= 7) return 'DRARP'
  if (operation === 8 || operation === 9) return 'Inverse ARP'
  if (operation >= 11 && operation <= 22) return 'MARS'
  if (operation === 23) return 'MAPOS'
  return 'ARP'
}

/** Operations that only say who sent them. */
const FROM: Readonly<Record<number, string>> = {
  11: 'MARS request',
  12: 'MARS MULTI request',
  13: 'MARS MSERV request',
  14: 'MARS JOIN request',
  15: 'MARS LEAVE',
  16: 'MARS NAK',
  17: 'MARS UNSERV request',
  18: 'MARS SJOIN request',
  19: 'MARS SLEAVE',
  20: 'MARS grouplist request',
  21: 'MARS grouplist reply',
  22: 'MARS redirect map',
  23: 'MAPOS UNARP request',
}

export interface Pair {
  hardware: string
  network: string
}

/** The Info text of an operation between two pairs of addresses. */
export function operationText(operation: number, sender: Pair, target: Pair): string {
  switch (operation) {
    case REQUEST:
      return `Who has ${target.network}? Tell ${sender.network}`
    case REPLY:
      return `${sender.network} is at ${sender.hardware}`
    case 3:
    case 5:
    case 8:
      return `Who is ${target.hardware}? Tell ${sender.hardware}`
    case 4:
    case 6:
      return `${target.hardware} is at ${target.network}`
    case 9:
      return `${sender.hardware} is at ${sender.network}`
    case ERROR:
      return 'DRARP Error'
    case 10:
      return 'ARP NAK'
    case 24:
    case 25:
      return `Experimental ${operation - 23} ( opcode ${operation} )`
    case 0:
    case 65535:
      return `Reserved opcode ${operation}`
  }
  const from = FROM[operation]
  return from === undefined
    ? `Unknown ARP opcode 0x${operation.toString(16).padStart(4, '0')}`
    : `${from} from ${sender.hardware} at ${sender.network}`
}
