/** CRC-32 (ISO 3309) of some bytes: rows name a file handle by it. */
const table = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
  return n
})

export function crc32(b: Uint8Array, at: number, length: number): number {
  let crc = 0xffffffff
  for (let i = at; i < at + length; i++) crc = (crc >>> 8) ^ table[(crc ^ b[i]!) & 255]!
  return ~crc >>> 0
}
