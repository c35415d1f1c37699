/** RFC 1813 (version 3), 1094 (2), 7530 and 8881 (4): files of a server, by handles that only it understands. */
import { bytes, string, u32, u64 } from '../../dissect/field'
import type { Packet } from '../../dissect/packet'
import { rpcProgram, xdr, xdrText } from '../remote/rpc/program'
import { crc32 } from './nfs/crc'

const HANDLE_V2 = 32
const ATTRIBUTES = 84
const kinds: Readonly<Record<number, string>> = {
  1: 'Regular File',
  2: 'Directory',
  3: 'Block Special Device',
  4: 'Character Special Device',
  5: 'Symbolic Link',
  6: 'Socket',
  7: 'Named Pipe',
}
const status: Readonly<Record<number, string>> = {
  0: 'OK',
  1: 'ERR_PERM',
  2: 'ERR_NOENT',
  5: 'ERR_IO',
  6: 'ERR_NXIO',
  13: 'ERR_ACCES',
  17: 'ERR_EXIST',
  18: 'ERR_XDEV',
  19: 'ERR_NODEV',
  20: 'ERR_NOTDIR',
  21: 'ERR_ISDIR',
  22: 'ERR_INVAL',
  27: 'ERR_FBIG',
  28: 'ERR_NOSPC',
  30: 'ERR_ROFS',
  31: 'ERR_MLINK',
  63: 'ERR_NAMETOOLONG',
  66: 'ERR_NOTEMPTY',
  69: 'ERR_DQUOT',
  70: 'ERR_STALE',
  71: 'ERR_REMOTE',
  10001: 'ERR_BADHANDLE',
  10002: 'ERR_NOT_SYNC',
  10003: 'ERR_BAD_COOKIE',
  10004: 'ERR_NOTSUPP',
  10005: 'ERR_TOOSMALL',
  10006: 'ERR_SERVERFAULT',
  10007: 'ERR_BADTYPE',
  10008: 'ERR_JUKEBOX',
}
const statusText = (code: number): string =>
  status[code] ? `NFS3${code ? '' : '_'}${status[code]}` : `Unknown error:${code}`
const stability: Readonly<Record<number, string>> = { 0: 'UNSTABLE', 1: 'DATA_SYNC', 2: 'FILE_SYNC' }
const modes: Readonly<Record<number, string>> = { 0: 'UNCHECKED', 1: 'GUARDED', 2: 'EXCLUSIVE' }
const rights = ['RD', 'LU', 'MD', 'XT', 'DL', 'XE']

const f = {
  handleLength: u32('nfs.fh.length', 'length'),
  handleHash: u32('nfs.fh.hash', 'hash (CRC-32)', { display: 'hex', help: 'The same file has the same number.' }),
  handle: bytes('nfs.fhandle', 'FileHandle'),
  name: string('nfs.name', 'Name', { help: 'File or folder.' }),
  status: u32('nfs.status3', 'Status', { names: statusText, help: 'Whether it worked, and why not.' }),
  offset: u64('nfs.offset3', 'offset'),
  count: u32('nfs.count3', 'count'),
  rights: u32('nfs.access_rights', 'Check access', { display: 'hex', width: 1 }),
  stable: u32('nfs.write.stable', 'Stable', { names: stability }),
  mode: u32('nfs.createmode', 'Create Mode', { names: modes }),
  kind: u32('nfs.fattr3.type', 'Type', { names: kinds }),
  size: u64('nfs.fattr3.size', 'size'),
  uid: u32('nfs.fattr3.uid', 'uid'),
  gid: u32('nfs.fattr3.gid', 'gid'),
}

