/** What both sides of an SSH conversation have agreed on so far (RFC 4253, section 7), and what held at each packet. */
import { FlowState, FrameFacts, memory } from '../../dissect/memory'

/** What a side offers. */
export interface Offer {
  kex: readonly string[]
  encryptionUp: readonly string[]
  encryptionDown: readonly string[]
  macUp: readonly string[]
  macDown: readonly string[]
  compressionUp: readonly string[]
  compressionDown: readonly string[]
}

export class Talk {
  version = 0
  /** By direction: 0 from the client. */
  readonly offers: [Offer | undefined, Offer | undefined] = [undefined, undefined]
  readonly isKeyed = [false, false]
  readonly hasBanner = [false, false]
  readonly packets = [0, 0]
}
export const talks = memory(() => new FlowState(() => new Talk()))

/** What held where a packet begins; its texts in it may rest on what came later in the same packet. */
export interface Fact {
  version: number
  kex: string
  encryption: string
  mac: string
  compression: string
  isKeyed: boolean
  isPlain: boolean
  /** Number of the first binary packet. */
  number: number
}
export const facts = memory(() => new FrameFacts<Fact>())

/** The first that the client offers and the server knows. */
const agreed = (client: readonly string[] = [], server: readonly string[] = []): string =>
  client.find((name) => server.includes(name)) ?? ''

export function factOf(talk: Talk, side: 0 | 1): Fact {
  const [client, server] = talk.offers
  const [encryption, mac, compression] = side
    ? (['encryptionDown', 'macDown', 'compressionDown'] as const)
    : (['encryptionUp', 'macUp', 'compressionUp'] as const)
  return {
    version: talk.version,
    kex: agreed(client?.kex, server?.kex),
    encryption: agreed(client?.[encryption], server?.[encryption]),
    mac: agreed(client?.[mac], server?.[mac]),
    compression: agreed(client?.[compression], server?.[compression]),
    isKeyed: talk.isKeyed[side]!,
    isPlain: talk.hasBanner[side]! && !talk.isKeyed[side],
    number: talk.packets[side]!,
  }
}
/** Of what tshark could decipher with the keys it says nothing: keys agreed on by a fixed group or curve, and these ciphers. */
export const isSilent = ({ kex, encryption }: Fact): boolean =>
  hasFixedGroup(kex) && /^chacha20-poly1305@|^aes\d+-(gcm@|ctr|cbc)/.test(encryption)
export const hasFixedGroup = (kex: string): boolean => kex !== '' && !kex.startsWith('diffie-hellman-group-exchange')
