// The pcapng file of the `cap` driver: written whole block by whole block, counted only after write(2).
import { closeSync, fstatSync, ftruncateSync, openSync, writeSync, constants } from 'node:fs'
import { arch, release, type } from 'node:os'

const gathered = 1 << 20
const epb = 6

/** A problem with its code on the status line. */
export class Failure extends Error {
  constructor(code, message, hint = '') {
    super(message)
    this.code = code
    this.hint = hint
  }
}

function option(code, value) {
  if (value.length === 0 || value.length > 0xffff) return Buffer.alloc(0)
  const out = Buffer.alloc(4 + ((value.length + 3) & ~3))
  out.writeUInt16LE(code, 0)
  out.writeUInt16LE(value.length, 2)
  value.copy(out, 4)
  return out
}

function block(type, ...parts) {
  const body = Buffer.concat([...parts, Buffer.alloc(4)]) // four zero bytes end the options
  const out = Buffer.alloc(body.length + 12)
  out.writeUInt32LE(type, 0)
  out.writeUInt32LE(out.length, 4)
  body.copy(out, 8)
  out.writeUInt32LE(out.length, out.length - 4)
  return out
}

function words(...numbers) {
  const out = Buffer.alloc(numbers.length * 4)
  numbers.forEach((number, i) => out.writeUInt32LE(number >>> 0, i * 4))
  return out
}

function refused(path, error, comfort) {
  const text = `${path}: ${error.code === 'EINVAL' ? 'not a regular file' : error.message}.`
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(error.code))
    return new Failure('DISKFULL', text, `${comfort}Free some space, or choose another folder.`)
  if (comfort) return new Failure('EIO', text, `${comfort}Check the disk.`)
  const exists = error.code === 'EEXIST'
  return new Failure(
    'OUTFILE',
    text,
    exists ? 'Choose another name, or --overwrite.' : 'Choose a file in a folder that you may write to.',
  )
}

export class PacketFile {
  /** @param {{ interface: string, filter: string, snap: number, linkType: number }} about */
  constructor(path, overwrite, about) {
    this.path = path
    this.end = 0
    this.packets = 0
    this.#open(path, overwrite)
    this.#buffer = Buffer.allocUnsafe(gathered)
    const text = (value) => Buffer.from(value)
    const system = text(`${type()} ${release()}`)
    const section = Buffer.alloc(16, 0xff)
    words(0x1a2b3c4d, 1).copy(section)
    this.block(
      block(0x0a0d0d0a, section, option(2, text(arch())), option(3, system), option(4, text('Wirelens 0.1.0 (cap)'))),
    )
    const filter = about.filter ? Buffer.concat([Buffer.alloc(1), text(about.filter)]) : Buffer.alloc(0)
    const options = [
      option(2, text(about.interface)),
      option(9, Buffer.from([6])),
      option(11, filter),
      option(12, system),
    ]
    this.block(block(1, words(about.linkType, about.snap), ...options))
    this.flush()
  }

  #file = -1
  #used = 0
  #waiting = 0
  #buffer

  #open(path, overwrite) {
    const { O_WRONLY, O_CREAT, O_EXCL, O_NONBLOCK = 0 } = constants
    try {
      this.#file = openSync(
        path,
        O_WRONLY | O_CREAT | O_NONBLOCK | (overwrite ? (constants.O_NOFOLLOW ?? 0) : O_EXCL),
        0o600,
      )
      if (!fstatSync(this.#file).isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EINVAL' })
      ftruncateSync(this.#file, 0)
    } catch (error) {
      throw refused(path, error, '')
    }
  }

  get size() {
    return this.end + this.#used
  }

  /** @param {number} time microseconds since 1970, a whole number below 2^53 */
  packet(data, captured, length, time) {
    const padded = (captured + 3) & ~3
    const total = padded + 32
    if (this.#used + total > gathered) this.flush()
    const to = this.#buffer
    const at = this.#used
    to.writeUInt32LE(epb, at)
    to.writeUInt32LE(total, at + 4)
    to.writeUInt32LE(0, at + 8)
    to.writeUInt32LE(Math.floor(time / 0x100000000), at + 12)
    to.writeUInt32LE(time % 0x100000000, at + 16)
    to.writeUInt32LE(captured, at + 20)
    to.writeUInt32LE(length, at + 24)
    data.copy(to, at + 28, 0, captured)
    to.fill(0, at + 28 + captured, at + 28 + padded)
    to.writeUInt32LE(total, at + 28 + padded)
    this.#used += total
    this.#waiting++
  }

  block(whole) {
    whole.copy(this.#buffer, this.#used)
    this.#used += whole.length
  }

  /** Throws DISKFULL or EIO after cutting the file back to its last whole block: the counts stay true. */
  flush() {
    let done = 0
    try {
      while (done < this.#used) {
        const n = writeSync(this.#file, this.#buffer, done, this.#used - done)
        if (n === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
        done += n
      }
    } catch (error) {
      this.#cutBack(done)
      throw refused(this.path, error, 'What was captured until then is safe in the file. ')
    }
    this.end += this.#used
    this.packets += this.#waiting
    this.#used = 0
    this.#waiting = 0
  }

  #cutBack(written) {
    let at = 0
    while (at + 8 <= written) {
      const length = this.#buffer.readUInt32LE(at + 4)
      if (at + length > written) break
      if (this.#buffer.readUInt32LE(at) === epb) this.packets++
      at += length
    }
    this.end += at
    this.#used = 0
    this.#waiting = 0
    ftruncateSync(this.#file, this.end)
  }

  /** Ends the file with the statistics that there are: `cap` knows only what it delivered. */
  finish(time, delivered) {
    const count = Buffer.alloc(8)
    count.writeBigUInt64LE(BigInt(delivered))
    const head = words(0, Math.floor(time / 0x100000000), time % 0x100000000)
    if (this.#used + 64 > gathered) this.flush()
    this.block(block(5, head, option(8, count)))
    this.flush()
  }

  close() {
    closeSync(this.#file)
  }
}
