/**
 * Records opened with the secrets of their session. The first pass finds out which keys and which number belong to a record, and files that;
 * later decodings open it again.
 */
import { limits } from '../../../limits'
import type { Packet } from '../../../dissect/packet'
import { fromHex, secretsOf } from './key-log'
import { Keys, suiteOf } from './keys'
import type { Sealed } from './keys'
import { APPLICATION_DATA, CHANGE_CIPHER_SPEC } from './names'
import type { Session } from './session'

/** How a record was opened. */
interface Opened {
  readonly keys: Keys
  readonly number: number
  readonly before: Uint8Array | undefined
}

/** Keys in force in one direction. */
interface Way {
  keys: Keys
  number: number
  before: Uint8Array | undefined
  /** Records that did not open, one after the other. */
  failed: number
}

/** What can be opened of one session. */
export class Opening {
  readonly ways: [Way | undefined, Way | undefined] = [undefined, undefined]
  /** Keys that a direction takes up with its next change of the cipher. */
  readonly next: [Keys | undefined, Keys | undefined] = [undefined, undefined]
  /** TLS 1.3: what a direction takes up behind its Finished. */
  readonly traffic: [Keys | undefined, Keys | undefined] = [undefined, undefined]
  private readonly opened = new Map<number, Opened>()
  /** Records for which there were keys that did not fit. */
  readonly refused = new Set<number>()

  use(way: 0 | 1, keys: Keys | undefined): void {
    this.ways[way] = keys && { keys, number: 0, before: undefined, failed: 0 }
  }

  /** First pass: opens the record that comes next in its direction. */
  first(place: number, way: 0 | 1, record: Sealed): Uint8Array | undefined {
    const state = this.ways[way]
    if (!state || state.failed > MOST_FAILURES || this.opened.size >= limits.openedRecords) return undefined
    const { keys, number, before } = state
    const content = keys.open(record, number, before)
    if (!content) {
      state.failed++
      if (this.refused.size < limits.openedRecords) this.refused.add(place)
      return undefined
    }
    state.failed = 0
    state.number++
    if (record.version <= 0x0301) state.before = record.bytes.slice(-16)
    this.opened.set(place, { keys, number, before })
    return content
  }
  /** Later decodings: the same again. */
  again(place: number, record: Sealed): Uint8Array | undefined {
    const how = this.opened.get(place)
    return how?.keys.open(record, how.number, how.before)
  }
}

/** Records that do not open before a direction is given up: those that belong to early data without a secret come first. */
const MOST_FAILURES = 32

/** First pass: the server has chosen; looks for the secrets of the session and makes keys. */
export function prepare(p: Packet, session: Session): void {
  const secrets = secretsOf(p, session.clientRandom)
  const suite = suiteOf(session.suite)
  if (!secrets || !suite || session.client < 0) return
  const opening = (session.opening = new Opening())
  const client = session.client as 0 | 1
  const server = client === 0 ? 1 : 0
  if (session.is13) {
    const keys = (label: string): Keys | undefined => {
      const secret = secrets.get(label)
      return secret && Keys.of13(suite, secret)
    }
    opening.use(server, keys('SERVER_HANDSHAKE_TRAFFIC_SECRET'))
    opening.use(client, keys('CLIENT_HANDSHAKE_TRAFFIC_SECRET'))
    opening.traffic[server] = keys('SERVER_TRAFFIC_SECRET_0')
    opening.traffic[client] = keys('CLIENT_TRAFFIC_SECRET_0')
    return
  }
  const master = secrets.get('CLIENT_RANDOM')
  if (!master || session.version < 0x0301) return
  const random = fromHex(session.serverRandom + session.clientRandom)
  const made = Keys.of12(suite, master, random, session.version, session.isMacLast)
  opening.next[client] = made[0]
  opening.next[server] = made[1]
}

/** The content of the record whose body lies from the cursor to the end of the layer; undefined when it is not encrypted, or cannot be opened. */
export function openRecord(
  p: Packet,
  session: Session,
  place: number,
  way: 0 | 1,
  type: number,
  version: number,
): { type: number; content: Uint8Array } | undefined {
  const { opening } = session
  if (!opening || type === CHANGE_CIPHER_SPEC || p.end < p.wire) return undefined
  if (session.is13 && type !== APPLICATION_DATA) return undefined
  const record = { type, version, bytes: p.bytes.subarray(p.at, p.end) }
  const content = p.first ? opening.first(place, way, record) : opening.again(place, record)
  if (!content || !session.is13) return content && { type, content }
  // The type stands behind the content, and zeros behind it.
  let end = content.length
  while (end > 0 && content[end - 1] === 0) end--
  return end ? { type: content[end - 1]!, content: content.subarray(0, end - 1) } : undefined
}
