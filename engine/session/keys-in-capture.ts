/** Key logs that stand in the capture: Decryption Secrets Blocks of pcapng (draft-ietf-opsawg-pcapng section 4.7). */
import type { Secrets } from '../capture-file/types'
import { limits } from '../limits'

/** `TLSK`: the block holds lines of a TLS key log. */
const TLS_KEY_LOG = 0x544c534b

/** What the session needs of its file. */
interface Source {
  read(into: Uint8Array, at: number): number
}

export class KeysInCapture {
  private lines = ''
  private taken = 0

  constructor(
    private readonly source: Source,
    private readonly secrets: readonly Secrets[],
  ) {}

  /** All lines of the blocks that the scanner has met so far; what is beyond the limit of key logs is left out. */
  text(): string {
    for (; this.taken < this.secrets.length; this.taken++) {
      const { type, offset, length } = this.secrets[this.taken]!
      if (type !== TLS_KEY_LOG || this.lines.length + length > limits.keyLog) continue
      const bytes = new Uint8Array(length)
      const count = this.source.read(bytes, offset)
      this.lines += `${latin1.decode(bytes.subarray(0, count))}\n`
    }
    return this.lines
  }
}

const latin1 = new TextDecoder('latin1')
