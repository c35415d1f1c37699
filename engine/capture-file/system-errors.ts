// What the operating system says about a file, as a sentence for the user.
import { Refused } from '../refused'

const texts: Record<string, [code: string, text: string, hint: string]> = {
  ENOENT: ['no-such-file', 'there is no such file or folder', 'Check the name and the folder.'],
  ENOTDIR: ['no-such-file', 'a part of the path is not a folder', 'Check the path.'],
  EISDIR: ['not-a-file', 'it is a folder', 'Choose a file.'],
  EACCES: ['no-permission', 'permission was denied', 'Choose another place, or ask for the right to use this one.'],
  EPERM: [
    'no-permission',
    'the system does not permit it',
    'Choose another place, or close programs that use the file.',
  ],
  EROFS: ['no-permission', 'the file system is read-only', 'Choose another place.'],
  EBUSY: ['in-use', 'the file is in use', 'Close other programs that use it.'],
  ENOSPC: [
    'disk-full',
    'the disk is full',
    'Make room, or choose another place. The file that was there is unchanged.',
  ],
  EDQUOT: ['disk-full', 'the disk quota is used up', 'Make room. The file that was there is unchanged.'],
  EFBIG: ['file-too-large', 'the file would be larger than the file system allows', 'Save fewer packets.'],
  ENAMETOOLONG: ['name-too-long', 'the name is too long', 'Choose a shorter name.'],
  EMFILE: ['too-many-files', 'too many files are open', 'Close some captures.'],
  ENFILE: ['too-many-files', 'too many files are open', 'Close some programs.'],
  EIO: ['disk-error', 'the disk reports an error', 'Check the disk.'],
}

/**
 * Turns an error of node:fs into a `Refused`. One that is a `Refused` already stays as it is; what is no system error is a
 * fault of ours and comes back as it is, too.
 * @param doing the verb of the sentence: `open`, `save`, `decompress`
 */
export function refusedFromSystem(error: unknown, doing: string, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = texts[code]
  if (known) return new Refused(known[0], `Cannot ${doing} "${path}": ${known[1]}.`, known[2])
  if (/^E[A-Z0-9]+$/.test(code)) return new Refused('system', `Cannot ${doing} "${path}": ${code}.`)
  return error
}
