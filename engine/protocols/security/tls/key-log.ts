/** Secrets of sessions as programs log them: the lines of SSLKEYLOGFILE (draft-ietf-tls-keylogfile), in a file of the user or in the capture. */
import { memory } from '../../../dissect/memory'
import type { Packet } from '../../../dissect/packet'

/** Secrets of one session by label. */
export type Secrets = ReadonlyMap<string, Uint8Array>

const LINE = /^([A-Z][A-Z0-9_]*)[ \t]+([0-9a-fA-F]{64})[ \t]+((?:[0-9a-fA-F]{2}){16,128})[ \t\r]*$/gm

class KeyLog {
  private readonly sessions = new Map<string, Map<string, Uint8Array>>()
  private readonly read = [0, 0]

  /** Secrets for the client's random (hexadecimal digits); undefined when none are known. Lines that are none are passed over. */
  of(logs: readonly string[], random: string): Secrets | undefined {
    for (const [i, log] of logs.entries()) {
      if (log.length > this.read[i]!) this.add(log.slice(this.read[i]))
      this.read[i] = log.length
    }
    return this.sessions.get(random)
  }
  private add(lines: string): void {
    for (const [, label, random, secret] of lines.matchAll(LINE)) {
      const key = random!.toLowerCase()
      let secrets = this.sessions.get(key)
      if (!secrets) this.sessions.set(key, (secrets = new Map()))
      secrets.set(label!, fromHex(secret!))
    }
  }
}

const keyLogs = memory(() => new KeyLog())

/** What is known of the session whose client sent this random. */
export function secretsOf(p: Packet, random: string): Secrets | undefined {
  const given = p.settings.keyLog
  const own = p.keysInCapture()
  return given || own ? p.recall(keyLogs).of([given, own], random) : undefined
}

export const fromHex = (digits: string): Uint8Array =>
  Uint8Array.from({ length: digits.length >> 1 }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16))
