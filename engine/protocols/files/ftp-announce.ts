/** Ends of data connections in FTP's commands and replies: PORT, PASV (RFC 959), EPRT, EPSV (RFC 2428). */

export interface End {
  address: Uint8Array
  port: number
  /** Where address and port stand in the text. */
  at: number
  length: number
}

/** Six numbers: h1,h2,h3,h4,p1,p2. */
export function sixNumbers(text: string): End | undefined {
  const found = /(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})/.exec(text)
  if (!found) return undefined
  const n = found.slice(1).map(Number)
  if (n.some((byte) => byte > 255)) return undefined
  return {
    address: Uint8Array.from(n.slice(0, 4)),
    port: n[4]! * 256 + n[5]!,
    at: found.index,
    length: found[0].length,
  }
}

/** `|family|address|port|`. */
export function extendedPort(text: string): (End & { family: number }) | undefined {
  const found = /^\|(\d)\|([0-9a-fA-F.:]{2,45})\|(\d{1,5})\|/.exec(text)
  if (!found) return undefined
  const family = Number(found[1])
  const address = family === 1 ? fourBytes(found[2]!) : sixteenBytes(found[2]!)
  const port = Number(found[3])
  return address && port < 65536 ? { family, address, port, at: 3, length: found[2]!.length } : undefined
}

/** `(|||port|)`. */
export function extendedPassive(text: string): { port: number; at: number; length: number } | undefined {
  const found = /\(\|\|\|(\d{1,5})\|\)/.exec(text)
  if (!found || Number(found[1]) > 65535) return undefined
  return { port: Number(found[1]), at: found.index + 4, length: found[1]!.length }
}

function fourBytes(text: string): Uint8Array | undefined {
  const n = text.split('.').map(Number)
  return n.length === 4 && n.every((byte) => byte >= 0 && byte < 256) ? Uint8Array.from(n) : undefined
}

export function sixteenBytes(text: string): Uint8Array | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const groups = (part: string | undefined): number[] => (part ? part.split(':').map((g) => parseInt(g, 16)) : [])
  const head = groups(halves[0])
  const tail = groups(halves[1])
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing : missing < 1) return undefined
  const all = [...head, ...Array<number>(Math.max(0, missing)).fill(0), ...tail]
  if (all.some((n) => !(n >= 0 && n < 65536))) return undefined
  return Uint8Array.from(all.flatMap((n) => [n >> 8, n & 255]))
}
