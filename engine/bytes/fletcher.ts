/** Fletcher's checksum as ISO 8473 (annex C) and ISO 10589 use it: two sums modulo 255 that come to zero where nothing changed. */

/** Whether `length` bytes at `at`, with their checksum among them, are as they were sent. */
export function fletcher(b: Uint8Array, at: number, length: number): boolean {
  let c0 = 0
  let c1 = 0
  for (let i = at; i < at + length; i++) {
    c0 = (c0 + b[i]!) % 255
    c1 = (c1 + c0) % 255
  }
  return c0 === 0 && c1 === 0
}