export const nfs = rpcProgram({
  name: 'nfs',
  title: 'Network File System',
  column: 'NFS',
  spec: 'RFC 1813',
  number: 100003,
  field: 'nfs.procedure',
  procedures: {
    2: 'NULL GETATTR SETATTR ROOT LOOKUP READLINK READ WRITECACHE WRITE CREATE REMOVE RENAME LINK SYMLINK MKDIR RMDIR READDIR STATFS',
    3: `NULL GETATTR SETATTR LOOKUP ACCESS READLINK READ WRITE CREATE MKDIR SYMLINK MKNOD REMOVE RMDIR RENAME LINK READDIR READDIRPLUS
      FSSTAT FSINFO PATHCONF COMMIT`,
    4: 'NULL COMPOUND',
  },
  fields: f,
  call(p, call, procedure) {
    if (procedure === 'NULL' || call.version === 4) return
    const isOld = call.version === 2
    const say = (text: string): void => void (p.columns && p.sayMore(text))
    const named = (): string => `${handle(p, isOld)}/${xdrText(p, f.name)}`
    switch (procedure) {
      case 'LOOKUP':
      case 'REMOVE':
      case 'RMDIR':
      case 'MKDIR':
      case 'MKNOD':
        return say(`, DH: ${named()}`)
      case 'CREATE': {
        const name = named()
        return say(`, DH: ${name}${isOld ? '' : ` Mode: ${modes[xdr(p, f.mode)] ?? 'Unknown'}`}`)
      }
      case 'SYMLINK':
        return say(`, From DH: ${named()}`)
      case 'RENAME':
        return say(`, From DH: ${named()} To DH: ${named()}`)
      case 'LINK':
        return say(`, FH: ${handle(p, isOld)} To DH: ${named()}`)
      case 'ACCESS': {
        const fh = handle(p, isOld)
        const mask = xdr(p)
        if (p.first) call.asked = mask
        return say(`, FH: ${fh}, [Check: ${rightsText(mask)}]`)
      }
      case 'READ':
      case 'WRITE':
      case 'COMMIT': {
        const fh = handle(p, isOld)
        if (isOld) return say(`, FH: ${fh}`)
        const offset = place(p)
        const count = xdr(p, f.count)
        say(procedure === 'COMMIT' ? `, FH: ${fh}` : `, FH: ${fh} Offset: ${offset} Len: ${count}`)
        if (procedure === 'WRITE') say(` ${stability[xdr(p, f.stable)] ?? 'Unknown'}`)
        return
      }
      default:
        return say(`, FH: ${handle(p, isOld)}`)
    }
  },
  reply(p, call, procedure) {
    if (procedure === 'NULL' || call.version !== 3) return
    const say = (text: string): void => void (p.columns && p.sayMore(text))
    const code = xdr(p, f.status)
    if (code) {
      say(` Error: ${statusText(code)}`)
      if (procedure === 'LOOKUP') optional(p)
      return
    }
    switch (procedure) {
      case 'GETATTR':
        return say(attributes(p))
      case 'LOOKUP':
        return say(`, FH: ${handle(p, false)}`)
      case 'ACCESS': {
        optional(p)
        const allowed = xdr(p, f.rights)
        const denied = call.asked & ~allowed
        if (denied) say(`, [Access Denied: ${rightsText(denied)}]`)
        return say(`, [Allowed: ${rightsText(call.asked & allowed)}]`)
      }
      case 'READ':
        optional(p)
        return say(` Len: ${xdr(p, f.count)}`)
      case 'WRITE':
        before(p)
        optional(p)
        say(` Len: ${xdr(p, f.count)}`)
        return say(` ${stability[xdr(p, f.stable)] ?? 'Unknown'}`)
      case 'READLINK':
        optional(p)
        return say(` Path: ${xdrText(p)}`)
      case 'READDIR':
      case 'READDIRPLUS':
        return say(entries(p, procedure === 'READDIRPLUS'))
    }
  },
})

const rightsText = (mask: number): string => rights.filter((_, i) => mask & (1 << i)).join(' ')

/** A handle, as the check sum that rows name it by. */
function handle(p: Packet, isOld: boolean): string {
  const length = isOld ? HANDLE_V2 : xdr(p, f.handleLength)
  const { at } = p
  p.need(length)
  const hash = crc32(p.bytes, at, length)
  p.set(f.handleHash, hash, at, length)
  p.add(f.handle, at, length)
  p.skip(length + ((4 - (length % 4)) % 4))
  return `0x${hash.toString(16).padStart(8, '0')}`
}
function place(p: Packet): bigint {
  p.need(8)
  const value = (BigInt(p.peek(4)) << 32n) | BigInt(p.peek(4, 4))
  p.take(f.offset)
  return value
}
/** Attributes of a file, and what rows say of them. */
function attributes(p: Packet): string {
  const { at } = p
  p.need(ATTRIBUTES)
  const kind = xdr(p, f.kind)
  const mode = xdr(p)
  p.skip(4)
  const uid = xdr(p, f.uid)
  const gid = xdr(p, f.gid)
  p.take(f.size)
  p.at = at + ATTRIBUTES
  return `  ${kinds[kind] ?? 'Unknown'} mode: ${(mode & 0xfff).toString(8).padStart(4, '0')} uid: ${uid} gid: ${gid}`
}
/** Attributes that may be left out. */
function optional(p: Packet): void {
  if (xdr(p)) attributes(p)
}
/** Attributes from before a change: three of them, or none. */
function before(p: Packet): void {
  if (xdr(p)) p.skip(24)
}
function entries(p: Packet, isLong: boolean): string {
  optional(p)
  p.skip(8)
  let text = ''
  while (p.left >= 4 && xdr(p)) {
    p.skip(8)
    text += ` ${xdrText(p, f.name)}`
    p.skip(8)
    if (!isLong) continue
    optional(p)
    if (xdr(p)) handle(p, false)
  }
  return text
}
