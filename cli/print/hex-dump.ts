/** Bytes as rows of sixteen: offset, hexadecimal, ASCII. */

const pair = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
const shown = Array.from({ length: 256 }, (_, i) => (i >= 0x20 && i < 0x7f ? String.fromCharCode(i) : '.'))

/** `0000  01 00 5e …   ..^…`, one line per row; '' for no bytes. */
export function hexDump(bytes: Uint8Array): string {
  const digits = Math.max(4, (bytes.length - 1).toString(16).length)
  let text = ''
  for (let at = 0; at < bytes.length; at += 16) {
    const end = Math.min(at + 16, bytes.length)
    let left = ''
    let right = ''
    for (let i = at; i < end; i++) {
      left += pair[bytes[i]!]! + ' '
      right += shown[bytes[i]!]!
    }
    text += `${at.toString(16).padStart(digits, '0')}  ${left.padEnd(48)}  ${right}\n`
  }
  return text
}
