/** Digests: the place where the engine borrows from the platform what it should not write itself. */
import { createHash } from 'node:crypto'

/** MD5 of a text in UTF-8, in hexadecimal digits. For fingerprints that are defined by it, never for security. */
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
