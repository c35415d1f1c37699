/** Compressed bodies (gzip, deflate, br), unpacked within a limit: what is broken or explodes gives what came out so far, or nothing. */
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

export type Coding = 'gzip' | 'deflate' | 'br' | 'raw-deflate'

/** The bytes of `packed`, at most `most` of them; undefined when they cannot be unpacked, or are more. */
export function unpack(coding: Coding, packed: Uint8Array, most: number): Uint8Array | undefined {
  const options = { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH }
  try {
    switch (coding) {
      case 'gzip':
        return gunzipSync(packed, options)
      case 'br':
        return brotliDecompressSync(packed, { maxOutputLength: most })
      case 'raw-deflate':
        return inflateRawSync(packed, options)
      // RFC 9110 says zlib; many send bare deflate.
      default:
        return (packed[0]! & 15) === 8 && ((packed[0]! << 8) | packed[1]!) % 31 === 0
          ? inflateSync(packed, options)
          : inflateRawSync(packed, options)
    }
  } catch {
    return undefined
  }
}
